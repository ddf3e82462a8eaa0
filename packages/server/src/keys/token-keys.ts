import type { KeyRing } from '@hufu/crypto'
import type { TokenKeys } from '@hufu/engine'
import { type KeysInUse, refuseLacking } from './keys-in-use.ts'

/** The ring as the engine sees it; what has been derived is kept, as every token asks for it. */
export function tokenKeys(
  ring: KeyRing & { readonly renew?: () => boolean },
  used: Pick<KeysInUse, 'lacking'>,
): TokenKeys {
  const derived = new Map<string, Map<string, Uint8Array>>()
  return {
    get current() {
      return ring.currentId
    },
    get ids() {
      return ring.ids
    },
    unrecognised() {
      if (ring.renew?.()) return true
      refuseLacking(ring, used)
      return false
    },
    derive(purpose, keyId) {
      const ofKey = derived.get(keyId) ?? new Map<string, Uint8Array>()
      const held = ofKey.get(purpose)
      if (held) return held
      const made = ring.derive(purpose, keyId)
      derived.set(keyId, ofKey.set(purpose, made))
      return made
    },
  }
}
