import type { NewEvent } from '../events.ts'
import type { KeeperStore } from '../store.ts'
import { type EventRow, eventColumns, eventOf } from '../rows.ts'
import { type Act, type Database, type Value, ask } from './database.ts'
import { listOf } from './list.ts'

export const insertEvent =
  'insert into events (at, type, connection_id, tenant, data) values (:now, ?1, ?2, ?3, ?4)'
export const eventValues = ({ type, connectionId, tenant, data }: NewEvent) =>
  [type, connectionId ?? null, tenant ?? null, JSON.stringify(data)] as const satisfies readonly Value[]

/** Events as a part of a transaction. */
export function* tell(events: readonly NewEvent[]): Act<void> {
  for (const event of events) yield* ask(insertEvent, ...eventValues(event))
}

const insertAll = `
  insert into events (at, type, connection_id, tenant, data)
  select :now, each.value ->> 'type', each.value ->> 'connectionId', each.value ->> 'tenant', each.value ->> 'data'
  from :list(?1) as each`

/** Like `tell`, for many events in one statement. */
export function* tellAll(events: readonly NewEvent[]): Act<void> {
  const rows = events.map((event) => ({ ...event, data: JSON.stringify(event.data) }))
  yield* ask(insertAll, listOf(rows))
}

const ofOne = `
  select ${eventColumns} from events where connection_id = ?1 and seq is not null order by seq desc limit ?2`
const after = `select ${eventColumns} from events where seq > ?1 order by seq limit ?2`

export const eventVerbs = ({
  read,
  transaction,
}: Database): Pick<KeeperStore, 'tell' | 'story' | 'eventsAfter'> => ({
  tell: (events) => transaction(() => tell(events)),
  story: async (id, limit) => (await read<EventRow>(ofOne, id, limit)).map(eventOf),
  eventsAfter: async (seq, limit) => (await read<EventRow>(after, seq, limit)).map(eventOf),
})
