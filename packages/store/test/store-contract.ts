import { after, suite } from 'node:test'
import type { Store } from '@hufu/accounts'
import { accountContract } from './contract/accounts.ts'
import { appContract } from './contract/apps.ts'
import { auditContract } from './contract/audit.ts'
import { codeContract } from './contract/codes.ts'
import { commitContract } from './contract/commit.ts'
import { developerContract } from './contract/developers.ts'
import { exchangeLogContract } from './contract/exchange-log.ts'
import { grantSetContract } from './contract/grant-sets.ts'
import { grantContract } from './contract/grants.ts'
import { letterContract } from './contract/letters.ts'
import { loginHistoryContract } from './contract/login-history.ts'
import { onceContract } from './contract/once.ts'
import { sessionContract } from './contract/sessions.ts'
import { sweepContract } from './contract/sweep.ts'
import { ticketContract } from './contract/tickets.ts'
import { T0 } from './rows.ts'

/** Seconds since the epoch; tests turn it. */
export interface Clock {
  now: number
}

/** A new, empty store, and the clock that it reads. */
export type Open = () => Promise<{ readonly store: Store; readonly clock: Clock }>

/** What every store must do. `open` gives an empty one each time, that reads this clock. */
export function storeContract(name: string, open: (clock: Clock) => Promise<Store>): void {
  const opened: Store[] = []
  const openOne: Open = async () => {
    const clock = { now: T0 }
    const store = await open(clock)
    opened.push(store)
    return { store, clock }
  }
  suite(name, () => {
    after(async () => {
      for (const store of opened) await store.close()
    })
    for (const contract of [
      codeContract,
      commitContract,
      grantContract,
      grantSetContract,
      onceContract,
      appContract,
      auditContract,
      exchangeLogContract,
      accountContract,
      developerContract,
      sessionContract,
      ticketContract,
      letterContract,
      loginHistoryContract,
      sweepContract,
    ]) {
      contract(openOne)
    }
  })
}
