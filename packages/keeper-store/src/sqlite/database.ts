import type { Connection, Statement as Prepared } from '@hufu/store/sqlite'
import type { NewEvent } from '../events.ts'
import type { Database, Row, Statement, Value } from '../sql/database.ts'
import { eventValues, insertEvent } from '../sql/events.ts'

/** Carries out statements and acts in a SQLite file. `clock`: seconds since the epoch, with a fraction. */
export function sqliteDatabase({ prepare, read, write, close }: Connection, clock: () => number): Database {
  /* Bounded: all texts are ours, and a list has only so many filters. */
  const known = new Map<string, { readonly statement: Prepared<Row>; readonly asksTime: boolean }>()

  function prepared(sql: string, count: number) {
    const asksTime = sql.includes(':now')
    const text = sql
      .replaceAll(':now', `?${count + 1}`)
      .replaceAll(':lock', '')
      .replaceAll(':list', 'json_each')
    const made = { statement: prepare<Row>(text), asksTime }
    known.set(sql, made)
    return made
  }

  function rows<Of extends Row>({ sql, values }: Statement): readonly Of[] {
    const { statement, asksTime } = known.get(sql) ?? prepared(sql, values.length)
    return statement.all(...(asksTime ? [...values, clock()] : values)) as readonly Of[]
  }

  function tell(events: readonly NewEvent[]): void {
    for (const event of events) rows({ sql: insertEvent, values: eventValues(event) })
  }

  return {
    read: (sql, ...values) => read(() => rows({ sql, values })),
    write: <Of extends Row>(sql: string, values: readonly Value[], told: readonly NewEvent[] = []) =>
      write(() => {
        const given = rows<Of>({ sql, values })
        if (given.length > 0) tell(told)
        return given
      }),
    transaction: (act) =>
      write(() => {
        const running = act()
        let step = running.next()
        while (step.done !== true) step = running.next(rows(step.value))
        return step.value
      }),
    close,
  }
}
