import type { Admitted } from '../connect/admitted.ts'
import type { Kit } from '../kit.ts'
import type { Taken } from './line.ts'

/** A line as tokens that a platform gave. */
export function admittedOf(kit: Kit, taken: Taken): Admitted {
  const { tenant, shop, alias, status, accessToken, refreshToken, expiresAt, facts } = taken
  const { authorizationExpiresAt, issuedAt } = taken
  const requestedAt = Math.min(issuedAt ?? Infinity, Math.floor(kit.clock.now()), expiresAt ?? Infinity)
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
