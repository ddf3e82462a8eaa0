import type { Connection as Database } from '@hufu/store/sqlite'
import type { NewEvent } from '../../events.ts'
import type { KeeperStore } from '../../store.ts'
import { type EventRow, eventColumns, eventOf } from '../rows.ts'

/** Seconds since the epoch, with a fraction. */
export type StoreClock = () => number

/** The verbs, and `put` for verbs that tell what they did in their own transaction. */
export interface Events {
  readonly put: (events: readonly NewEvent[]) => void
  readonly verbs: Pick<KeeperStore, 'tell' | 'story' | 'eventsAfter'>
}

export function eventVerbs({ prepare, read, write }: Database, clock: StoreClock): Events {
  const insert = prepare('insert into events (at, type, connection_id, tenant, data) values (?, ?, ?, ?, ?)')
  const ofOne = prepare<EventRow>(
    `select ${eventColumns} from events where connection_id = ? order by seq desc limit ?`,
  )
  const after = prepare<EventRow>(`select ${eventColumns} from events where seq > ? order by seq limit ?`)
  const put = (events: readonly NewEvent[]) => {
    for (const { type, connectionId = null, tenant = null, data } of events)
      insert.run(clock(), type, connectionId, tenant, JSON.stringify(data))
  }
  return {
    put,
    verbs: {
      tell: (events) => write(() => put(events)),
      story: (id, limit) => read(() => ofOne.all(id, limit).map(eventOf)),
      eventsAfter: (seq, limit) => read(() => after.all(seq, limit).map(eventOf)),
    },
  }
}
