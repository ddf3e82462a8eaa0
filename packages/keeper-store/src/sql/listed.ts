import type { ConnectionFilter } from '../store.ts'
import { columns } from '../rows.ts'
import type { Statement, Value } from './database.ts'

/** When the shop must have authorized again: the consent's end, or that of the last token. */
const ends = `case
  when authorization_expires_at
    < coalesce(refresh_expires_at, case when access_assumed is null then access_expires_at end)
    then authorization_expires_at
  else coalesce(
    refresh_expires_at, case when access_assumed is null then access_expires_at end, authorization_expires_at) end`

/** The statement of a list: only what is asked for is in it, so that the database can choose its index. */
export function listed({
  tenant,
  platform,
  app,
  status,
  shop,
  endsBefore,
  after,
  limit,
}: ConnectionFilter): Statement {
  const values: Value[] = []
  const place = (value: Value): string => `?${values.push(value)}`
  const where: string[] = []
  if (tenant !== undefined) where.push(`tenant = ${place(tenant)}`)
  // Few platforms have all connections: SQLite, which does not count, would read and sort every one of them. PostgreSQL
  // sees no cast here.
  if (platform !== undefined) where.push(`cast(platform as text) = ${place(platform)}`)
  if (app !== undefined) where.push(`app = ${place(app)}`)
  if (status !== undefined) where.push(`status = ${place(status)}`)
  if (shop !== undefined) {
    const begin = `cast(${place(shop)} as text)`
    const begins = (column: string) => `substr(${column}, 1, length(${begin})) = ${begin}`
    where.push(`(${begins('shop')} or ${begins('alias')})`)
  }
  if (endsBefore === undefined) {
    if (after !== undefined) where.push(`id > ${place(after)}`)
  } else {
    where.push(`${ends} < ${place(endsBefore)}`, "status not in ('revoked', 'disabled')")
    if (after !== undefined)
      where.push(`(${ends}, id) > (select ${ends}, id from connections where id = ${place(after)})`)
  }
  const found = where.length > 0 ? `where ${where.join(' and ')}` : ''
  const order = endsBefore === undefined ? 'id' : `${ends}, id`
  // Those that fit are looked for in an index that has all that is asked of: a long row is read only where it is wanted.
  return {
    sql: `
      select ${columns} from connections where id in (
        select id from connections ${found} order by ${order} limit ${place(limit)})
      order by ${order}`,
    values,
  }
}
