import type { Grant, RevocationCause } from '@hufu/engine'
import { grantExpiresAt, grantGoesOn, revokedGoesOn } from '../retention.ts'
import type { Connection } from './connection.ts'

/** A grant's row, as the verbs read and write it. What writes is to be called within a transaction. */
export interface GrantRows {
  byId(id: number): Grant | undefined
  insert(grant: Grant): void
  /** `before`: the row as it was read in this transaction. What is revoked stays so. */
  replace(before: Grant, grant: Grant): void
  revoke(id: number, at: number, because: RevocationCause): void
}

export type GrantRow = [
  lastUsedDay: number | null,
  revokedAt: number | null,
  revokedBecause: string | null,
  body: string,
]

export const GRANT_COLUMNS = 'last_used_day, revoked_at, revoked_because, body'

/** What changes by itself, a day or an end, has a column, which is right; the body may have it from before. */
export function grantOf([lastUsedDay, at, because, body]: GrantRow): Grant {
  const grant = JSON.parse(body) as Grant
  if (lastUsedDay === null && at === null) return grant
  return {
    ...grant,
    ...(lastUsedDay !== null && { lastUsedDay }),
    ...(at !== null && { revoked: { at, because: because as RevocationCause } }),
  }
}

export function grantRows({ prepare }: Connection): GrantRows {
  const select = prepare<GrantRow>(`select ${GRANT_COLUMNS} from grants where id = ?`)
  const insert = prepare(`
    insert into grants
      (id, app_id, user_id, shop_id, key_id, expires_at, goes_day, last_used_day, revoked_at, revoked_because, body)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const member = prepare('insert into shop_users (shop_id, user_id) values (?, ?) on conflict do nothing')
  // Two ways to write one row, because SQLite renews the index entry of every column that is named, changed or not.
  const refresh = prepare('update grants set expires_at = ?, body = ? where id = ?')
  const replace = prepare(`
    update grants set
      expires_at = ?, goes_day = ?, last_used_day = ?,
      revoked_at = coalesce(revoked_at, ?), revoked_because = coalesce(revoked_because, ?), body = ?
    where id = ?`)
  const revoke = prepare(`
    update grants set revoked_at = ?, revoked_because = ?, goes_day = min(goes_day, ?)
    where id = ? and revoked_at is null`)

  return {
    byId(id) {
      const row = select.get(id)
      return row && grantOf(row)
    },
    insert(grant) {
      const { id, appId, userId, shopId, keyId, lastUsedDay = null, revoked } = grant
      const { at = null, because = null } = revoked ?? {}
      const end = grantExpiresAt(grant)
      const body = JSON.stringify(grant)
      member.run(shopId, userId)
      insert.run(id, appId, userId, shopId, keyId, end, grantGoesOn(grant), lastUsedDay, at, because, body)
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
      revoke.run(at, because, revokedGoesOn(at), id)
    },
  }
}
