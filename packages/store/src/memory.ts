import type { Store } from '@hufu/engine'
import { accountVerbs } from './memory/accounts.ts'
import { appVerbs } from './memory/apps.ts'
import { auditVerbs } from './memory/audit.ts'
import { developerVerbs } from './memory/developers.ts'
import { exchangeLogVerbs } from './memory/exchange-log.ts'
import { grantVerbs } from './memory/grants.ts'
import { loginHistoryVerbs } from './memory/login-history.ts'
import { onceVerbs } from './memory/once.ts'
import { sessionVerbs } from './memory/sessions.ts'
import { ticketVerbs } from './memory/tickets.ts'

export interface MemoryOptions {
  /** Seconds since the epoch, whole. The machine's clock by default. */
  readonly now?: () => number
}

/** For tests: forgets everything, and otherwise does what every store does. */
export function memoryStore({ now = () => Math.floor(Date.now() / 1000) }: MemoryOptions = {}): Store {
  const parts = [
    grantVerbs(),
    onceVerbs(),
    sessionVerbs(),
    ticketVerbs(),
    loginHistoryVerbs(),
    exchangeLogVerbs(),
  ] as const
  const [grants, once, sessions, tickets, history, exchangeLog] = parts
  return {
    now,
    ...grants.verbs,
    ...once.verbs,
    ...sessions.verbs,
    ...tickets.verbs,
    ...history.verbs,
    ...appVerbs(),
    ...auditVerbs(),
    ...developerVerbs(),
    ...exchangeLog.verbs,
    ...accountVerbs(),
    async sweep(at, limit) {
      return parts.flatMap(({ sweeps }) => sweeps).reduce((count, sweep) => count + sweep(at, limit), 0)
    },
    async close() {},
  }
}
