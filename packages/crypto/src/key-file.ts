import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type KeyRing, keyRing } from './key-ring.ts'
import { type RingKey, formatKeys, generateKey, parseKeys } from './key-text.ts'
import { renewedKeyRing } from './renewed-ring.ts'

/** A file with secrets, or a key ring, that cannot be used: what is wrong, and what to do. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError'
}

/** Writes a file that only its owner reads, whole or not at all. */
export function writePrivately(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const fresh = `${path}.${process.pid}.new`
  writeFileSync(fresh, text, { mode: 0o600 })
  chmodSync(fresh, 0o600)
  renameSync(fresh, path)
}

/**
 * Its owner alone may read it, or, as orchestrators hand secrets to a process, the group of a file that is root's or the
 * process's group's.
 *
 * @throws {KeyFileError} when others can, as far as this system tells.
 */
export function readPrivately(path: string): string {
  if (process.platform !== 'win32' && !isPrivate(statSync(path), groupsOfProcess()))
    throw new KeyFileError(
      `${path} can be read by others: chmod 600 ${path}, or chmod 440 where its owner is root or its group is this process's`,
    )
  return readFileSync(path, 'utf8')
}

/** @param groups of the process that reads. */
export function isPrivate(
  { mode, uid, gid }: { readonly mode: number; readonly uid: number; readonly gid: number },
  groups: readonly number[],
): boolean {
  if ((mode & 0o077) === 0) return true
  return (mode & 0o037) === 0 && (uid === 0 || groups.includes(gid))
}

const groupsOfProcess = (): readonly number[] => [
  ...(process.getgroups?.() ?? []),
  ...(process.getegid ? [process.getegid()] : []),
]

/**
 * The keys of the environment's HUFU_KEYS, else of the file.
 * @throws {KeyFileError} when the text is no key ring, or there is none.
 */
export function loadKeys(path: string, fromEnvironment: string | undefined): readonly RingKey[] {
  try {
    if (fromEnvironment !== undefined && fromEnvironment !== '') return parseKeys(fromEnvironment)
    if (existsSync(path)) return parseKeys(readPrivately(path).trim())
  } catch (error) {
    if (error instanceof KeyFileError) throw error
    const where = fromEnvironment ? 'HUFU_KEYS' : path
    throw new KeyFileError(`${where} is no key ring: ${error instanceof Error ? error.message : ''}`)
  }
  throw new KeyFileError(`there is no key ring at ${path}: ${WHO_MAKES_THEM}`)
}

/** Said where a store or key ring is not there. */
export const WHO_MAKES_THEM =
  '`hufu init` makes store, keys and the first operator, and `hufu serve` store and keys; if they are elsewhere, name their configuration with --config'

/** Like `loadKeys`; the first start creates the file. */
export function loadOrMakeKeys(path: string, fromEnvironment: string | undefined): readonly RingKey[] {
  if (!fromEnvironment && !existsSync(path)) saveKeys(path, [generateKey()])
  return loadKeys(path, fromEnvironment)
}

export const saveKeys = (path: string, keys: readonly RingKey[]): void =>
  writePrivately(path, `${formatKeys(keys)}\n`)

export const loadOrMakeKeyRing = (path: string, fromEnvironment: string | undefined): KeyRing =>
  keyRing(loadOrMakeKeys(path, fromEnvironment))

/** For a long-running process: it rereads the file when it needs a key that it lacks. */
export function watchedKeyRing(path: string, fromEnvironment: string | undefined): KeyRing {
  const keys = loadOrMakeKeys(path, fromEnvironment)
  if (fromEnvironment) return keyRing(keys)
  let read = versionOf(path)
  return renewedKeyRing(keys, () => {
    const version = versionOf(path)
    if (version === undefined || version === read) return undefined
    read = version
    // An invalid file is ignored; the keys that were read before stay.
    try {
      return parseKeys(readPrivately(path).trim())
    } catch {
      return undefined
    }
  })
}

function versionOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  // The time of its inode tells of a mode that was set right, too.
  return found && `${found.ino} ${found.mtimeNs} ${found.ctimeNs} ${found.size}`
}
