import type { EventType } from '../events.ts'
import type { Message, Outbox } from '../outbox.ts'
import { type Act, type Database, type Value, ask } from './database.ts'

const begin = `
  insert into webhook_endpoints (name, seq) select ?1, coalesce(max(seq), 0) from events where true
  on conflict (name) do nothing returning 1`
const state = 'select seq, disabled_at, disabled_why from webhook_endpoints where name = ?1'
const set = `
  update webhook_endpoints set disabled_why = ?2, disabled_at = case when cast(?2 as text) is null then null else :now end
  where name = ?1 returning 1`
const pass = `
  update webhook_endpoints set seq = ?3 where name = ?1 and seq = ?2 and disabled_at is null returning 1`
const put = `
  insert into webhook_messages (id, endpoint, type, body, attempts, due_at, created_at)
  values (?1, ?2, ?3, ?4, 0, :now, :now)`

const columns = 'id, endpoint, type, body, attempts, due_at, dead_at, last_error, created_at'
type MessageRow = readonly [
  id: string,
  endpoint: string,
  type: string,
  body: string,
  attempts: number,
  dueAt: number,
  deadAt: number | null,
  lastError: string | null,
  createdAt: number,
]

/** Taking an entry hides it: the second of two takers finds it no longer due. */
const take = `
  update webhook_messages set attempts = attempts + 1, due_at = :now + ?2, last_error = null
  where dead_at is null and due_at <= :now and id in (
    select id from webhook_messages where endpoint = ?1 and dead_at is null and due_at <= :now
    order by due_at limit ?3)
  returning ${columns}`
const sent = 'delete from webhook_messages where id = ?1 and attempts = ?2 returning 1'
const failed = `
  update webhook_messages set last_error = ?3, due_at = :now + coalesce(cast(?4 as double precision), 0),
    dead_at = case when cast(?4 as double precision) is null then :now end
  where id = ?1 and attempts = ?2 returning 1`
const untried = `
  update webhook_messages set attempts = attempts - 1, due_at = :now
  where id = ?1 and attempts = ?2 and dead_at is null returning 1`
const dead = (one: boolean) => `
  select ${columns} from webhook_messages where dead_at is not null and id > ?1 ${one ? 'and endpoint = ?3' : ''}
  order by id limit ?2`
const again = (column: 'id' | 'endpoint') => `
  update webhook_messages set dead_at = null, due_at = :now, attempts = 0
  where ${column} = ?1 and dead_at is not null returning 1`
const figures = `
  select name, count(id), count(dead_at), min(case when dead_at is null then created_at end), disabled_at, disabled_why,
    count(case when dead_at is null then last_error end), max(case when dead_at is null then last_error end)
  from webhook_endpoints left join webhook_messages on endpoint = name
  group by name, disabled_at, disabled_why order by name`
type FiguresRow = readonly [
  endpoint: string,
  all: number,
  dead: number,
  oldest: number | null,
  disabledAt: number | null,
  why: string | null,
  failing: number,
  error: string | null,
]

const disabledOf = (at: number | null, why: string | null) =>
  at === null ? {} : { disabled: { at, why: why ?? '' } }

const messageOf = ([
  id,
  endpoint,
  type,
  body,
  attempts,
  dueAt,
  deadAt,
  lastError,
  createdAt,
]: MessageRow): Message => ({
  id,
  endpoint,
  type: type as EventType,
  body,
  attempts,
  dueAt,
  createdAt,
  ...(deadAt !== null && { deadAt }),
  ...(lastError !== null && { lastError }),
})

/** Webhooks on their way. */
export const outboxVerbs = ({ read, write, transaction }: Database): Outbox => ({
  async endpoint(name) {
    const look = () => read<readonly [number, number | null, string | null]>(state, name)
    let [row] = await look()
    if (!row) {
      await write(begin, [name])
      row = (await look())[0]
    }
    const [seq, at, why] = row ?? [0, null, null]
    return { seq, ...disabledOf(at, why) }
  },
  setEndpoint: async (name, disabled) => (await write(set, [name, disabled ?? null])).length === 1,
  enqueue: (name, from, to, messages) =>
    transaction(function* (): Act<boolean> {
      const passed = yield* ask(pass, name, from, to)
      if (passed.length === 0) return false
      for (const { id, type, body } of messages) yield* ask(put, id, name, type, body)
      return true
    }),
  takeMessages: async (name, seconds, limit) =>
    (await write<MessageRow>(take, [name, seconds, limit])).map(messageOf),
  messageSent: async ({ id, attempts }) => void (await write(sent, [id, attempts])),
  messageFailed: async ({ id, attempts }, { error, seconds }) =>
    void (await write(failed, [id, attempts, error, seconds ?? null])),
  messageUntried: async ({ id, attempts }) => void (await write(untried, [id, attempts])),
  async deadLetters({ endpoint, after = '', limit }) {
    const values: readonly Value[] = endpoint === undefined ? [after, limit] : [after, limit, endpoint]
    return (await read<MessageRow>(dead(endpoint !== undefined), ...values)).map(messageOf)
  },
  resend: async (which) =>
    'id' in which
      ? (await write(again('id'), [which.id])).length
      : (await write(again('endpoint'), [which.endpoint])).length,
  outbox: async () =>
    (await read<FiguresRow>(figures)).map(([endpoint, all, gone, oldest, at, why, failing, error]) => ({
      endpoint,
      waiting: all - gone,
      dead: gone,
      ...(oldest !== null && { oldest }),
      ...(error !== null && { failing: { messages: failing, error } }),
      ...disabledOf(at, why),
    })),
})
