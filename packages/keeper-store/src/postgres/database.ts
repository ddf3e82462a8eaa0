import { createHash } from 'node:crypto'
import type { Pool, QueryArrayConfig } from 'pg'
import type { NewEvent } from '../events.ts'
import type { Database, Row, Value } from '../sql/database.ts'
import { eventValues } from '../sql/events.ts'
import { toStoreError, postgresError } from './postgres-error.ts'
import { retried } from './retried.ts'
import { inTransaction } from './transaction.ts'

/** Asked once a statement, however often it is named; an index can be searched with it. */
const moment = (place: string): string =>
  `moment as materialized (select extract(epoch from clock_timestamp())::double precision + ${place} as at)`

/** The statement, and in the same one the events, if it gave a row. */
const telling = (sql: string, count: number): string =>
  `with done as (${sql}), told as (
    insert into events (at, type, connection_id, tenant, data)
    select :now, type, connection_id, tenant, data
    from unnest(${[1, 2, 3, 4].map((nth) => `?${count + nth}::text[]`).join(', ')})
      with ordinality as each (type, connection_id, tenant, data, nth)
    where exists (select from done)
    order by nth)
  select * from done`

/** The events, column by column. */
const columnsOf = (events: readonly NewEvent[]): readonly (readonly Value[])[] => {
  const rows = events.map(eventValues)
  return [0, 1, 2, 3].map((column) => rows.map((row) => row[column] ?? null))
}

/**
 * Carries out statements and acts on a pool of connections. One statement is one round trip, and commits itself.
 * @param ahead seconds that the store's clock is ahead of the server's.
 */
export function postgresDatabase(pool: Pool, shown: string, ahead: () => number): Database {
  /* Bounded: all texts are ours, and a list has only so many filters. */
  const known = new Map<
    string,
    { readonly text: string; readonly name: string | undefined; readonly asksTime: boolean }
  >()

  function prepared(sql: string, count: number) {
    const asksTime = sql.includes(':now')
    const clocked = asksTime
      ? `with ${moment(`?${count + 1}`)}${sql.replace(/^(with )?/, (has) => (has ? ', ' : ' '))}`
      : sql
    const text = clocked
      .replaceAll('?', '$')
      .replaceAll(':now', '(select moment.at from moment)')
      .replaceAll(':lock', 'for update')
      .replaceAll(':list', 'json_array_elements')
    // A plan for a list is made each time: one from when the tables were small would read all of them later.
    const name = sql.includes(':list') ? undefined : createHash('sha256').update(text).digest('base64url')
    const made = { text, name, asksTime }
    known.set(sql, made)
    return made
  }

  function query(sql: string, values: readonly unknown[]): QueryArrayConfig {
    const { text, name, asksTime } = known.get(sql) ?? prepared(sql, values.length)
    return { text, name, values: asksTime ? [...values, ahead()] : [...values], rowMode: 'array' }
  }

  let underWay = 0
  let closing: Promise<void> | undefined
  const idle = Promise.withResolvers<void>()

  async function carried<Result>(looks: boolean, act: () => Promise<Result>): Promise<Result> {
    if (closing) throw postgresError('closed', shown)
    underWay++
    try {
      return await retried(act, looks)
    } catch (error) {
      throw toStoreError(error, shown)
    } finally {
      if (--underWay === 0 && closing) idle.resolve()
    }
  }

  const one = <Of extends Row>(sql: string, values: readonly unknown[]): Promise<readonly Of[]> =>
    carried(false, async () => (await pool.query(query(sql, values))).rows as unknown as readonly Of[])

  return {
    read: (sql, ...values) => one(sql, values),
    write: (sql, values, told = []) =>
      told.length === 0
        ? one(sql, values)
        : one(telling(sql, values.length), [...values, ...columnsOf(told)]),
    transaction: (act) =>
      carried(true, () => inTransaction(pool, act, ({ sql, values }) => query(sql, values))),
    close() {
      closing ??= (underWay > 0 ? idle.promise : Promise.resolve()).then(() => pool.end())
      return closing
    },
  }
}
