/*
 * PostgreSQL looks at a table to see what is in it a minute or so after it was filled. Until then it takes ways through it
 * that fit a table in which platforms differ as much as shops do: it reads all connections of an app to find one. An
 * import is most of the way through by then.
 */
import type { KeeperStore } from '../store.ts'
import type { Database } from '../sql/database.ts'

/** Rows from which on what it saw is true of any more. */
const ENOUGH = 500

const seen = `select reltuples::double precision from pg_class where oid = to_regclass('connections')`

export function lookingAtFirst({ read }: Database, verbs: KeeperStore): KeeperStore {
  let enough = false
  async function look(): Promise<void> {
    const [row] = await read<readonly [number]>(seen)
    enough = (row?.[0] ?? ENOUGH) >= ENOUGH
    // If another process is checking, its result is as good.
    if (!enough) await read('analyze (skip_locked) connections')
  }
  return {
    ...verbs,
    async connectNew(asked, told) {
      const made = await verbs.connectNew(asked, told)
      // A failure here only makes queries slower: the connections exist.
      if (!enough && made.length > 0) await look().catch(() => undefined)
      return made
    },
  }
}
