import type { AuditEntry, AuditFilter, AuditStore, NewAuditEntry } from '@hufu/accounts'
import type { Connection } from './file/connection.ts'
import { PIECE } from './file/one-a-turn.ts'

type Looked = [id: number, body: string | null]

/** The filters with an index, the rarest first. */
const indexed = ['subject', 'actor', 'action'] as const

interface Search {
  readonly sql: string
  /** The first bound values. */
  readonly filters: readonly (string | number)[]
  /** The values of the index, each with `below` and `most`; without an index, only these two. */
  bound(below: number, most: number): readonly (string | number)[]
}

const listOf = (value: string | readonly string[] = []): readonly string[] =>
  typeof value === 'string' ? [value] : value

/**
 * One piece of a search: the entries below a number that the best index leads to, of which those that do not fit come
 * without a body. So a piece costs the same whatever is found.
 */
export function auditSearch({ text, from, to, ...which }: Omit<AuditFilter, 'before' | 'limit'>): Search {
  const [by, ...others] = indexed.filter((column) => which[column] !== undefined)
  const filters: (readonly [term: string, values: readonly (string | number)[]])[] = []
  for (const column of others) {
    const wanted = listOf(which[column])
    filters.push([`${column} in (${wanted.map(() => '?').join(', ')})`, wanted])
  }
  if (text !== undefined) filters.push(['instr(lower(body), lower(?)) > 0', [text]])
  if (from !== undefined) filters.push(['at >= ?', [from]])
  if (to !== undefined) filters.push(['at < ?', [to]])
  const fits = filters.map(([term]) => term).join(' and ') || 'true'
  const asked = by === undefined ? [] : listOf(which[by])
  const entries = (whose: string): string => `
        select id, at, actor, action, subject, body from audit
        where ${whose}id < ? order by id desc limit ?`
  // Several values are searched one by one along the index: one `in` would sort all rows.
  const found =
    asked.length > 1
      ? asked.map(() => `select * from (${entries(`${by} = ? and `)})`).join(' union all ')
      : entries(by === undefined ? '' : `${by} = ? and `)
  return {
    sql: `select id, iif(${fits}, body, null) from (${found}) order by id desc limit ?`,
    filters: filters.flatMap(([, values]) => values),
    bound: (below, most) => [
      ...(asked.length === 0 ? [below, most] : asked.flatMap((each) => [each, below, most])),
      most,
    ],
  }
}

export function auditVerbs({ prepare, read, readPiece, write }: Connection): AuditStore {
  const insert = prepare('insert into audit (at, actor, action, subject, body) values (?, ?, ?, ?, ?)')
  const any = prepare<[number]>('select 1 from audit where at < ? limit 1')
  const forget = prepare(`
    delete from audit where id in (select id from audit where at < ? order by at limit ?)`)
  const searches = new Map<string, ReturnType<typeof statement>>()
  const statement = (sql: string) => prepare<Looked>(sql)

  return {
    appendAuditEntries: (entries) =>
      write(() => {
        for (const entry of entries) {
          const { at, actor, action, subject } = entry
          insert.run(at, actor.id, action, subject, JSON.stringify(entry))
        }
      }),
    async deleteAuditEntries(before, limit) {
      return (await read(() => any.get(before))) ? write(() => forget.run(before, limit)) : 0
    },
    async auditEntries({ before, limit, ...which }) {
      const { sql, filters, bound } = auditSearch(which)
      const select = searches.get(sql) ?? statement(sql)
      searches.set(sql, select)
      const found: AuditEntry[] = []
      let below = before ?? Number.MAX_SAFE_INTEGER
      while (found.length < limit) {
        const most = filters.length > 0 ? PIECE : Math.min(PIECE, limit - found.length)
        const from = below
        const looked = await readPiece(() => {
          const rows = select.all(...filters, ...bound(from, most))
          const left = limit - found.length
          return {
            last: rows.length < most ? undefined : rows.at(-1)?.[0],
            fitting: rows
              .filter((row): row is [number, string] => row[1] !== null)
              .slice(0, left)
              .map(([id, body]): AuditEntry => ({ ...(JSON.parse(body) as NewAuditEntry), id })),
          }
        })
        found.push(...looked.fitting)
        if (looked.last === undefined) break
        below = looked.last
      }
      return found
    },
  }
}
