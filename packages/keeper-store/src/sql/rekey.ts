import type { Connection } from '../connection.ts'
import type { KeeperStore } from '../store.ts'
import { type ConnectionRow, columns, connectionOf } from '../rows.ts'
import { type Act, type Database, ask } from './database.ts'

/** Connections that are looked at in one go: where few are left, a single look at all of them would keep others waiting. */
const LOOKED_AT = 500

const other = (column: string) => `substr(${column}, 1, length(cast(?1 as text))) <> ?1`
const stretch = `
  select max(id) from (select id from connections where id > ?1 order by id limit ${LOOKED_AT}) as next`
const otherwise = `
  select ${columns} from connections
  where id > ?2 and id <= ?3 and (${other('access_ct')} or ${other('refresh_ct')} or ${other('prev_refresh_ct')})
  order by id limit ?4`
const reseal = `
  update connections set access_ct = ?1, refresh_ct = ?2, prev_refresh_ct = ?3
  where id = ?4 and access_ct = ?5 and refresh_ct is not distinct from ?6 and prev_refresh_ct is not distinct from ?7
  returning 1`

/** Reseals rows while the keeper runs. A sealed text begins with the version and the key's id. */
export const rekeyVerbs = ({
  read,
  transaction,
}: Database): Pick<KeeperStore, 'sealedOtherwise' | 'reseal'> => ({
  async sealedOtherwise(keyId, after, limit) {
    const found: Connection[] = []
    for (let from = after; found.length < limit;) {
      const to = (await read<readonly [string | null]>(stretch, from))[0]?.[0] ?? null
      if (to === null) break
      const rows = await read<ConnectionRow>(otherwise, `1.${keyId}.`, from, to, limit - found.length)
      found.push(...rows.map(connectionOf))
      from = to
    }
    return found
  },
  reseal: (rows) =>
    transaction(function* (): Act<number> {
      let taken = 0
      // A fixed order, so that processes do not deadlock.
      const sorted = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
      for (const { id, before, after } of sorted) {
        const done = yield* ask(
          reseal,
          after.access,
          after.refresh ?? null,
          after.previousRefresh ?? null,
          id,
          before.access,
          before.refresh ?? null,
          before.previousRefresh ?? null,
        )
        taken += done.length
      }
      return taken
    }),
})
