/* How long a store keeps what has ended. What is compared by day is coarse on purpose: no refresh moves an index entry. */
import type { Code, Grant, IndexEntry, NewExchange, Usage } from '@hufu/engine'

export const DAY = 86_400
/** Time to look into why a connection ended. */
const REVOKED_DAYS = 7
/** Numbers of exchanges that are kept per app, of the accepted and of the refused ones. */
export const KEPT_EXCHANGES = 200
export const EXCHANGE_DAYS = 7
/** A year can be compared with the one before it for some weeks. */
export const USAGE_DAYS = 400

/** The number of an app's last deeds that are kept. */
export const MOST_APP_EVENTS = 200

/** Days since the epoch. */
export const dayOf = (seconds: number): number => Math.floor(seconds / DAY)

/** Used or not, a code stays a day longer than it lives: until then a second use is known for what it is. */
export const codeGoesAt = ({ expiresAt }: Code): number => expiresAt + DAY

export const grantExpiresAt = ({ accessExpiresAt, refreshExpiresAt }: Grant): number =>
  Math.max(accessExpiresAt, refreshExpiresAt)

/** The day from which a grant may be removed: the one after its tokens expire, or some days after it was revoked. */
export const grantGoesOn = (grant: Grant): number => {
  const afterExpiry = dayOf(grantExpiresAt(grant)) + 1
  return grant.revoked ? Math.min(afterExpiry, revokedGoesOn(grant.revoked.at)) : afterExpiry
}

export const revokedGoesOn = (at: number): number => dayOf(at) + REVOKED_DAYS

export const entryGoesOn = ({ expiresAt }: IndexEntry): number => dayOf(expiresAt) + 1

export const exchangeGoesAt = ({ at }: NewExchange): number => at + EXCHANGE_DAYS * DAY

export const usageGoesOn = ({ day }: Usage): number => day + USAGE_DAYS
