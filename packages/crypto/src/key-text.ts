import { randomBytes } from 'node:crypto'

/** A key of 32 bytes, and the id under which sealed texts and grants remember it. */
export interface RingKey {
  /** 1 to 32 letters, digits, `-` and `_`. */
  readonly id: string
  readonly key: Uint8Array
}

/** The length of every key: AES-256, and the output of SHA-256. */
export const KEY_BYTES = 32

/** @throws {Error} when the list is empty, an id is unfit or comes twice, or a key is not of 32 bytes. */
export function checkKeys(keys: readonly RingKey[]): void {
  if (keys.length === 0) throw new Error('a key ring needs a key')
  const seen = new Set<string>()
  for (const { id, key } of keys) {
    if (!/^[\w-]{1,32}$/.test(id))
      throw new Error(`key id ${JSON.stringify(id)} is not 1 to 32 letters, digits, - and _`)
    if (seen.has(id)) throw new Error(`key id ${id} comes twice`)
    if (key.length !== KEY_BYTES)
      throw new Error(`key ${id} has ${key.length} bytes, and must have ${KEY_BYTES}`)
    seen.add(id)
  }
}

/**
 * Keys from `id:base64url[,id:base64url ...]`, the current one first; white space around them is ignored.
 *
 * @throws {Error} when the text is something else. The message names the place or the id, never a key.
 */
export function parseKeys(text: string): readonly RingKey[] {
  const keys = text.split(',').map((each, index) => {
    const [id, digits, ...more] = each.trim().split(':')
    if (id === undefined || digits === undefined || more.length > 0) {
      throw new Error(`key ${index + 1} is not written as id:base64url`)
    }
    const key = Buffer.from(digits, 'base64url')
    if (key.toString('base64url') !== digits) throw new Error(`key ${index + 1} is not in base64url`)
    return { id, key: new Uint8Array(key) }
  })
  checkKeys(keys)
  return keys
}

/** The format that `parseKeys` reads. It contains the keys in clear: store it in a file of mode 0600, or in a secret environment variable. */
export const formatKeys = (keys: readonly RingKey[]): string =>
  keys.map(({ id, key }) => `${id}:${Buffer.from(key).toString('base64url')}`).join(',')

/** A new random key under a new random id. */
export const generateKey = (): RingKey => ({
  id: `k${randomBytes(4).toString('hex')}`,
  key: new Uint8Array(randomBytes(KEY_BYTES)),
})
