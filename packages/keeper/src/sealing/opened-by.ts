import { type KeyRing, UnknownKeyError } from '@hufu/crypto'

/** What a key sealed that is gone, or that was changed, is nothing: who came with it begins again. */
export function openedBy(ring: KeyRing, sealed: string, associated: string): string | undefined {
  try {
    return ring.openText(sealed, associated)
  } catch (error) {
    if (error instanceof UnknownKeyError) return undefined
    throw error
  }
}
