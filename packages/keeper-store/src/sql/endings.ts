import type { Ending, KeeperStore } from '../store.ts'
import { type ConnectionRow, columns, connectionOf } from '../rows.ts'
import type { Database, Value } from './database.ts'

/** The kinds of ends, the column of each, and the connections that have it. */
const kinds = [
  [
    'access_token',
    'access_expires_at',
    "access_assumed is null and (refresh_ct is null or status = 'reauth_required')",
  ],
  ['authorization', 'authorization_expires_at', 'true'],
  ['refresh_token', 'refresh_expires_at', "refresh_ct is not null and status <> 'reauth_required'"],
] as const

/** The ends within a period, soonest first. */
export const endingVerb = ({ read }: Database): Pick<KeeperStore, 'endings'> => ({
  async endings({ from, until, kinds: asked, tenant, platform, app, after, limit }) {
    const values: Value[] = []
    const place = (value: Value): string => `?${values.push(value)}`
    const [begin, end] = [place(from), place(until)]
    const named = Object.entries({ tenant, platform, app }).flatMap(([column, value]) =>
      value === undefined ? [] : [` and ${column} = ${place(value)}`],
    )
    const of = ([kind, column, which]: (typeof kinds)[number]) => `
      select '${kind}' as kind, ${column} as ends_at, ${columns} from connections
      where ${column} >= ${begin} and ${column} < ${end} and ${which}
        and status not in ('revoked', 'disabled')${named.join('')}`
    const later = after
      ? `where (ends_at, id, kind) > (${place(after.at)}, ${place(after.id)}, ${place(after.kind)})`
      : ''
    const sql = `
      select kind, ends_at, ${columns} from (${kinds
        .filter(([kind]) => asked?.includes(kind) ?? true)
        .map(of)
        .join(' union all ')}) as ending
      ${later} order by ends_at, id, kind limit ${place(limit)}`
    const rows = await read<readonly [Ending['kind'], number, ...ConnectionRow]>(sql, ...values)
    return rows.map(([kind, at, ...row]) => ({ kind, at, connection: connectionOf(row) }))
  },
})
