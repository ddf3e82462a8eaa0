import type { Exchange, ExchangeLogStore, NewExchange, UsageKind } from '@hufu/engine'
import { fitsFilter } from '../exchange-filter.ts'
import { KEPT_EXCHANGES, exchangeGoesAt, usageGoesOn } from '../retention.ts'
import type { Connection } from './file/connection.ts'

/** Entries that are read at once: some have a kilobyte and more. */
const PIECE = 100

export function exchangeLogVerbs({ prepare, read, readPiece, write }: Connection): ExchangeLogStore {
  const insert = prepare('insert into exchanges (app_id, refused, goes_at, body) values (?, ?, ?, ?)')
  const trim = prepare(`
    delete from exchanges where app_id = ?1 and refused = ?2 and id <= (
      select id from exchanges where app_id = ?1 and refused = ?2 order by id desc limit 1 offset ${KEPT_EXCHANGES})`)
  // The numbers alone first: an app has few enough of them to be sorted.
  const select = prepare<[id: number, body: string]>(`
    select id, body from exchanges where id in (
      select id from exchanges where app_id = ? and id < ? order by id desc limit ${PIECE})
    order by id desc`)
  const add = prepare(`
    insert into usage (app_id, day, kind, count, goes_day) values (?, ?, ?, ?, ?)
    on conflict (app_id, day, kind) do update set count = count + excluded.count`)
  const counts = prepare<[day: number, kind: string, count: number]>(
    'select day, kind, count from usage where app_id = ? and day between ? and ? order by day, kind',
  )
  return {
    recordExchanges: (entries, usage) =>
      write(() => {
        const logs = new Map<string, readonly [appId: string, refused: number]>()
        for (const entry of entries) {
          const refused = entry.error === undefined ? 0 : 1
          insert.run(entry.appId, refused, exchangeGoesAt(entry), JSON.stringify(entry))
          logs.set(`${entry.appId} ${refused}`, [entry.appId, refused])
        }
        for (const each of logs.values()) trim.run(...each)
        for (const more of usage) add.run(more.appId, more.day, more.kind, more.count, usageGoesOn(more))
      }),
    async exchanges(which) {
      const found: Exchange[] = []
      let below = Number.MAX_SAFE_INTEGER
      while (found.length < which.limit) {
        const from = below
        const looked = await readPiece(() =>
          select
            .all(which.appId, from)
            .map(([id, body]): Exchange => ({ ...(JSON.parse(body) as NewExchange), id })),
        )
        found.push(...looked.filter((entry) => fitsFilter(entry, which)))
        const last = looked.at(-1)
        if (!last || looked.length < PIECE) break
        below = last.id
      }
      return found.slice(0, which.limit)
    },
    usage: (appId, fromDay, toDay) =>
      read(() =>
        counts
          .all(appId, fromDay, toDay)
          .map(([day, kind, count]) => ({ appId, day, kind: kind as UsageKind, count })),
      ),
  }
}
