import { sha256 } from './sha256.ts'

const BLOCK = 64

interface Pads {
  readonly inner: Buffer
  readonly outer: Buffer
}

const known = new WeakMap<Uint8Array, Pads>()

/**
 * HMAC-SHA256 (RFC 2104), of two one-shot hashes: an `Hmac` object costs eight times as much, and every token needs
 * several. Keys are of at most 64 bytes.
 */
export function hmac(key: Uint8Array, message: Uint8Array): Buffer {
  const { inner, outer } = known.get(key) ?? padsOf(key)
  return sha256(Buffer.concat([outer, sha256(Buffer.concat([inner, message]))]))
}

function padsOf(key: Uint8Array): Pads {
  if (key.length > BLOCK) throw new Error('an HMAC key of at most 64 bytes is needed')
  const padded = Buffer.alloc(BLOCK)
  padded.set(key)
  const pads = {
    inner: Buffer.from(padded.map((byte) => byte ^ 0x36)),
    outer: Buffer.from(padded.map((byte) => byte ^ 0x5c)),
  }
  known.set(key, pads)
  return pads
}
