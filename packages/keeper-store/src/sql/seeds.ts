import type { KeeperStore, Seed } from '../store.ts'
import { type ConnectionRow, columns, connectionOf } from '../rows.ts'
import { type Act, type Database, ask } from './database.ts'
import { listOf } from './list.ts'

/** Seconds after which a seed that comes again is remembered anew. */
const REMEMBERED_ANEW = 30 * 86_400

/** Connections of one look: a file may have one token for all its shops. */
const MOST_SOWN = 5000

const insert = `
  insert into seeds (hash, connection_id, access_hash, at)
  select each.value ->> 'hash', each.value ->> 'connectionId', each.value ->> 'accessHash', :now from :list(?1) as each where true
  on conflict (hash, connection_id, access_hash) do update set at = :now where seeds.at < :now - ${REMEMBERED_ANEW}`
const sown = `
  select seeds.hash, seeds.access_hash, ${columns
    .split(',')
    .map((each) => `connections.${each.trim()}`)
    .join(', ')}
  from seeds join connections on connections.id = seeds.connection_id
  where seeds.hash in (select each.value ->> 'hash' from :list(?1) as each)
  limit ${MOST_SOWN}`

type Sowing = Parameters<KeeperStore['sow']>[0]

/** PostgreSQL changes no row twice in one statement. */
function listed(seeds: Sowing): string {
  const all = seeds.map(({ hash, accessHash, connectionId }) => ({ hash, accessHash, connectionId }))
  return listOf([...new Map(all.map((each) => [JSON.stringify(each), each])).values()])
}

/** One step of an act: these tokens came to these connections from outside. */
export function* sowAll(seeds: Sowing): Act<void> {
  if (seeds.length > 0) yield* ask(insert, listed(seeds))
}

export const sow = (seed: Seed, connectionId: string): Act<void> => sowAll([{ ...seed, connectionId }])

/** The hashes by which tokens from outside are recognised. */
export const seedVerbs = ({ read, write }: Database): Pick<KeeperStore, 'sow' | 'sown'> => ({
  async sow(seeds) {
    if (seeds.length > 0) await write(insert, [listed(seeds)])
  },
  sown: async (hashes) => {
    const rows = await read<readonly [string, string, ...ConnectionRow]>(
      sown,
      listOf(hashes.map((hash) => ({ hash }))),
    )
    return rows.map(([hash, accessHash, ...row]) => ({ hash, accessHash, connection: connectionOf(row) }))
  },
})
