import type { AccountStore, Digest, Session } from '@hufu/engine'
import { newestFirst } from '../order.ts'
import { type Sweep, sweepOf } from './sweep.ts'

interface Failure {
  readonly key: string
  readonly at: number
  readonly expiresAt: number
}

/** Who is logged in, and who failed to. */
export function sessionVerbs(): {
  readonly verbs: Pick<AccountStore, `${string}ession${string}` & keyof AccountStore> &
    Pick<
      AccountStore,
      | 'loginFailures'
      | 'countLoginFailure'
      | 'loginFailureAt'
      | 'clearLoginFailures'
      | 'clearLoginFailuresUnder'
      | 'loginFailureKeys'
    >
  readonly sweeps: readonly Sweep[]
} {
  const sessions = new Map<Digest<'session'>, Session>()
  const failures = new Map<number, Failure>()
  let next = 0

  const count = (key: string, since: number): number =>
    [...failures.values()].filter((each) => each.key === key && each.at > since).length

  return {
    sweeps: [
      sweepOf(sessions, ({ expiresAt }, now) => expiresAt <= now),
      sweepOf(failures, ({ expiresAt }, now) => expiresAt <= now),
    ],
    verbs: {
      putSession: async (session) => void sessions.set(session.id, session),
      session: async (id) => sessions.get(id),
      sessions: async (accountId, now) =>
        [...sessions.values()]
          .filter((session) => session.accountId === accountId && session.expiresAt > now)
          .toSorted(newestFirst),
      endSession: async (id) => void sessions.delete(id),
      async extendSession(id, expiresAt) {
        const session = sessions.get(id)
        if (session) sessions.set(id, { ...session, expiresAt })
      },
      async endSessions(accountId, except) {
        for (const [id, session] of sessions) {
          if (session.accountId === accountId && id !== except) sessions.delete(id)
        }
      },

      loginFailures: async (key, since) => count(key, since),
      async countLoginFailure(key, at, since, expiresAt) {
        failures.set(next++, { key, at, expiresAt })
        return count(key, since)
      },
      loginFailureAt: async (key, nth) =>
        [...failures.values()]
          .filter((each) => each.key === key)
          .map(({ at }) => at)
          .toSorted((a, b) => b - a)[nth - 1],
      async clearLoginFailuresUnder(key) {
        for (const [id, failure] of failures) if (`${failure.key} `.startsWith(`${key} `)) failures.delete(id)
      },
      async loginFailureKeys(prefix, now, limit) {
        const ends = new Map<string, number>()
        for (const { key, expiresAt } of failures.values()) {
          if (key.startsWith(prefix) && expiresAt > now)
            ends.set(key, Math.max(expiresAt, ends.get(key) ?? 0))
        }
        return [...ends]
          .map(([key, expiresAt]) => ({ key, expiresAt }))
          .toSorted((a, b) => (a.key < b.key ? -1 : 1))
          .slice(0, limit)
      },
      async clearLoginFailures(key) {
        for (const [id, failure] of failures) if (failure.key === key) failures.delete(id)
      },
    },
  }
}
