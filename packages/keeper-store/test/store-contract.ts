import { afterEach, suite } from 'node:test'
import type { KeeperStore } from '@hufu/keeper'
import { changeContract } from './store-contract/change.ts'
import { connectNewContract } from './store-contract/connect-new.ts'
import { connectContract } from './store-contract/connect.ts'
import { dueContract } from './store-contract/due.ts'
import { endingContract } from './store-contract/endings.ts'
import { eventContract } from './store-contract/events.ts'
import { figureContract } from './store-contract/figures.ts'
import { hostileContract } from './store-contract/hostile.ts'
import { journalContract } from './store-contract/journal.ts'
import { leaseContract } from './store-contract/leases.ts'
import { listContract } from './store-contract/lists.ts'
import { outboxContract } from './store-contract/outbox.ts'
import { epochContract } from './store-contract/epoch.ts'
import { persistContract } from './store-contract/persist.ts'
import { postponedContract } from './store-contract/postponed.ts'
import { quotaContract } from './store-contract/quota.ts'
import { rateContract } from './store-contract/rates.ts'
import { rekeyContract } from './store-contract/rekey.ts'
import { stateContract } from './store-contract/states.ts'
import { sweepContract } from './store-contract/sweep.ts'

/** Seconds that the store's clock is ahead; tests turn it. */
export interface Clock {
  ahead: number
}

export interface Opened {
  readonly store: KeeperStore
  /** The same tables, as another process has them. */
  readonly other: KeeperStore
  readonly clock: Clock
}

/** A new, empty store. */
export type Open = () => Promise<Opened>

/**
 * What every keeper's store must do.
 * @param open gives an empty store each time: twice, as two processes would have it, with one clock.
 */
export function storeContract(
  name: string,
  open: (clock: Clock) => Promise<readonly [KeeperStore, KeeperStore]>,
): void {
  const opened: KeeperStore[] = []
  const openOne: Open = async () => {
    const clock = { ahead: 0 }
    const [store, other] = await open(clock)
    opened.push(store, other)
    return { store, other, clock }
  }
  suite(name, () => {
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close()
    })
    for (const contract of [
      connectContract,
      connectNewContract,
      changeContract,
      leaseContract,
      quotaContract,
      postponedContract,
      rateContract,
      epochContract,
      persistContract,
      journalContract,
      dueContract,
      listContract,
      rekeyContract,
      stateContract,
      eventContract,
      outboxContract,
      sweepContract,
      endingContract,
      figureContract,
      hostileContract,
    ]) {
      contract(openOne)
    }
  })
}
