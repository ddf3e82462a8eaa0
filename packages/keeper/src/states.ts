/* The states of authorizations under way, sealed in the keeper's store: any process may finish what another began. */
import type { PendingAuthorization, StateStore } from '@hufu/client'
import { type KeyRing, UnknownKeyError } from '@hufu/crypto'
import type { KeeperStore } from './store.ts'

const place = (key: string) => `states ${key}`

/** Single use is the store's: of any number of callers, one is given a state. */
export const sealedStates = (
  store: Pick<KeeperStore, 'putState' | 'takeState'>,
  ring: KeyRing,
): StateStore => ({
  put: (key, pending) =>
    store.putState(key, ring.seal(JSON.stringify(pending), place(key)), pending.expiresAt),
  async take(key) {
    const sealed = await store.takeState(key)
    const opened = sealed === undefined ? undefined : openedBy(ring, sealed, place(key))
    return opened === undefined ? undefined : (JSON.parse(opened) as PendingAuthorization)
  },
})

/** What a key sealed that is gone, or that was changed, is nothing: who came with it begins again. */
export function openedBy(ring: KeyRing, sealed: string, associated: string): string | undefined {
  try {
    return ring.openText(sealed, associated)
  } catch (error) {
    if (error instanceof UnknownKeyError) return undefined
    throw error
  }
}
