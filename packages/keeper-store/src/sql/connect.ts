import type { Connected, KeeperStore, NewConnection, NotConnected } from '../store.ts'
import { type ConnectionRow, columns, connectionOf } from '../rows.ts'
import { idKey } from '../ids.ts'
import { type Act, type Database, type Value, ask } from './database.ts'
import { tell } from './events.ts'
import { sow } from './seeds.ts'
import { ofSpelling } from './spelling.ts'

const named = 'tenant = ?1 and platform = ?2 and app = ?3'
const known = `
  select id, alias, shop from connections where id in (${ofSpelling('?4', '?5')})
  order by case when shop = ?4 then 0 else 1 end, id limit 1 :lock`
/** The connection with this name, in any spelling of a shop's id. A name of two shops is no name. */
const holder = `
  select shop from connections where ${named} and alias = ?4
  union all
  select shop from connections where id in (${ofSpelling('?4', '?5')})`
/** A name that turns out to be the id of another shop is that shop's. */
const displace = `
  update connections set alias = null, updated_at = :now where ${named} and alias = ?4 and shop <> ?4
  returning ${columns}`
/** Locks in the order of these values, like every other function that makes connections. */
export const insertedColumns = `alias, status, access_ct, refresh_ct, issued_at, access_expires_at, refresh_expires_at,
  authorization_expires_at, facts, due_at, notice_at, access_assumed, id, tenant, platform, app, shop,
  generation, lease_epoch, next_allowed_at, failures, created_at, updated_at`
const make = `
  insert into connections (${insertedColumns})
  values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, 1, 0, 0, 0, :now, :now)
  returning ${columns}`
const reauthorize = `
  update connections set generation = generation + 1, prev_refresh_ct = null,
    alias = coalesce(?1, alias), status = case when status = 'disabled' then status else ?2 end,
    enabled_status = case when status = 'disabled' then nullif(?2, 'disabled') end,
    access_ct = ?3, refresh_ct = ?4, issued_at = ?5, access_expires_at = ?6,
    refresh_expires_at = ?7, authorization_expires_at = ?8, facts = ?9,
    due_at = case when status = 'disabled' then due_at else ?10 end,
    notice_at = case when status = 'disabled' then notice_at else ?11 end,
    lease_owner = null, lease_until = null, lease_epoch = lease_epoch + 1,
    intent_attempt = null, intent_phase = null, intent_refresh_hash = null, intent_at = null,
    access_assumed = ?12, next_allowed_at = 0, last_error = null, failures = 0, updated_at = :now
  where id = ?13
  returning ${columns}`

/** A shop's consent: a new connection, or the one that it has, with new tokens. */
export const connectVerb = ({ transaction }: Database): Pick<KeeperStore, 'connect'> => ({
  connect: (asked, told) =>
    transaction(function* (): Act<Connected | NotConnected> {
      const { id, tenant, platform, app, alias = null } = asked
      const name = [tenant, platform, app] as const
      const [present] = yield* ask<readonly [id: string, alias: string | null, shop: string]>(
        known,
        ...name,
        asked.shop,
        idKey(asked.shop),
      )
      const shop = present?.[2] ?? asked.shop
      if (asked.reconnects !== undefined && present?.[0] !== asked.reconnects)
        return { error: 'another_shop' }
      if (present && present[0] !== id) return { error: 'known_as', id: present[0] }
      if (alias !== null) {
        const holders = yield* ask<readonly [shop: string]>(holder, ...name, alias, idKey(alias))
        if (holders.some(([each]) => each !== shop)) return { error: 'alias_taken' }
      }
      const displaced = yield* ask<ConnectionRow>(displace, ...name, shop)
      const values = valuesOf(asked)
      const [row] = present
        ? yield* ask<ConnectionRow>(reauthorize, ...values, id)
        : yield* ask<ConnectionRow>(make, ...values, id, ...name, shop)
      if (!row) throw new Error('a connection was written, and is not there')
      const before = present?.[1] ?? null
      const made = {
        connection: connectionOf(row),
        created: !present,
        ...(before !== null && alias !== null && alias !== before && { aliasBefore: before }),
        ...(displaced.length > 0 && { displaced: displaced.map(connectionOf) }),
      }
      if (asked.seed !== undefined) yield* sow(asked.seed, made.connection.id)
      yield* tell(told(made))
      return made
    }),
})

const valuesOf = (asked: NewConnection): readonly Value[] => [
  asked.alias ?? null,
  asked.status,
  asked.access,
  asked.refresh ?? null,
  asked.issuedAt,
  asked.accessExpiresAt,
  asked.refreshExpiresAt ?? null,
  asked.authorizationExpiresAt ?? null,
  JSON.stringify(asked.facts),
  asked.dueAt ?? null,
  asked.noticeAt ?? null,
  asked.accessAssumed ? 1 : null,
]
