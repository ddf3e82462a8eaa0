import type { ConnectionStatus } from '../connection.ts'
import type { KeeperStore } from '../store.ts'
import { type ConnectionRow, columns, connectionOf } from '../rows.ts'
import type { Database } from './database.ts'
import { idKey } from '../ids.ts'
import { listed } from './listed.ts'
import { ofSpelling } from './spelling.ts'

/** How many of those that are due are looked at to find the most urgent. */
const LOOKED_AT = 2000

const named = 'tenant = ?1 and platform = ?2 and app = ?3'
const byId = `select ${columns} from connections where id = ?1`
const byName = (more: string) => `
  select ${columns} from (
    select ${columns}, 0 as other from connections where ${named} and shop = ?4
    union all
    select ${columns}, 1 as other from connections where ${named} and alias = ?4${more}
  ) as named order by other, id limit 1`
const byNames = {
  text: byName(''),
  /** Last, in another spelling of a shop's id. */
  digits: byName(`
    union all
    select ${columns}, 2 as other from connections where id in (${ofSpelling('?4', '?5')})`),
}
const byStatus =
  'select platform, app, status, count(*) from connections group by platform, app, status order by 1, 2, 3'
const due = `
  select ${columns} from connections where id in (
    select id from (
      select id, access_expires_at from connections
      where platform = ?1 and app = ?2 and due_at <= :now and (lease_until is null or lease_until <= :now)
      order by due_at limit ${LOOKED_AT}) as overdue
    order by access_expires_at, id limit ?3)
  order by access_expires_at, id`
const interrupted = `
  select ${columns} from connections
  where intent_phase = 'sent' and intent_at > ?1 and lease_until <= :now and status not in ('revoked', 'disabled')
  order by intent_at, id limit ?2`
const noticeable = `
  select ${columns} from connections where notice_at <= :now order by notice_at, id limit ?1`

/** The verbs that only look. */
export const findVerbs = ({
  read,
}: Database): Pick<
  KeeperStore,
  'connection' | 'find' | 'list' | 'counts' | 'due' | 'interrupted' | 'noticeable'
> => ({
  connection: async (id) => (await read<ConnectionRow>(byId, id)).map(connectionOf)[0],
  find: async ({ tenant, platform, app, shop }) => {
    const name = [tenant, platform, app, shop] as const
    const rows = /^\d+$/.test(shop)
      ? await read<ConnectionRow>(byNames.digits, ...name, idKey(shop))
      : await read<ConnectionRow>(byNames.text, ...name)
    return rows.map(connectionOf)[0]
  },
  list: async (asked) => {
    const { sql, values } = listed(asked)
    return (await read<ConnectionRow>(sql, ...values)).map(connectionOf)
  },
  counts: async () =>
    (await read<readonly [string, string, ConnectionStatus, number]>(byStatus)).map(
      ([platform, app, status, count]) => ({ platform, app, status, count }),
    ),
  due: async ({ platform, app, limit }) =>
    (await read<ConnectionRow>(due, platform, app, limit)).map(connectionOf),
  interrupted: async ({ since, limit }) =>
    (await read<ConnectionRow>(interrupted, since, limit)).map(connectionOf),
  noticeable: async (limit) => (await read<ConnectionRow>(noticeable, limit)).map(connectionOf),
})
