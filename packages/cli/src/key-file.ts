import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type KeyRing, type RingKey, formatKeys, generateKey, keyRing, parseKeys } from '@hufu/crypto'
import { Refused } from './refused.ts'

/** Writes a file that only its owner reads, whole or not at all. */
export function writePrivately(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const fresh = `${path}.${process.pid}.new`
  writeFileSync(fresh, text, { mode: 0o600 })
  chmodSync(fresh, 0o600)
  renameSync(fresh, path)
}

/** @throws {Refused} when others than its owner can read it, as far as this system tells. */
export function readPrivately(path: string): string {
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new Refused(`${path} can be read by others: chmod 600 ${path}`)
  }
  return readFileSync(path, 'utf8')
}

/**
 * The keys of the environment's HUFU_KEYS, else of the file, which is made at the first start.
 * @throws {Refused} when the text is no key ring.
 */
export function loadKeys(path: string, fromEnvironment: string | undefined): readonly RingKey[] {
  try {
    if (fromEnvironment !== undefined && fromEnvironment !== '') return parseKeys(fromEnvironment)
    if (existsSync(path)) return parseKeys(readPrivately(path).trim())
  } catch (error) {
    if (error instanceof Refused) throw error
    const where = fromEnvironment ? 'HUFU_KEYS' : path
    throw new Refused(`${where} is no key ring: ${error instanceof Error ? error.message : ''}`)
  }
  const keys = [generateKey()]
  saveKeys(path, keys)
  return keys
}

export const saveKeys = (path: string, keys: readonly RingKey[]): void =>
  writePrivately(path, `${formatKeys(keys)}\n`)

export const loadKeyRing = (path: string, fromEnvironment: string | undefined): KeyRing =>
  keyRing(loadKeys(path, fromEnvironment))
