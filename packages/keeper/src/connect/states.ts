/* The states of authorizations under way, sealed in the keeper's store: any process may finish what another began. */
import type { PendingAuthorization, StateStore } from '@hufu/client'
import type { KeyRing } from '@hufu/crypto'
import { openedBy } from '../sealing/opened-by.ts'
import { beganEnding } from '../routes/remembered.ts'
import type { KeeperStore } from '@hufu/keeper-store/store'

const place = (key: string) => `states ${key}`

/** Single use is the store's: of any number of callers, one is given a state. What the others ask for is its ending. */
export const sealedStates = (
  store: Pick<KeeperStore, 'putState' | 'getState' | 'takeState'>,
  ring: KeyRing,
): StateStore => {
  const opened = (key: string, sealed: string | undefined): PendingAuthorization | undefined => {
    const text = sealed === undefined ? undefined : openedBy(ring, sealed, place(key))
    return text === undefined ? undefined : (JSON.parse(text) as PendingAuthorization)
  }
  const get = async (key: string) => opened(key, await store.getState(key))
  return {
    put: (key, pending) =>
      store.putState(key, ring.seal(JSON.stringify(pending), place(key)), pending.expiresAt),
    get,
    async take(key) {
      const pending = await get(key)
      return pending && opened(key, await store.takeState(key, beganEnding(key, pending, ring)))
    },
  }
}
