/*
 * Minting, and finding again.
 *
 * A token with room for 48 bytes carries its grant's id and generation, masked so that nobody can count grants, and a tag that only
 * this server could have written: what was made up never reaches the store, and what was once the grant's token is
 * known for it without a row for every token ever spent. The 256 random bits beside them are what makes it a secret;
 * the store has their digest. In formats without that room a token that never changes is its encrypted id, and any
 * other is found by digest, in an index.
 *
 *   48 bytes = id and generation (10, masked) | random (32) | tag (6)
 */
import { randomFillSync, timingSafeEqual } from 'node:crypto'
import type { TokenFormat } from '@hufu/dialects'
import { constantBytes, readConstant } from './constant-token.ts'
import { digest } from '../digest.ts'
import { hmac } from '../hmac.ts'
import { sha256 } from '../sha256.ts'
import type { Digest, Found, IndexEntry, TokenKind } from '../store.ts'
import type { FormatNames } from './format-parts.ts'
import { spellingOf } from './token-formats.ts'

/** Bytes of a token that leads to its grant. */
const CARRIED = 10
const SECRET = 32
const TAG = 6

/** Secret bytes by purpose; the current key first. */
export interface TokenKeys {
  readonly current: string
  readonly ids: readonly string[]
  /** 32 bytes for one purpose, from the key of that id. @throws {Error} when the ring has no such key. */
  derive(purpose: string, keyId: string): Uint8Array
  /**
   * Asked where no key fits a token: true where there are more keys since, so that it is worth looking again.
   * @throws {Error} where a key is in use that is not here: then nothing can be said of the token.
   */
  unrecognised?(): boolean
}

export interface Minted<Kind extends TokenKind> {
  readonly token: string
  readonly digest: Digest<Kind>
  /** To be written with it, where the token cannot lead to its row by itself. */
  readonly index: readonly IndexEntry[]
}

/** What a token belongs to. */
export interface Descent {
  readonly id: number
  readonly generation: number
  readonly keyId: string
  readonly expiresAt: number
  /** Whose it is, where its format says so. */
  readonly names?: FormatNames
}

/** Where a token's 32 secret bytes come from. */
export type Secret = (kind: TokenKind) => Buffer

/** New, and never to be had again. */
export const randomSecret: Secret = () => random(SECRET)

/**
 * New, and to be had again by whoever presents the same refresh token while the salt is kept: an answer may be lost. It
 * takes the key, the store and the presented token together.
 */
export const rotatedSecret =
  (salt: string, presented: string, { keyId }: Pick<Descent, 'keyId'>, keys: TokenKeys): Secret =>
  (kind) =>
    hmac(keys.derive('rotation', keyId), Buffer.from(`${kind} ${salt} ${presented}`))

/** To be had again while the salt is kept, without another token: it takes the key and the store together. */
export const saltedSecret =
  (salt: string, { id, keyId }: Pick<Descent, 'id' | 'keyId'>, keys: TokenKeys): Secret =>
  (kind) =>
    hmac(keys.derive('salted', keyId), Buffer.from(`${kind} ${salt} ${id}`))

/** Whether a token of this format leads to its grant by itself, without an entry in the index. */
export const carriesId = (format: TokenFormat): boolean => spellingOf(format).bytes === CARRIED + SECRET + TAG

/** `fresh`: absent for a token that the grant has for ever. */
export function mint<Kind extends TokenKind>(
  kind: Kind,
  format: TokenFormat,
  { id, generation, keyId, expiresAt, names }: Descent,
  fresh: Secret | undefined,
  keys: TokenKeys,
): Minted<Kind> {
  const { bytes, spell } = spellingOf(format)
  if (carriesId(format)) {
    const secret = fresh?.(kind) ?? hmac(keys.derive('constant secret', keyId), Buffer.from(`${kind} ${id}`))
    const token = spell(withId(kind, id, fresh ? generation : 0, secret, keys, keyId), names)
    return { token, digest: digest(kind, token), index: [] }
  }
  const own =
    fresh?.(kind) ?? constantBytes(id, Math.min(bytes, SECRET), keys.derive(`constant ${kind}`, keyId))
  const token = spell(asLongAs(bytes, own), names)
  const minted = digest(kind, token)
  return { token, digest: minted, index: fresh ? [{ digest: minted, id, expiresAt }] : [] }
}

