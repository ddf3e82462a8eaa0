import type { AuditEntry, AuditStore, NewAuditEntry } from '@hufu/engine'
import type { Connection } from './connection.ts'

export function auditVerbs({ prepare, read, write }: Connection): AuditStore {
  const insert = prepare('insert into audit (at, actor, action, subject, body) values (?, ?, ?, ?, ?)')
  const select = prepare<[id: number, body: string]>(`
    select id, body from audit
    where (?1 is null or actor = ?1) and (?2 is null or action = ?2) and (?3 is null or subject = ?3)
      and (?4 is null or instr(lower(body), lower(?4)) > 0)
      and (?5 is null or at >= ?5) and (?6 is null or at < ?6) and (?7 is null or id < ?7)
    order by id desc limit ?8`)
  const any = prepare<[number]>('select 1 from audit where at < ? limit 1')
  const forget = prepare(`
    delete from audit where id in (select id from audit where at < ? order by at limit ?)`)
  return {
    audit: (entries) =>
      write(() => {
        for (const entry of entries) {
          const { at, actor, action, subject } = entry
          insert.run(at, actor.id, action, subject, JSON.stringify(entry))
        }
      }),
    async forgetAudited(before, limit) {
      return (await read(() => any.get(before))) ? write(() => forget.run(before, limit)) : 0
    },
    audited: (which) =>
      read(() => {
        const { actor, action, subject, text, from, to, before, limit } = which
        const asked = [actor, action, subject, text, from, to, before].map((each) => each ?? null)
        return select
          .all(...asked, limit)
          .map(([id, body]): AuditEntry => ({ ...(JSON.parse(body) as NewAuditEntry), id }))
      }),
  }
}
