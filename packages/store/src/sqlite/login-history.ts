import type { LoginHistoryStore, LoginRecord } from '@hufu/accounts'
import type { Connection } from './file/connection.ts'

export function loginHistoryVerbs({ prepare, read, write }: Connection): LoginHistoryStore {
  const insert = prepare('insert into logins (account_id, got_in, expires_at, body) values (?, ?, ?, ?)')
  const trim = prepare(`
    delete from logins where account_id = ?1 and got_in = ?2 and id <= (
      select id from logins where account_id = ?1 and got_in = ?2 order by id desc limit 1 offset ?3)`)
  const select = prepare<[body: string]>('select body from logins where account_id = ? order by id desc')
  const forget = prepare('delete from logins where account_id = ?')
  return {
    recordLogin: (accountId, login, { most, until }) =>
      write(() => {
        const gotIn = login.outcome === 'in' ? 1 : 0
        insert.run(accountId, gotIn, until, JSON.stringify(login))
        trim.run(accountId, gotIn, most)
      }),
    logins: (accountId) => read(() => select.all(accountId).map(([body]) => JSON.parse(body) as LoginRecord)),
    forgetLogins: (accountId) => write(() => void forget.run(accountId)),
  }
}
