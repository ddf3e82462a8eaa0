/* Bearer tokens of the daemon: made here, known by their digests. */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { whileLocked } from '@hufu/store/sqlite'
import { z } from 'zod'
import { writePrivately } from '@hufu/crypto'
import { ConfigError } from '@hufu/web/config-error'
import { type TokenEntry, tokenSchema } from './config.ts'

/** The permissions of a bearer token. */
export type Access =
  | { readonly kind: 'tenant'; readonly tenant: string }
  | { readonly kind: 'admin' }
  | { readonly kind: 'metrics' }

const PREFIX = 'hfk_'

/** 256 random bits; the prefix is for those who search for leaked ones. */
export const newToken = (): string => `${PREFIX}${randomBytes(32).toString('base64url')}`

export const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex')

const listSchema = z.array(tokenSchema).max(100_000)

/** @throws {ConfigError} when the file is no list of tokens. Never says what is in it. */
export function readTokenFile(file: string): readonly TokenEntry[] {
  if (!existsSync(file)) return []
  try {
    return listSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const why = error instanceof z.ZodError ? (error.issues[0]?.message ?? '') : 'it is not JSON'
    throw new ConfigError(`the token file ${file} cannot be read: ${why}`)
  }
}

/** Milliseconds to wait for others that change the file. */
const PATIENCE = 10_000

/**
 * One process after the other, so that none writes over what another has just written.
 *
 * @throws {ConfigError} when the file is no list of tokens. @throws {StoreError} when others hold the lock for too long.
 */
export function changeTokenFile(
  file: string,
  change: (tokens: readonly TokenEntry[]) => readonly TokenEntry[],
): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  whileLocked(`${file}.lock`, PATIENCE, () =>
    writePrivately(file, `${JSON.stringify(change(readTokenFile(file)), undefined, 2)}\n`),
  )
}

export interface Tokens {
  /** The permissions of the token; undefined for an unknown one. */
  access(token: string): Access | undefined
  /** The same, by its digest. */
  accessOf(sha256: string): Access | undefined
}

/** Milliseconds between two looks whether the file has changed. */
const LOOK = 1000

/**
 * Those of the configuration, and those of the file as it is now: one that was taken out of it ends within a second.
 *
 * @param warn told when the file cannot be read any more; the tokens that were read last stay good.
 * @throws {ConfigError} when the file is no list of tokens at the start.
 */
export function tokensOf(
  fixed: readonly TokenEntry[],
  file: string,
  warn: (message: string) => void,
): Tokens {
  const stamp = (): string => {
    const stat = statSync(file, { throwIfNoEntry: false })
    return stat ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : ''
  }
  const indexed = () =>
    new Map([...readTokenFile(file), ...fixed].map((entry) => [entry.sha256, accessOf(entry)]))
  let seen = stamp()
  let known = indexed()
  let looked = performance.now()

  function look(): void {
    if (performance.now() < looked + LOOK) return
    looked = performance.now()
    const now = stamp()
    if (now === seen) return
    seen = now
    try {
      known = indexed()
    } catch (error) {
      warn(
        error instanceof Error
          ? error.message
          : 'the token file could not be read; the tokens that were read before stay valid',
      )
    }
  }
  function accessOfDigest(sha256: string): Access | undefined {
    look()
    return known.get(sha256)
  }
  return { access: (token) => accessOfDigest(digestOf(token)), accessOf: accessOfDigest }
}

const accessOf = ({ tenant, for: other }: TokenEntry): Access =>
  tenant === undefined ? { kind: other ?? 'metrics' } : { kind: 'tenant', tenant }
