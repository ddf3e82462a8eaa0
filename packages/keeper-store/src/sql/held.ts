import type { HeldReply, KeeperStore } from '../store.ts'
import { type Act, type Database, ask } from './database.ts'
import { tell } from './events.ts'

const heldColumns = 'id, connection_id, generation, kind, refresh_hash, reply, at'
const insert = `
  insert into held_replies (${heldColumns}) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
  on conflict (id) do nothing returning 1`
/** The newest stay: what comes last is most likely to hold the tokens that are in force. */
const evict = `
  delete from held_replies where id in (
    select id from held_replies where connection_id = ?1 and generation = ?2 and kind = ?3
    order by at desc, id limit 1000 offset ?4)`
const stop = `
  update connections set
    status = case when status in ('revoked', 'disabled') then status else 'reauth_required' end,
    enabled_status = case when status = 'disabled' then 'reauth_required' end,
    lease_owner = null, lease_until = null, lease_epoch = lease_epoch + 1,
    intent_attempt = null, intent_phase = null, intent_refresh_hash = null, intent_at = null,
    due_at = null, notice_at = null, next_allowed_at = 0, last_error = ?3, failures = failures + 1, updated_at = :now
  where id = ?1 and generation = ?2`
const ofConnection = `
  select ${heldColumns} from held_replies where connection_id = ?1 order by at desc, id`
const all = `select ${heldColumns} from held_replies where id > ?1 order by id limit ?2`
const reseal = 'update held_replies set reply = ?3 where id = ?1 and reply = ?2 returning 1'

/** The maximum for one refresh token of a connection, whatever the platform answers each time. */
const MOST = 8

type Row = readonly [string, string, number, string, string, string, number]

const heldOf = ([id, connectionId, generation, kind, refreshHash, reply, at]: Row): HeldReply =>
  ({
    id,
    connectionId,
    generation,
    kind,
    refreshHash,
    at,
    reply: JSON.parse(reply) as HeldReply['reply'],
  }) as HeldReply

/** Replies of a platform that only a person can use. */
export const heldVerbs = ({
  read,
  write,
  transaction,
}: Database): Pick<KeeperStore, 'holdBack' | 'heldReplies' | 'allHeldReplies' | 'resealHeld'> => ({
  holdBack: ({ id, connectionId, generation, kind, refreshHash, reply, at }, stopped, told) =>
    transaction(function* (): Act<boolean> {
      const values = [id, connectionId, generation, kind, refreshHash, JSON.stringify(reply), at] as const
      const isNew = (yield* ask(insert, ...values)).length > 0
      if (isNew) yield* ask(evict, connectionId, generation, kind, MOST)
      if (stopped) yield* ask(stop, connectionId, generation, JSON.stringify(stopped))
      if (isNew) yield* tell(told)
      return isNew
    }),
  heldReplies: async (connectionId) => (await read<Row>(ofConnection, connectionId)).map(heldOf),
  allHeldReplies: async (after, limit) => (await read<Row>(all, after, limit)).map(heldOf),
  resealHeld: async (id, before, after) =>
    (await write(reseal, [id, JSON.stringify(before), JSON.stringify(after)])).length === 1,
})
