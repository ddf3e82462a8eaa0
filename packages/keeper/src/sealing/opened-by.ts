import { type KeyRing, UnknownKeyError } from '@hufu/crypto'

/** A text that was changed, or whose key is gone, counts as absent: its holder begins again. */
export function openedBy(ring: KeyRing, sealed: string, associated: string): string | undefined {
  try {
    return ring.openText(sealed, associated)
  } catch (error) {
    if (error instanceof UnknownKeyError) return undefined
    throw error
  }
}
