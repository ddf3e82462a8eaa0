import type { KeyRing } from '@hufu/crypto'
import type { TokenKeys } from '@hufu/engine'

/** The ring as the engine sees it; what has been derived is kept, as every token asks for it. */
export function tokenKeys(ring: KeyRing): TokenKeys {
  const derived = new Map<string, Uint8Array>()
  return {
    current: ring.currentId,
    ids: ring.ids,
    derive(purpose, keyId) {
      const name = `${keyId} ${purpose}`
      const held = derived.get(name) ?? ring.derive(purpose, keyId)
      derived.set(name, held)
      return held
    },
  }
}
