import type { Admitted } from '../connect/admitted.ts'
import type { KeeperContext } from '../keeper-context.ts'
import type { Taken } from './line.ts'

/** A line as tokens that a platform gave. */
export function admittedOf(context: KeeperContext, taken: Taken): Admitted {
  const { tenant, shop, alias, status, accessToken, refreshToken, expiresAt, facts } = taken
  const { authorizationExpiresAt, issuedAt } = taken
  const requestedAt = Math.min(issuedAt ?? Infinity, Math.floor(context.clock.now()), expiresAt ?? Infinity)
  return {
    tenant,
    shop,
    alias,
    status,
    authorizationExpiresAt,
    issuedAt,
    tokens: {
      ...facts,
      accessToken,
      ...(refreshToken !== undefined && { refreshToken }),
      requestedAt,
      ...(expiresAt !== undefined && { expiresAt, expiresIn: expiresAt - requestedAt }),
    },
  }
}
