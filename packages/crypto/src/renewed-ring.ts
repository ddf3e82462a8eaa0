import { type KeyRing, UnknownKeyError, keyRing } from './key-ring.ts'
import type { RingKey } from './key-text.ts'

/**
 * A ring that learns of keys which were added after its process began: where a key is missing it looks again, once, before
 * it says so.
 *
 * @param first the keys as they were read at the start.
 * @param again the keys as they are now; undefined where nothing has changed since they were last read.
 */
export function renewedKeyRing(
  first: readonly RingKey[],
  again: () => readonly RingKey[] | undefined,
): KeyRing & { renew(): boolean } {
  let ring = keyRing(first)

  function renew(): boolean {
    const keys = again()
    if (!keys) return false
    ring = keyRing(keys)
    return true
  }
  function withKey<Value>(act: () => Value): Value {
    try {
      return act()
    } catch (error) {
      if (!(error instanceof UnknownKeyError) || !renew()) throw error
      return act()
    }
  }
  return {
    get currentId() {
      return ring.currentId
    },
    get ids() {
      return ring.ids
    },
    seal: (plain, associated) => ring.seal(plain, associated),
    open: (sealed, associated) => withKey(() => ring.open(sealed, associated)),
    openText: (sealed, associated) => withKey(() => ring.openText(sealed, associated)),
    needsReseal: (sealed) => ring.needsReseal(sealed),
    derive: (purpose, keyId) => withKey(() => ring.derive(purpose, keyId)),
    renew,
  }
}
