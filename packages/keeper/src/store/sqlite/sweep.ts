import type { Connection as Database } from '@hufu/store/sqlite'
import type { KeeperStore } from '../../store.ts'
import { EVENT_SECONDS, JOURNAL_SECONDS, MOST_EVENTS_OF_ONE } from '../retention.ts'
import type { StoreClock } from './events.ts'

export function sweepVerb({ prepare, write }: Database, clock: StoreClock): Pick<KeeperStore, 'sweep'> {
  const states = prepare(
    'delete from states where key in (select key from states where expires_at < ? limit ?)',
  )
  const oldEvents = prepare(
    'delete from events where seq in (select seq from events where at < ? order by seq limit ?)',
  )
  const manyEvents = prepare<[id: string, last: number]>(`
    select connection_id, max(seq) from events where connection_id is not null
    group by connection_id having count(*) > ? limit ?`)
  const cutOne = prepare(`
    delete from events where connection_id = ?1 and seq <= (
      select seq from events where connection_id = ?1 order by seq desc limit 1 offset ?2)`)
  const entries = prepare(`
    delete from token_journal where id in (
      select id from token_journal where settled is not null and settled_at < ? limit ?)`)
  return {
    sweep: (limit) =>
      write(() => {
        const now = clock()
        const cut = manyEvents
          .all(2 * MOST_EVENTS_OF_ONE, limit)
          .reduce((sum, [id]) => sum + cutOne.run(id, MOST_EVENTS_OF_ONE), 0)
        return (
          cut +
          states.run(now, limit) +
          oldEvents.run(now - EVENT_SECONDS, limit) +
          entries.run(now - JOURNAL_SECONDS, limit)
        )
      }),
  }
}
