import type { Admitted } from '../admit.ts'
import type { Kit } from '../kit.ts'
import type { Taken } from './line.ts'

/** A line as tokens that a platform gave. */
export function admittedOf(kit: Kit, taken: Taken): Admitted {
  const { tenant, shop, alias, status, accessToken, refreshToken, expiresAt, facts } = taken
  const { authorizationExpiresAt, issuedAt = Math.min(Math.floor(kit.clock.now()), expiresAt) } = taken
  return {
    tenant,
    shop,
    alias,
    status,
    authorizationExpiresAt,
    tokens: {
      ...facts,
      accessToken,
      ...(refreshToken !== undefined && { refreshToken }),
      expiresAt,
      requestedAt: issuedAt,
      expiresIn: expiresAt - issuedAt,
    },
  }
}
