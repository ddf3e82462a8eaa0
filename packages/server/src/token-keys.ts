import type { KeyRing } from '@hufu/crypto'
import type { TokenKeys } from '@hufu/engine'

/** The ring as the engine sees it; what has been derived is kept, as every token asks for it. */
export function tokenKeys(ring: KeyRing): TokenKeys {
  const derived = new Map<string, Map<string, Uint8Array>>(ring.ids.map((keyId) => [keyId, new Map()]))
  return {
    current: ring.currentId,
    ids: ring.ids,
    derive(purpose, keyId) {
      const ofKey = derived.get(keyId)
      const held = ofKey?.get(purpose)
      if (held) return held
      const made = ring.derive(purpose, keyId)
      ofKey?.set(purpose, made)
      return made
    },
  }
}
