import type { Store } from '@hufu/accounts'
import { dayOf } from '../retention.ts'
import type { Connection } from './file/connection.ts'
import type { EndFollower } from './grant-ends.ts'
import type { TokenIndex } from './token-index.ts'

/** Expiry of each table: its key, and the column with the second or day from which a row is deleted. */
const kinds = [
  { table: 'codes', key: 'id', end: 'goes_at', unit: 'second' },
  { table: 'grants', key: 'id', end: 'goes_day', unit: 'day' },
  { table: 'once_keys', key: 'digest', end: 'expires_at', unit: 'second' },
  { table: 'sessions', key: 'id', end: 'expires_at', unit: 'second' },
  { table: 'tickets', key: 'id', end: 'expires_at', unit: 'second' },
  { table: 'logins', key: 'id', end: 'expires_at', unit: 'second' },
  { table: 'login_failures', key: 'key, at', end: 'expires_at', unit: 'second' },
  { table: 'exchanges', key: 'id', end: 'goes_at', unit: 'second' },
  { table: 'usage', key: 'app_id, day, kind', end: 'goes_day', unit: 'day' },
] as const

/** Each kind in a transaction of its own, so that nobody waits for all of them; none where nothing has expired. */
export function sweepVerb(
  { prepare, read, write }: Connection,
  index: TokenIndex,
  ends: EndFollower,
): Pick<Store, 'sweep'> {
  const sweeps = kinds.map(({ table, key, end, unit }) => ({
    unit,
    any: prepare<[number]>(`select 1 from ${table} where ${end} <= ? limit 1`),
    remove: prepare(`
      delete from ${table} where (${key}) in (select ${key} from ${table} where ${end} <= ? order by ${end} limit ?)`),
  }))
  return {
    async sweep(now, limit) {
      let count = 0
      for (const { unit, any, remove } of sweeps) {
        const until = unit === 'day' ? dayOf(now) : now
        if (await read(() => any.get(until))) count += await write(() => remove.run(until, limit))
      }
      return count + (await index.sweep(now, limit)) + (await ends.sweep(now))
    },
  }
}
