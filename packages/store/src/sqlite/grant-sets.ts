import type { GrantCriteria, GrantStore, RevocationCause } from '@hufu/engine'
import { dayOf } from '../retention.ts'
import type { Connection } from './connection.ts'
import type { CodeEnds } from './code-ends.ts'
import { GRANT_COLUMNS, type GrantRow, type GrantRows, grantOf } from './grant-rows.ts'

interface Criteria extends GrantCriteria {
  readonly exceptPlatforms?: readonly string[]
  readonly aliveAt?: number
}

/** Rows a transaction; what fits more is done in several, so that nobody waits long for the lock. */
const BATCH = 500

/** Verbs on many grants at once. */
export function grantSetVerbs(
  { prepare, read, write }: Connection,
  rows: GrantRows,
  codes: CodeEnds,
): Pick<GrantStore, 'revokeGrants' | 'grants' | 'liveGrantDays' | 'markUsed' | 'keyIdsInUse'> {
  const markUsed = prepare(`
    update grants set last_used_day = ?2 where id = ?1 and coalesce(last_used_day, -1) < ?2`)
  const liveDays = prepare<[day: number, count: number]>(`
    select day, count(*) from (
      select json_extract(body, '$.createdAt') / 86400 as day from grants
      where app_id = ? and revoked_at is null and expires_at > ? order by id desc limit ?)
    group by day order by day desc`)
  const nextKey = prepare<[goesDay: number, keyId: string]>(`
    select goes_day, key_id from grants where (goes_day, key_id) > (?, ?) order by goes_day, key_id limit 1`)
  const alive = prepare<[number]>(`
    select 1 from grants where goes_day = ? and key_id = ? and revoked_at is null and expires_at > ? limit 1`)

  function revokeSome(
    which: Criteria,
    after: number,
    at: number,
    because: RevocationCause,
  ): readonly number[] {
    const { where, values } = searched(which)
    const found = prepare<[id: number]>(
      `select id from grants where ${where} and id > ? and revoked_at is null order by id limit ${BATCH}`,
    ).all(...values, after)
    const ids = found.map(([id]) => id)
    for (const id of ids) rows.revoke(id, at, because)
    return ids
  }

  return {
    async revokeGrants(which, at, because) {
      if ([which.appId, which.userId, which.shopId].every((each) => each === undefined))
        throw new Error('revokeGrants: of which app, user or shop?')
      // Codes first: what is redeemed meanwhile is a grant by the time that grants are ended.
      await codes.end(which, at)
      let count = 0
      let after = 0
      while (true) {
        const ids = await write(() => revokeSome(which, after, at, because))
        count += ids.length
        after = ids.at(-1) ?? after
        if (ids.length < BATCH) return count
      }
    },
    grants: ({ limit, ...which }) =>
      read(() => {
        const { where, values } = searched(which)
        const sql = `select ${GRANT_COLUMNS} from grants where ${where} order by id desc limit ?`
        return prepare<GrantRow>(sql)
          .all(...values, limit)
          .map(grantOf)
      }),
    liveGrantDays: (appId, now, limit) =>
      read(() => liveDays.all(appId, now, limit).map(([day, count]) => ({ day, count }))),
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
}

/** What is the rarest picks the index, the others (`+`) only filter: a user has fewer grants than a shop or an app. */
function searched({ userId, shopId, appId, exceptPlatforms, aliveAt }: Criteria): {
  readonly where: string
  readonly values: readonly (string | number)[]
} {
  const terms: string[] = []
  const values: (string | number)[] = []
  const add = (column: string, value: string): void => {
    terms.push(`${terms.length === 0 ? '' : '+'}${column} = ?`)
    values.push(value)
  }
  if (userId !== undefined) add('user_id', userId)
  if (shopId !== undefined && userId === undefined) {
    terms.push('user_id in (select user_id from shop_users where shop_id = ?)')
    values.push(shopId)
  }
  if (shopId !== undefined) add('shop_id', shopId)
  if (appId !== undefined) add('app_id', appId)
  if (exceptPlatforms !== undefined) {
    terms.push("json_extract(body, '$.platform') not in (select value from json_each(?))")
    values.push(JSON.stringify(exceptPlatforms))
  }
  if (aliveAt !== undefined) {
    terms.push('revoked_at is null and expires_at > ?')
    values.push(aliveAt)
  }
  return { where: terms.join(' and ') || 'true', values }
}
