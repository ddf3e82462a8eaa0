import type { LoginHistoryStore, LoginRecord } from '@hufu/engine'
import { type Sweep, sweepOf } from './sweep.ts'

interface Row {
  readonly accountId: string
  readonly login: LoginRecord
  readonly until: number
}

export function loginHistoryVerbs(): {
  readonly verbs: LoginHistoryStore
  readonly sweeps: readonly Sweep[]
} {
  const rows = new Map<number, Row>()
  let next = 0
  const of = (accountId: string) => [...rows].filter(([, row]) => row.accountId === accountId).toReversed()
  return {
    sweeps: [sweepOf(rows, ({ until }, now) => until <= now)],
    verbs: {
      async recordLogin(accountId, login, { most, until }) {
        rows.set(next++, { accountId, login, until })
        const gotIn = login.outcome === 'in'
        const alike = of(accountId).filter(([, row]) => (row.login.outcome === 'in') === gotIn)
        for (const [id] of alike.slice(most)) rows.delete(id)
      },
      logins: async (accountId) => of(accountId).map(([, { login }]) => login),
      async forgetLogins(accountId) {
        for (const [id] of of(accountId)) rows.delete(id)
      },
    },
  }
}
