import type { Connection as Database } from '@hufu/store/sqlite'
import type { ConnectionStatus } from '../../connection.ts'
import type { KeeperStore } from '../../store.ts'
import { type ConnectionRow, columns, connectionOf } from '../rows.ts'
import type { Events, StoreClock } from './events.ts'

type Verbs = Pick<
  KeeperStore,
  | 'connection'
  | 'find'
  | 'list'
  | 'counts'
  | 'due'
  | 'noticeable'
  | 'connect'
  | 'change'
  | 'noticed'
  | 'sealedOtherwise'
  | 'reseal'
>

const one = (row: ConnectionRow | undefined) => row && connectionOf(row)

/** How many of those that are due are looked at to find the most urgent. */
const LOOKED_AT = 2000

export function connectionVerbs(
  { prepare, read, write }: Database,
  clock: StoreClock,
  { put }: Events,
): Verbs {
  const named = 'tenant = ? and platform = ? and app = ?'
  const byId = prepare<ConnectionRow>(`select ${columns} from connections where id = ?`)
  const byShop = prepare<ConnectionRow>(`select ${columns} from connections where ${named} and shop = ?`)
  const byAlias = prepare<ConnectionRow>(`select ${columns} from connections where ${named} and alias = ?`)
  const byStatus = prepare<[string, string, string, number]>(
    'select platform, app, status, count(*) from connections group by platform, app, status',
  )
  const due = prepare<ConnectionRow>(`
    select ${columns} from connections where id in (
      select id from (
        select id, access_expires_at from connections
        where platform = ?1 and app = ?2 and due_at <= ?3 and (lease_until is null or lease_until <= ?3)
        order by due_at limit ${LOOKED_AT})
      order by access_expires_at limit ?4)
    order by access_expires_at`)
  const noticeable = prepare<ConnectionRow>(
    `select ${columns} from connections where notice_at <= ? order by notice_at limit ?`,
  )
  const listed = prepare<ConnectionRow>(`
    select ${columns} from connections
    where id > ?1 and (?2 is null or tenant = ?2) and (?3 is null or platform = ?3) and (?4 is null or app = ?4)
      and (?5 is null or status = ?5)
      and (?6 is null or substr(shop, 1, length(?6)) = ?6 or substr(alias, 1, length(?6)) = ?6)
    order by id limit ?7`)
  const ends = 'min(coalesce(authorization_expires_at, 9e9), coalesce(refresh_expires_at, access_expires_at))'
  const ending = prepare<ConnectionRow>(`
    select ${columns} from connections
    where ${ends} < ?1 and (?2 is null or tenant = ?2) and (?3 is null or platform = ?3) and (?4 is null or app = ?4)
      and status not in ('revoked', 'disabled')
    order by ${ends}, id limit ?5`)
  const insert = prepare(
    `insert into connections (${columns}) values (${columns
      .split(',')
      .map(() => '?')
      .join(', ')})`,
  )
  const reauthorize = prepare<ConnectionRow>(`
    update connections set generation = generation + 1, prev_refresh_ct = null,
      alias = coalesce(?2, alias), status = ?3, access_ct = ?4, refresh_ct = ?5, issued_at = ?6, access_expires_at = ?7,
      refresh_expires_at = ?8, authorization_expires_at = ?9, facts = ?10, due_at = ?11, notice_at = ?12,
      lease_owner = null, lease_until = null, lease_epoch = lease_epoch + 1,
      intent_attempt = null, intent_phase = null, intent_refresh_hash = null, intent_at = null,
      next_allowed_at = 0, last_error = null, failures = 0, updated_at = ?1
    where id = ?13
    returning ${columns}`)
  const change = prepare<ConnectionRow>(`
    update connections set status = coalesce(?2, status), alias = case when ?3 then ?4 else alias end,
      authorization_expires_at = case when ?5 then ?6 else authorization_expires_at end,
      due_at = case when ?7 then ?8 else due_at end, notice_at = case when ?9 then ?10 else notice_at end,
      updated_at = ?1
    where id = ?11
    returning ${columns}`)
  const noticed = prepare('update connections set notice_at = ? where id = ? and notice_at = ?')
  const otherwise = prepare<ConnectionRow>(`
    select ${columns} from connections
    where id > ?2 and (substr(access_ct, 1, length(?1)) <> ?1 or substr(refresh_ct, 1, length(?1)) <> ?1
      or substr(prev_refresh_ct, 1, length(?1)) <> ?1)
    order by id limit ?3`)
  const reseal = prepare(`
    update connections set access_ct = ?1, refresh_ct = ?2, prev_refresh_ct = ?3
    where id = ?4 and access_ct = ?5 and refresh_ct is ?6 and prev_refresh_ct is ?7`)

  return {
    connection: (id) => read(() => one(byId.get(id))),
    find: ({ tenant, platform, app, shop }) =>
      read(() => one(byShop.get(tenant, platform, app, shop) ?? byAlias.get(tenant, platform, app, shop))),
    list: ({ tenant = null, platform = null, app = null, status = null, shop = null, ...asked }) =>
      read(() =>
        (asked.endsBefore === undefined
          ? listed.all(asked.after ?? '', tenant, platform, app, status, shop, asked.limit)
          : ending.all(asked.endsBefore, tenant, platform, app, asked.limit)
        ).map(connectionOf),
      ),
    counts: () =>
      read(() =>
        byStatus.all().map(([platform, app, status, count]) => ({
          platform,
          app,
          status: status as ConnectionStatus,
          count,
        })),
      ),
    due: ({ platform, app, limit }) => read(() => due.all(platform, app, clock(), limit).map(connectionOf)),
    noticeable: (limit) => read(() => noticeable.all(clock(), limit).map(connectionOf)),

    connect: (asked, told) =>
      write(() => {
        const { id, tenant, platform, app, shop, alias = null } = asked
        const now = clock()
        const known = byShop.get(tenant, platform, app, shop)
        if (asked.reconnects !== undefined && known?.[0] !== asked.reconnects)
          return { error: 'another_shop' }
        if (known && known[0] !== id) return { error: 'known_as', id: known[0] }
        const holder = alias === null ? undefined : byAlias.get(tenant, platform, app, alias)
        if (holder && holder[0] !== known?.[0]) return { error: 'alias_taken' }
        const refresh = asked.refresh ?? null
        const times = [asked.refreshExpiresAt ?? null, asked.authorizationExpiresAt ?? null] as const
        const [dueAt, noticeAt] = [asked.dueAt ?? null, asked.noticeAt ?? null]
        const facts = JSON.stringify(asked.facts)
        if (known) {
          reauthorize.get(
            now,
            alias,
            asked.status,
            asked.access,
            refresh,
            asked.issuedAt,
            asked.accessExpiresAt,
            ...times,
            facts,
            dueAt,
            noticeAt,
            known[0],
          )
        } else {
          insert.run(
            id,
            tenant,
            platform,
            app,
            shop,
            alias,
            asked.status,
            1,
            asked.access,
            refresh,
            null,
            asked.issuedAt,
            asked.accessExpiresAt,
            ...times,
            facts,
            null,
            null,
            0,
            null,
            null,
            null,
            null,
            dueAt,
            0,
            noticeAt,
            null,
            null,
            null,
            0,
            now,
            now,
          )
        }
        const row = byId.get(known?.[0] ?? id)
        if (!row) throw new Error('a connection was written, and is not there')
        const made = { connection: connectionOf(row), created: !known }
        put(told(made))
        return made
      }),

    change: (id, { status = null, alias, authorizationExpiresAt, dueAt, noticeAt }, told) =>
      write(() => {
        const set = (value: unknown) => (value === undefined ? 0 : 1)
        const row = change.get(
          clock(),
          status,
          set(alias),
          alias ?? null,
          set(authorizationExpiresAt),
          authorizationExpiresAt ?? null,
          set(dueAt),
          dueAt ?? null,
          set(noticeAt),
          noticeAt ?? null,
          id,
        )
        if (row) put(told)
        return one(row)
      }),

    noticed: ({ id, noticeAt = null }, next, told) =>
      write(() => {
        const first = noticed.run(next ?? null, id, noticeAt) === 1
        if (first) put(told)
        return first
      }),

    sealedOtherwise: (keyId, after, limit) =>
      read(() => otherwise.all(`1.${keyId}.`, after, limit).map(connectionOf)),
    reseal: (rows) =>
      write(() =>
        rows.reduce(
          (sum, { id, before, after }) =>
            sum +
            reseal.run(
              after.access,
              after.refresh ?? null,
              after.previousRefresh ?? null,
              id,
              before.access,
              before.refresh ?? null,
              before.previousRefresh ?? null,
            ),
          0,
        ),
      ),
  }
}
