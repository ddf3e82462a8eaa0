import type { KeeperStore } from '../../store.ts'
import type { Database } from './database.ts'

const put = 'insert into states (key, sealed, expires_at) values (?1, ?2, ?3)'
const take = 'delete from states where key = ?1 returning case when expires_at > :now then sealed end'

const look = 'select 1 from states where key = ?1 and expires_at > :now'

/** States of the browser leg. Taking one is one statement: of any number of takers one gets it. */
export const stateVerbs = ({
  read,
  write,
}: Database): Pick<KeeperStore, 'putState' | 'takeState' | 'hasState'> => ({
  async putState(key, sealed, expiresAt) {
    await write(put, [key, sealed, expiresAt])
  },
  takeState: async (key) => (await write<readonly [string | null]>(take, [key]))[0]?.[0] ?? undefined,
  hasState: async (key) => (await read(look, key)).length > 0,
})
