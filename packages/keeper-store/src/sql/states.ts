import type { KeeperStore } from '../store.ts'
import { type Act, type Database, ask } from './database.ts'

const put = 'insert into states (key, sealed, expires_at) values (?1, ?2, ?3)'
const get = 'select sealed from states where key = ?1 and expires_at > :now'
const take = 'delete from states where key = ?1 returning case when expires_at > :now then sealed end'
const replace = 'update states set sealed = ?2 where key = ?1 and expires_at > :now returning 1'

/** States of the browser leg. Of any number of takers one gets it. */
export const stateVerbs = ({
  read,
  write,
  transaction,
}: Database): Pick<KeeperStore, 'putState' | 'getState' | 'takeState' | 'replaceState'> => ({
  async putState(key, sealed, expiresAt) {
    await write(put, [key, sealed, expiresAt])
  },
  getState: async (key) => (await read<readonly [string]>(get, key))[0]?.[0],
  takeState: (key, leaves) =>
    transaction(function* (): Act<string | undefined> {
      const [[sealed] = [null]] = yield* ask<readonly [string | null]>(take, key)
      if (sealed === null) return undefined
      if (leaves) yield* ask(put, leaves.key, leaves.sealed, leaves.expiresAt)
      return sealed
    }),
  replaceState: async (key, sealed) => (await write(replace, [key, sealed])).length === 1,
})
