import type { AccountStore } from '@hufu/accounts'
import type { Session } from '@hufu/engine'
import { newestFirst } from '../order.ts'
import type { Connection } from './file/connection.ts'

/** Sessions and login failures. */
export function sessionVerbs({
  prepare,
  read,
  write,
}: Connection): Pick<
  AccountStore,
  | 'putSession'
  | 'session'
  | 'sessions'
  | 'endSession'
  | 'extendSession'
  | 'endSessions'
  | 'loginFailures'
  | 'countLoginFailure'
  | 'loginFailureAt'
  | 'clearLoginFailures'
  | 'loginFailureKeys'
  | 'clearLoginFailuresUnder'
> {
  const put = prepare(`
    insert into sessions (id, account_id, expires_at, body) values (?, ?, ?, ?)
    on conflict (id) do update set
      account_id = excluded.account_id, expires_at = excluded.expires_at, body = excluded.body`)
  const select = prepare<[body: string]>('select body from sessions where id = ?')
  const ofAccount = prepare<[body: string]>(
    'select body from sessions where account_id = ? and expires_at > ?',
  )
  const end = prepare('delete from sessions where id = ?')
  const extend = prepare(`
    update sessions set expires_at = ?2, body = json_set(body, '$.expiresAt', ?2) where id = ?1`)
  const endAll = prepare('delete from sessions where account_id = ?1 and (?2 is null or id <> ?2)')

  const failures = prepare<[count: number]>(`
    select coalesce(sum(count), 0) from login_failures where key = ? and at > ?`)
  // One row a key and second, however often it is counted: who fails a thousand times a second writes no more.
  const fail = prepare(`
    insert into login_failures (key, at, count, expires_at) values (?, ?, 1, ?)
    on conflict (key, at) do update set count = count + 1, expires_at = max(expires_at, excluded.expires_at)`)
  const failureAt = prepare<[at: number]>(`
    select at from (
      select at, sum(count) over (order by at desc) as later from login_failures where key = ?
    ) where later >= ? order by at desc limit 1`)
  // A space is less than all that a key goes on with.
  const clearUnder = prepare(
    "delete from login_failures where key = ?1 or (key >= ?1 || ' ' and key < ?1 || '!')",
  )
  const clear = prepare('delete from login_failures where key = ?')
  const keys = prepare<[key: string, expiresAt: number]>(`
    select key, max(expires_at) from login_failures
    where key >= ?1 and substr(key, 1, length(?1)) = ?1 and expires_at > ?2
    group by key order by key limit ?3`)

  return {
    putSession: (session) =>
      write(() => void put.run(session.id, session.accountId, session.expiresAt, JSON.stringify(session))),
    session: (id) =>
      read(() => {
        const row = select.get(id)
        return row && (JSON.parse(row[0]) as Session)
      }),
    sessions: (accountId, now) =>
      read(() =>
        ofAccount
          .all(accountId, now)
          .map(([body]) => JSON.parse(body) as Session)
          .toSorted(newestFirst),
      ),
    endSession: (id) => write(() => void end.run(id)),
    extendSession: (id, expiresAt) => write(() => void extend.run(id, expiresAt)),
    endSessions: (accountId, except) => write(() => void endAll.run(accountId, except ?? null)),

    loginFailures: (key, since) => read(() => failures.get(key, since)?.[0] ?? 0),
    countLoginFailure: (key, at, since, expiresAt) =>
      write(() => {
        fail.run(key, at, expiresAt)
        return failures.get(key, since)?.[0] ?? 0
      }),
    loginFailureAt: (key, nth) => read(() => failureAt.get(key, nth)?.[0]),
    clearLoginFailuresUnder: (key) => write(() => void clearUnder.run(key)),
    loginFailureKeys: (prefix, now, limit) =>
      read(() => keys.all(prefix, now, limit).map(([key, expiresAt]) => ({ key, expiresAt }))),
    clearLoginFailures: (key) => write(() => void clear.run(key)),
  }
}
