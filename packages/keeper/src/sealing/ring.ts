import { type KeyRing, type RingKey, generateKey, keyRing, parseKeys, renewedKeyRing } from '@hufu/crypto'

/** The keys that the keeper seals with, and can decrypt with. */
export interface KeeperKeys {
  /**
   * The key ring, `id:base64url[,...]`, the current key first, as `hufu keys` makes it. Needed outside demo. A function is asked
   * again while the keeper runs, at most once a second: when something needs a key that the ring lacks, and every
   * `pollSeconds`. So a key that another process put into a file is known here. What is no key ring then is not taken.
   */
  readonly keys?: string | (() => string) | undefined
}

/** Milliseconds between two questions for a key that is missing. */
const BETWEEN_READS = 1000

export interface KeeperRing {
  readonly ring: KeyRing
  /** Asks for the keys anew, though none is missing: what is sealed from now on is to be sealed with the current one. */
  renew(): void
}

/** @throws {TypeError} without a key, outside demo; @throws {Error} when the text is no key ring. */
export function keeperRing({ keys, demo }: KeeperKeys & { readonly demo?: boolean | undefined }): KeeperRing {
  if (typeof keys !== 'function') return { ring: keyRing(keysIn(keys, demo)), renew() {} }
  let text = keys()
  let mayAskAt = 0
  const ring = renewedKeyRing(keysIn(text, demo), () => {
    if (performance.now() < mayAskAt) return undefined
    mayAskAt = performance.now() + BETWEEN_READS
    try {
      const now = keys()
      if (now === text) return undefined
      const read = parseKeys(now)
      text = now
      return read
    } catch {
      return undefined // A file that is being written, say: the keys that were read before stay.
    }
  })
  return {
    ring,
    renew() {
      mayAskAt = 0
      ring.renew()
      mayAskAt = 0
    },
  }
}

function keysIn(text: string | undefined, demo: boolean | undefined): readonly RingKey[] {
  if (text) return parseKeys(text)
  if (demo) return [generateKey()]
  throw new TypeError(
    'keys: missing, and tokens are stored sealed: make a key ring with `hufu keys new`, and set it as HUFU_KEYS',
  )
}
