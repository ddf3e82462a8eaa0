import type { Grant, RevocationCause } from '@hufu/engine'
import { END_OF_GRANT } from './end-of-grant.ts'
import { grantExpiresAt, grantGoesOn, revokedGoesOn } from '../retention.ts'
import type { Connection } from './file/connection.ts'

/** A grant's row, as the verbs read and write it. What writes is to be called within a transaction. */
export interface GrantRows {
  byId(id: number): Grant | undefined
  /** Of its code, or `partOf` another grant, under whose ends it is from the begin. */
  insert(grant: Grant, partOf?: number): void
  /** `before`: the row as it was read in this transaction. What is revoked stays so. */
  replace(before: Grant, grant: Grant): void
  /** Unless it has ended already. */
  revoke(id: number, at: number, because: RevocationCause): void
  /** Says in its row what an end says of it. */
  follow(id: number, at: number, because: RevocationCause): void
}

export type GrantRow = [
  lastUsedDay: number | null,
  revokedAt: number | null,
  revokedBecause: string | null,
  body: string,
  /** When and why, where an end says so that the row has yet to follow. */
  ended: string | null,
]

export const GRANT_COLUMNS = 'last_used_day, revoked_at, revoked_because, body, ended'
/** The columns in the table itself. */
export const GRANT_FIELDS = `last_used_day, revoked_at, revoked_because, body, ${END_OF_GRANT} as ended`

/** Values that change on their own, a day or an end, are columns, which are authoritative; the body may be older. */
export function grantOf([lastUsedDay, revokedAt, revokedBecause, body, ended]: GrantRow): Grant {
  const grant = JSON.parse(body) as Grant
  if (lastUsedDay === null && revokedAt === null && ended === null) return grant
  const [at, because] =
    revokedAt === null && ended !== null
      ? (JSON.parse(ended) as readonly [at: number, because: string])
      : [revokedAt, revokedBecause]
  return {
    ...grant,
    ...(lastUsedDay !== null && { lastUsedDay }),
    ...(at !== null && { revoked: { at, because: because as RevocationCause } }),
  }
}

export function grantRows({ prepare }: Connection): GrantRows {
  const select = prepare<GrantRow>(`select ${GRANT_FIELDS} from grants where id = ?`)
  const insert = prepare(`
    insert into grants
      (id, app_id, user_id, shop_id, key_id, expires_at, goes_day, last_used_day, revoked_at, revoked_because, body,
       ends_before)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 
       coalesce((select ends_before from grants where id = ?12), (select ends_before from codes where id = ?1)))`)
  const member = prepare('insert into shop_users (shop_id, user_id) values (?, ?) on conflict do nothing')
  // Two ways to write one row, because SQLite renews the index entry of every column that is named, changed or not.
  const refresh = prepare('update grants set expires_at = ?, body = ? where id = ?')
  const replace = prepare(`
    update grants set
      expires_at = ?, goes_day = ?, last_used_day = ?,
      revoked_at = coalesce(revoked_at, ?), revoked_because = coalesce(revoked_because, ?), body = ?
    where id = ?`)
  const follow = `
    update grants set revoked_at = ?, revoked_because = ?, goes_day = min(goes_day, ?)
    where id = ? and revoked_at is null`
  const followed = prepare(follow)
  const revoked = prepare(`${follow} and ${END_OF_GRANT} is null`)

  const byId = (id: number): Grant | undefined => {
    const row = select.get(id)
    return row && grantOf(row)
  }

  return {
    byId,
    insert(grant, partOf) {
      const { id, appId, userId, shopId, keyId, lastUsedDay = null, revoked } = grant
      const { at = null, because = null } = revoked ?? {}
      const end = grantExpiresAt(grant)
      const body = JSON.stringify(grant)
      member.run(shopId, userId)
      const day = grantGoesOn(grant)
      const from = partOf ?? null
      insert.run(id, appId, userId, shopId, keyId, end, day, lastUsedDay, at, because, body, from)
    },
    replace(before, grant) {
      if (grant.id !== before.id)
        throw new Error(`the decision on grant ${before.id} writes grant ${grant.id}`)
      const end = grantExpiresAt(grant)
      const body = JSON.stringify(grant)
      const goesOn = grantGoesOn(grant)
      if (goesOn === grantGoesOn(before) && grant.lastUsedDay === before.lastUsedDay && !grant.revoked) {
        refresh.run(end, body, grant.id)
        return
      }
      const { at = null, because = null } = grant.revoked ?? {}
      replace.run(end, goesOn, grant.lastUsedDay ?? null, at, because, body, grant.id)
    },
    revoke(id, at, because) {
      revoked.run(at, because, revokedGoesOn(at), id)
      // Codes and tokens of several shops take the grants with them that shops have for themselves.
      for (const { grantId } of byId(id)?.parts ?? []) revoked.run(at, because, revokedGoesOn(at), grantId)
    },
    follow(id, at, because) {
      followed.run(at, because, revokedGoesOn(at), id)
    },
  }
}
