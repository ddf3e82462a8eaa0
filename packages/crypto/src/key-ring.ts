import {
  type KeyObject,
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto'
import { KEY_BYTES, type RingKey, checkKeys } from './key-text.ts'

const CIPHER = 'aes-256-gcm'
const VERSION = '1'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Keeps secrets at rest, and makes keys for other ends. Sealed texts remember which key they want. */
export interface KeyRing {
  /** The id of the key that seals. */
  readonly currentId: string
  /** The ids of all keys, the current one first. */
  readonly ids: readonly string[]
  /**
   * `1.<key id>.<base64url>`, with AES-256-GCM under the current key. `associated` names the place where the text will
   * lie (table, row, column): the text opens nowhere else, so that two cannot be swapped.
   */
  seal(plain: string | Uint8Array, associated: string): string
  /**
   * Undefined for a text that was changed, cut, moved from another place, or never sealed.
   * @throws {UnknownKeyError} when the ring lacks the key that the text names.
   */
  open(sealed: string, associated: string): Uint8Array | undefined
  /** The same, for what was sealed as text. */
  openText(sealed: string, associated: string): string | undefined
  /** Whether another key than the current one sealed it: open it and seal it again, then the old key may go. */
  needsReseal(sealed: string): boolean
  /**
   * 32 bytes for one purpose, the same on every call and every node (HKDF-SHA256). Of the current key, or of the one whose
   * id a grant has kept.
   * @throws {UnknownKeyError} when the ring lacks that key.
   */
  derive(purpose: string, keyId?: string): Uint8Array
}

/** The ring lacks a key that is still in use: a matter of configuration, not of tampering. */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError'
  readonly keyId: string

  constructor(keyId: string, known: readonly string[]) {
    super(
      `no key ${JSON.stringify(keyId)} in the key ring (it has ${known.join(', ')}): ` +
        'put it back behind the current one, and take it out only when nothing is sealed or derived with it any more',
    )
    this.keyId = keyId
  }
}

/**
 * A ring of one or more keys; the first is current, the others open what they sealed. A key is good for 2^32 seals.
 *
 * @throws {Error} when there is no key, an id comes twice or is unfit, or a key is not of 32 bytes.
 */
export function keyRing(keys: readonly RingKey[]): KeyRing {
  checkKeys(keys)
  const byId = new Map(keys.map(({ id, key }) => [id, Uint8Array.from(key)]))
  const ids = [...byId.keys()]
  const currentId = ids[0] ?? ''

  function derive(purpose: string, keyId = currentId): Uint8Array {
    const key = byId.get(keyId)
    if (!key) throw new UnknownKeyError(keyId, ids)
    return new Uint8Array(hkdfSync('sha256', key, '', `hufu derive ${purpose}`, KEY_BYTES))
  }
  // Key objects, because making one from bytes takes longer than sealing a token.
  const sealing = new Map(
    keys.map(({ id, key }) => [
      id,
      createSecretKey(new Uint8Array(hkdfSync('sha256', key, '', 'hufu seal', KEY_BYTES))),
    ]),
  )

  function seal(plain: string | Uint8Array, associated: string): string {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv(CIPHER, keyOf(currentId), nonce).setAAD(bound(currentId, associated))
    const hidden = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    return `${VERSION}.${currentId}.${hidden.toString('base64url')}`
  }

  function open(sealed: string, associated: string): Uint8Array | undefined {
    const [, keyId, digits] = /^1\.([\w-]{1,32})\.([\w-]+)$/.exec(sealed) ?? []
    if (keyId === undefined || digits === undefined) return undefined
    const key = keyOf(keyId)
    const hidden = Buffer.from(digits, 'base64url')
    if (hidden.length < NONCE_BYTES + TAG_BYTES || hidden.toString('base64url') !== digits) return undefined
    const decipher = createDecipheriv(CIPHER, key, hidden.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(bound(keyId, associated)).setAuthTag(hidden.subarray(-TAG_BYTES))
    const plain = decipher.update(hidden.subarray(NONCE_BYTES, -TAG_BYTES))
    try {
      decipher.final()
    } catch {
      return undefined
    }
    return new Uint8Array(plain)
  }

  function keyOf(keyId: string): KeyObject {
    const key = sealing.get(keyId)
    if (!key) throw new UnknownKeyError(keyId, ids)
    return key
  }

  return {
    currentId,
    ids,
    seal,
    open,
    openText(sealed, associated) {
      const plain = open(sealed, associated)
      return plain && Buffer.from(plain).toString()
    },
    needsReseal: (sealed) => !sealed.startsWith(`${VERSION}.${currentId}.`),
    derive,
  }
}

/** The data that the tag covers, beside the secret. */
const bound = (keyId: string, associated: string): Buffer => Buffer.from(`${VERSION}.${keyId}.${associated}`)