/** A format that is longer than a secret is filled with what follows from it: 256 bits are enough. */
const asLongAs = (bytes: number, secret: Buffer): Buffer =>
  bytes <= secret.length
    ? secret.subarray(0, bytes)
    : Buffer.concat([secret, sha256(secret)]).subarray(0, bytes)

/** Undefined for what this server cannot have minted in any of the formats. */
export function find<Kind extends TokenKind>(
  kind: Kind,
  formats: readonly TokenFormat[],
  token: string,
  keys: TokenKeys,
): Sought<Kind> | undefined {
  const found = sought(kind, formats, token, keys)
  const isOurs = found?.id !== undefined
  return isOurs || !keys.unrecognised?.() ? found : sought(kind, formats, token, keys)
}

type Sought<Kind extends TokenKind> = Found<Kind> & { readonly generation?: number }

function sought<Kind extends TokenKind>(
  kind: Kind,
  formats: readonly TokenFormat[],
  token: string,
  keys: TokenKeys,
): Sought<Kind> | undefined {
  let isIndexed = false
  for (const format of formats) {
    const read = spellingOf(format).read(token)
    if (!read) continue
    const carries = carriesId(format)
    const carriedUnder = (keyId: string) =>
      carries ? readId(kind, read, keys, keyId) : constantId(kind, read, keys, keyId)
    const carried = keys.ids.map(carriedUnder).find((each) => each !== undefined)
    if (carried) return { kind, digest: digest(kind, token), ...carried }
    isIndexed ||= !carries
  }
  return isIndexed ? { kind, digest: digest(kind, token) } : undefined
}

function constantId(
  kind: TokenKind,
  read: Buffer,
  keys: TokenKeys,
  keyId: string,
): { id: number; generation: number } | undefined {
  const id = readConstant(read, keys.derive(`constant ${kind}`, keyId))
  return id === undefined ? undefined : { id, generation: 0 }
}

/**
 * A hash of key and message: as good as HMAC here, where messages under a key have one length a kind and a few bytes of
 * the result are all that is ever seen.
 */
const keyed = (key: Uint8Array, ...message: readonly Buffer[]): Buffer =>
  sha256(Buffer.concat([key, ...message]))

/** In place. */
function mask(carried: Buffer, secret: Buffer, key: Uint8Array): Buffer {
  const pad = keyed(key, secret)
  for (let index = 0; index < CARRIED; index++) carried[index] = (carried[index] ?? 0) ^ (pad[index] ?? 0)
  return carried
}

const kindBytes: Readonly<Record<TokenKind, Buffer>> = {
  code: Buffer.from('code'),
  access: Buffer.from('access'),
  refresh: Buffer.from('refresh'),
}

const tagOf = (kind: TokenKind, carried: Buffer, secret: Buffer, key: Uint8Array): Buffer =>
  keyed(key, kindBytes[kind], carried, secret).subarray(0, TAG)

function withId(
  kind: TokenKind,
  id: number,
  generation: number,
  secret: Buffer,
  keys: TokenKeys,
  keyId: string,
): Buffer {
  const carried = Buffer.alloc(CARRIED)
  carried.writeUIntBE(id, 0, 6)
  carried.writeUInt32BE(generation, 6)
  const tag = tagOf(kind, carried, secret, keys.derive('token tags', keyId))
  return Buffer.concat([mask(carried, secret, keys.derive('token masks', keyId)), secret, tag])
}

function readId(
  kind: TokenKind,
  token: Buffer,
  keys: TokenKeys,
  keyId: string,
): { id: number; generation: number } | undefined {
  const secret = token.subarray(CARRIED, CARRIED + SECRET)
  const carried = mask(Buffer.from(token.subarray(0, CARRIED)), secret, keys.derive('token masks', keyId))
  const tag = tagOf(kind, carried, secret, keys.derive('token tags', keyId))
  if (!timingSafeEqual(tag, token.subarray(CARRIED + SECRET))) return undefined
  return { id: carried.readUIntBE(0, 6), generation: carried.readUInt32BE(6) }
}

/** For salts: 128 bits. */
export const randomSalt = (): string => random(16).toString('base64url')

/* The CSPRNG's own call costs more than the bytes: take them a page at a time, each once. */
const pool = Buffer.alloc(4096)
let taken = pool.length

function random(bytes: number): Buffer {
  if (taken + bytes > pool.length) {
    randomFillSync(pool)
    taken = 0
  }
  const start = taken
  taken += bytes
  const copy = Buffer.from(pool.subarray(start, taken))
  pool.fill(0, start, taken)
  return copy
}
