import type { TokenSet } from '@hufu/dialects'
import { shopsOf } from '../coverage.ts'
import { secondsLeft } from '../deadlines.ts'
import type { Grant, User } from '../store.ts'

/** What is answered with the tokens of a grant. No number where there is no end. */
export function tokenSet(
  {
    access,
    refresh,
  }: { readonly access: { readonly token: string }; readonly refresh?: { readonly token: string } },
  grant: Grant,
  user: User,
  now: number,
): TokenSet {
  const expiresIn = secondsLeft(grant.accessExpiresAt, now)
  const refreshExpiresIn = refresh && secondsLeft(grant.refreshExpiresAt, now)
  const shops = shopsOf(grant)
  const { region } = grant.covers ?? {}
  return {
    accessToken: access.token,
    ...(expiresIn !== undefined && { expiresIn }),
    ...(refresh && { refreshToken: refresh.token }),
    ...(refreshExpiresIn !== undefined && { refreshExpiresIn }),
    openId: grant.openId,
    ...(grant.scope.length > 0 && { scope: grant.scope }),
    ...(shops.length === 1 && { userId: grant.shopId }),
    userName: user.displayName,
    ...(region !== undefined && { region }),
    shops,
  }
}

/** What was sent as state comes back with the tokens, on platforms that have it there. */
export const withState = (answer: TokenSet, { state }: { readonly state?: string }): TokenSet =>
  state === undefined ? answer : { ...answer, state }
