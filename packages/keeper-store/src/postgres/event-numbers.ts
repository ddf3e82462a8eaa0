/*
 * Events are numbered when they are read, not when they are told. A number that is taken while a transaction is under way
 * may become visible after a greater one: whoever had read up to the greater one would never see it. So what is
 * committed and has no number yet is numbered under a lock, one reader at a time, in the order in which it was told.
 */
import type { KeeperStore } from '../store.ts'
import type { Database } from '../sql/database.ts'

const MOST = 10_000
const LOCK = 0x4875_6665

const number = `
  with lock as materialized (select pg_advisory_xact_lock(${LOCK}, hashtext(current_schema()))),
  waiting as (
    select events.id from lock cross join events where events.seq is null order by events.id limit ${MOST}),
  next as materialized (select id, nextval('event_seq') as seq from waiting),
  numbered as (
    update events set seq = next.seq from next where events.id = next.id and events.seq is null returning 1)
  select count(*) from numbered`

export function numberingEvents({ read }: Database, verbs: KeeperStore): KeeperStore {
  async function numberAll(): Promise<void> {
    let count = MOST
    while (count === MOST) count = (await read<readonly [number]>(number))[0]?.[0] ?? 0
  }
  return {
    ...verbs,
    async story(connectionId, limit) {
      await numberAll()
      return verbs.story(connectionId, limit)
    },
    async eventsAfter(seq, limit) {
      await numberAll()
      return verbs.eventsAfter(seq, limit)
    },
    // It begins after the last number: what was told before has to have one.
    async endpoint(name) {
      await numberAll()
      return verbs.endpoint(name)
    },
    async sweep(limit) {
      await numberAll()
      return verbs.sweep(limit)
    },
  }
}
