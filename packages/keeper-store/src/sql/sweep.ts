import type { KeeperStore } from '../store.ts'
import {
  EVENT_SECONDS,
  HELD_SECONDS,
  JOURNAL_SECONDS,
  MESSAGE_SECONDS,
  MOST_EVENTS_OF_ONE,
  SEED_SECONDS,
} from '../retention.ts'
import type { Database } from './database.ts'

const states = `
  delete from states where key in (select key from states where expires_at <= :now order by expires_at limit ?1)
  returning 1`
const oldEvents = `
  delete from events where seq in (select seq from events where at < :now - ?2 order by at limit ?1)
  returning 1`
const entries = `
  delete from token_journal where id in (
    select id from token_journal where settled is not null and settled_at < :now - ?2 order by settled_at limit ?1)
  returning 1`
const messages = `
  delete from webhook_messages where id in (
    select id from webhook_messages where created_at < :now - ?2 order by created_at limit ?1)
  returning 1`
const seeds = `
  delete from seeds where (hash, connection_id, access_hash) in (
    select hash, connection_id, access_hash from seeds where at < :now - ?2 order by at limit ?1)
  returning 1`
const held = `
  delete from held_replies where id in (select id from held_replies where at < :now - ?2 order by at limit ?1)
  returning 1`
const looked = `
  select connection_id, count(*) from events where connection_id > ?1
  group by connection_id order by connection_id limit ?2`
const tooMany = `
  delete from events where seq in (
    select seq from events where connection_id = ?1 order by seq desc limit ?2 offset ${MOST_EVENTS_OF_ONE})
  returning 1`

/** Connections whose events are counted in one sweep; the next one goes on from there. */
const LOOKED_AT = 100

export function sweepVerb({ read, write }: Database): Pick<KeeperStore, 'sweep'> {
  let from = ''

  async function cut(limit: number): Promise<number> {
    const counts = await read<readonly [id: string, count: number]>(looked, from, LOOKED_AT)
    from = counts.length < LOOKED_AT ? '' : (counts.at(-1)?.[0] ?? '')
    let gone = 0
    for (const [id, count] of counts)
      if (count > 2 * MOST_EVENTS_OF_ONE && gone < limit)
        gone += (await write(tooMany, [id, limit - gone])).length
    return gone
  }

  return {
    async sweep(limit) {
      const rows = [
        await write(states, [limit]),
        await write(oldEvents, [limit, EVENT_SECONDS]),
        await write(entries, [limit, JOURNAL_SECONDS]),
        await write(messages, [limit, MESSAGE_SECONDS]),
        await write(seeds, [limit, SEED_SECONDS]),
        await write(held, [limit, HELD_SECONDS]),
      ]
      return rows.reduce((sum, each) => sum + each.length, await cut(limit))
    },
  }
}
