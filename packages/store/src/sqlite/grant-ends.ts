/*
 * Ending many grants at once is one row: the grants that it speaks of have ended when it is committed, however many they
 * are. Whoever reads a code or a grant is told so by that row; the rows of the grants follow a piece at a time, and when
 * they have, and no code from before it lives any more, it goes.
 *
 * An end speaks of what was issued before it. So each code has the number of the last end that was there (`ends_before`),
 * and hands it on to its grant.
 */
import type { GrantCriteria, GrantStore, RevocationCause } from '@hufu/engine'
import { DAY } from '../retention.ts'
import type { Connection } from './file/connection.ts'
import { type Criteria, searched } from './grant-search.ts'
import type { GrantRows } from './grant-rows.ts'

/** Rows that one transaction follows up: nobody waits long for it. */
const PIECE = 100
/** The position at which a walk over the grants ended. */
const FOLLOWED = Number.MAX_SAFE_INTEGER

type EndRow = [
  id: number,
  userId: string | null,
  shopId: string | null,
  appId: string | null,
  exceptPlatforms: string,
  at: number,
  because: string,
  walkedTo: number,
]

/** The key of an end, by the rarest column: see the index. */
function whoseOf({ userId, shopId, appId }: GrantCriteria): string {
  if (userId !== undefined) return `user ${userId}`
  if (shopId !== undefined) return `shop ${shopId}`
  if (appId !== undefined) return `app ${appId}`
  throw new Error('the grants of which app, user or shop?')
}

export function endVerb({ prepare, write }: Connection): Pick<GrantStore, 'endGrants'> {
  const insert = prepare(`
    insert into grant_ends (whose, user_id, shop_id, app_id, except_platforms, at, because) values (?, ?, ?, ?, ?, ?, ?)`)
  return {
    endGrants: (which, at, because) =>
      write(() => {
        const { userId = null, shopId = null, appId = null, exceptPlatforms = [] } = which
        insert.run(whoseOf(which), userId, shopId, appId, JSON.stringify(exceptPlatforms), at, because)
      }),
  }
}

/** Lets the rows of the grants follow. */
export interface EndFollower {
  /** Follows up one piece, and drops ends that have nothing left to say. Returns how many rows that were. */
  sweep(now: number): Promise<number>
}

export function endFollower({ prepare, read, write }: Connection, rows: GrantRows): EndFollower {
  const columns = 'id, user_id, shop_id, app_id, except_platforms, at, because, walked_to'
  const next = prepare<EndRow>(`
    select ${columns} from grant_ends where walked_to < ${FOLLOWED} order by id limit 1`)
  const walk = prepare('update grant_ends set walked_to = ?2 where id = ?1')
  // A code's row stays for a day after it has expired.
  const over = prepare<[id: number]>(`
    select id from grant_ends where walked_to = ${FOLLOWED}
      and not exists (select 1 from codes where goes_at > ? and ends_before < grant_ends.id)
    limit ${PIECE}`)
  const drop = prepare('delete from grant_ends where id = ?')

  function follow(): number {
    const end = next.get()
    if (!end) return 0
    const [id, userId, shopId, appId, except, at, because, walkedTo] = end
    const which: Criteria = {
      ...(userId !== null && { userId }),
      ...(shopId !== null && { shopId }),
      ...(appId !== null && { appId }),
      exceptPlatforms: JSON.parse(except) as string[],
    }
    const { where, values } = searched(which)
    const walked = prepare<[id: number, endsBefore: number]>(
      `select id, ends_before from grants where ${where} and id > ? order by id limit ${PIECE}`,
    ).all(...values, walkedTo)
    for (const [grant, endsBefore] of walked)
      if (endsBefore < id) rows.follow(grant, at, because as RevocationCause)
    walk.run(id, walked.length < PIECE ? FOLLOWED : (walked.at(-1)?.[0] ?? FOLLOWED))
    return Math.max(1, walked.length)
  }

  return {
    async sweep(now) {
      const followed = (await read(() => next.get())) ? await write(follow) : 0
      const gone = await read(() => over.all(now + DAY))
      if (gone.length > 0) await write(() => gone.forEach(([id]) => drop.run(id)))
      return followed + gone.length
    },
  }
}
