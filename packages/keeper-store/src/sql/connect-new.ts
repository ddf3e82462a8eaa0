import type { Connection } from '../connection.ts'
import type { KeeperStore, NewConnection } from '../store.ts'
import { type ConnectionRow, columns, connectionOf } from '../rows.ts'
import { idKey } from '../ids.ts'
import { insertedColumns } from './connect.ts'
import { type Act, type Database, ask } from './database.ts'
import { tellAll } from './events.ts'
import { listOf } from './list.ts'
import { sowAll } from './seeds.ts'
import { ofSpellingOf, ofSpellingsGiven } from './spelling.ts'

const named = ['tenant', 'platform', 'app', 'shop'] as const
const texts = [...named, 'key', 'id', 'alias', 'status', 'access', 'refresh', 'facts'] as const
const times = [
  'issuedAt',
  'accessExpiresAt',
  'refreshExpiresAt',
  'authorizationExpiresAt',
  'dueAt',
  'noticeAt',
  'accessAssumed',
] as const

const text = (member: (typeof texts)[number]) => `each.value ->> '${member}' as "${member}"`
const time = (member: (typeof times)[number]) =>
  `cast(each.value ->> '${member}' as double precision) as "${member}"`
/** Read once: PostgreSQL would look into each object as often as it compares it. */
const given = (members: readonly string[]) =>
  `with given as materialized (select ${members.join(', ')} from :list(?1) as each)`
/** How many have this name, counted for each that is given: as a join, all connections might be read for it. */
const holders = (column: string, name: string) => `(
    select count(*) from connections as other
    where other.tenant = given.tenant and other.platform = given.platform and other.app = given.app
      and other.${column} = given.${name})`
const make = `${given([...texts.map(text), ...times.map(time)])}
  insert into connections (${insertedColumns})
  select alias, status, access, refresh, "issuedAt", "accessExpiresAt", "refreshExpiresAt", "authorizationExpiresAt",
    facts, "dueAt", "noticeAt", "accessAssumed", id, tenant, platform, app, shop, 1, 0, 0, 0, :now, :now
  from given where ${holders('shop', 'alias')} = 0 and ${holders('alias', 'shop')} = 0
    and (select count(*) from (${ofSpellingOf}) as known) = 0
  on conflict do nothing
  returning ${columns}`
const ofShops = `${given([...named, 'key' as const].map(text))}
  select ${columns} from connections where id in (${ofSpellingsGiven})`

/** New shops by the hundred, a few round trips for all of them. */
export const connectNewVerbs = ({
  read,
  transaction,
}: Database): Pick<KeeperStore, 'ofShops' | 'connectNew'> => ({
  ofShops: async (names) => {
    const asked = names.map(({ tenant, platform, app, shop }) => ({
      tenant,
      platform,
      app,
      shop,
      key: idKey(shop),
    }))
    const storable = asked.filter((name) => Object.values(name).every((each) => !each.includes('\0')))
    return (await read<ConnectionRow>(ofShops, listOf(storable))).map(connectionOf)
  },
  connectNew: (asked, told) =>
    transaction(function* (): Act<readonly Connection[]> {
      const given = withNamesOfTheirOwn(asked).map((each) => ({
        ...each,
        key: idKey(each.shop),
        facts: JSON.stringify(each.facts),
        accessAssumed: each.accessAssumed ? 1 : null,
      }))
      const rows = yield* ask<ConnectionRow>(make, listOf(given))
      const made = rows.map(connectionOf)
      const seeds = new Map(asked.map(({ id, seed }) => [id, seed]))
      yield* sowAll(
        made.flatMap(({ id: connectionId }) => {
          const seed = seeds.get(connectionId)
          return seed ? [{ ...seed, connectionId }] : []
        }),
      )
      yield* tellAll(made.flatMap(told))
      return made
    }),
})

/**
 * Without those that have a name of one before them, and those whose alias may be another shop's id in another spelling:
 * they are connected one by one, which looks.
 */
function withNamesOfTheirOwn(asked: readonly NewConnection[]): readonly NewConnection[] {
  const given = new Set<string>()
  return asked.filter(({ tenant, platform, app, shop, alias = shop }) => {
    if (alias !== shop && /^\d+$/.test(alias)) return false
    const names = [idKey(shop), alias === shop ? idKey(shop) : alias].map((name) =>
      JSON.stringify([tenant, platform, app, name]),
    )
    if (names.some((name) => given.has(name))) return false
    for (const name of names) given.add(name)
    return true
  })
}
