import type { Grant, GrantStore } from '@hufu/engine'
import { dayOf } from '../retention.ts'
import type { Connection } from './file/connection.ts'
import { END_OF_GRANT } from './end-of-grant.ts'
import { GRANT_COLUMNS, GRANT_FIELDS, type GrantRow, grantOf } from './grant-rows.ts'
import { type Criteria, searched } from './grant-search.ts'
import { PIECE } from './file/one-a-turn.ts'

/** Rows a transaction; what fits more is done in several, so that nobody waits long for the lock or the event loop. */
const BATCH = 100

type Sets = Pick<
  GrantStore,
  'countGrants' | 'revokeGrants' | 'grants' | 'liveGrantDays' | 'markUsed' | 'keyIdsInUse'
>

/** Verbs on many grants at once. */
export function grantSetVerbs(
  { prepare, read, readPiece, write }: Connection,
  ends: Pick<GrantStore, 'endGrants'>,
): Sets {
  const markUsed = prepare(`
    update grants set last_used_day = ?2 where id = ?1 and coalesce(last_used_day, -1) < ?2`)
  const usersOfShop = prepare<[userId: string]>(
    'select user_id from shop_users where shop_id = ? order by user_id',
  )
  const liveDays = prepare<[id: number, day: number | null]>(`
    select id,
      iif(revoked_at is null and ended is null and expires_at > ?, json_extract(body, '$.createdAt') / 86400, null)
    from (
      select id, revoked_at, expires_at, body, ${END_OF_GRANT} as ended from grants where app_id = ? and id < ? order by id desc limit ?)
    order by id desc`)
  const nextKey = prepare<[goesDay: number, keyId: string]>(`
    select goes_day, key_id from grants where (goes_day, key_id) > (?, ?) order by goes_day, key_id limit 1`)
  const alive = prepare<[number]>(`
    select 1 from grants where goes_day = ? and key_id = ? and revoked_at is null and expires_at > ? limit 1`)

  /** The newest that fit, a piece at a time; those that do not fit are looked at too. */
  async function newest(
    { aliveAt, ...which }: Criteria & { readonly aliveAt?: number },
    limit: number,
  ): Promise<readonly Grant[]> {
    const { where, values } = searched(which)
    const alive = aliveAt === undefined ? 'true' : 'revoked_at is null and ended is null and expires_at > ?'
    const sql = `
      select id, ${alive}, ${GRANT_COLUMNS} from (
        select id, expires_at, ${GRANT_FIELDS} from grants where ${where} and id < ? order by id desc limit ?)
      order by id desc`
    const found: Grant[] = []
    for (let below = Number.MAX_SAFE_INTEGER; found.length < limit;) {
      const most = aliveAt === undefined ? Math.min(PIECE, limit - found.length) : PIECE
      const from = below
      const looked = await readPiece(() => {
        const rows = prepare<[id: number, fits: number, ...GrantRow]>(sql).all(
          ...(aliveAt === undefined ? [] : [aliveAt]),
          ...values,
          from,
          most,
        )
        const fitting = rows.filter(([, fits]) => fits === 1).slice(0, limit - found.length)
        return {
          last: rows.length < most ? undefined : rows.at(-1)?.[0],
          grants: fitting.map(([, , ...row]) => grantOf(row)),
        }
      })
      found.push(...looked.grants)
      if (looked.last === undefined) break
      below = looked.last
    }
    return found
  }

  const sets: Sets = {
    async countGrants(which) {
      const { where, values } = searched(which)
      const piece = prepare<[id: number, living: number]>(`
        select id, revoked_at is null and ${END_OF_GRANT} is null from grants
        where ${where} and id > ? order by id limit ${PIECE}`)
      let count = 0
      for (let after = 0; ;) {
        const from = after
        const looked = await readPiece(() => piece.all(...values, from))
        for (const [, living] of looked) count += living
        const last = looked.at(-1)
        if (!last || looked.length < PIECE) return count
        after = last[0]
      }
    },
    async revokeGrants(which, at, because) {
      const count = await sets.countGrants(which)
      await ends.endGrants(which, at, because)
      return count
    },
    async grants({ limit, ...which }) {
      const { shopId, userId } = which
      if (shopId === undefined || userId !== undefined) return newest(which, limit)
      // One user at a time: all users together would have to be sorted anew for each piece.
      const found: Grant[] = []
      for (const [user] of await read(() => usersOfShop.all(shopId)))
        found.push(...(await newest({ ...which, userId: user }, limit)))
      return found.toSorted((a, b) => b.id - a.id).slice(0, limit)
    },
    async liveGrantDays(appId, now, limit) {
      const counts = new Map<number, number>()
      let left = limit
      for (let below = Number.MAX_SAFE_INTEGER; ;) {
        const from = below
        const looked = await readPiece(() => liveDays.all(now, appId, from, PIECE))
        const alive = looked.flatMap(([, day]) => (day === null ? [] : [day])).slice(0, left)
        for (const day of alive) counts.set(day, (counts.get(day) ?? 0) + 1)
        left -= alive.length
        const last = looked.at(-1)
        if (!last || looked.length < PIECE || left === 0) break
        below = last[0]
      }
      return [...counts].toSorted(([a], [b]) => b - a).map(([day, count]) => ({ day, count }))
    },
    async markUsed(days) {
      const all = [...days]
      for (let start = 0; start < all.length; start += BATCH) {
        const some = all.slice(start, start + BATCH)
        await write(() => some.forEach(([id, day]) => markUsed.run(id, day)))
      }
    },
    keyIdsInUse: (now) =>
      read(() => {
        // Days and keys are few: leap from one pair to the next, and ask of each whether one grant in it is alive.
        const used = new Set<string>()
        for (let next = nextKey.get(dayOf(now) + 1, ''); next; next = nextKey.get(...next)) {
          const [day, keyId] = next
          if (!used.has(keyId) && alive.get(day, keyId, now)) used.add(keyId)
        }
        return [...used].toSorted()
      }),
  }
  return sets
}
