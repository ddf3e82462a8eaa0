/* Pure checks, one a rule: undefined, or the error. */
import type { OAuthError, Policy, RefreshRequest, TokenRequest } from '@hufu/dialects'
import { isAllowedAddress } from './addresses.ts'
import { hasSeveral, shopsOf } from './coverage.ts'
import { digest, sameDigest } from './digest.ts'
import { type AppPolicy, isServed, refreshRightOf } from './policy.ts'
import { countRefresh } from './quota.ts'
import type { App, Code, Digest, Grant } from './store.ts'

/** What is compared with where there is no secret, so that no answer comes sooner than another. */
export const noSecret = digest('client', '')

/** A secret that is presented must be right, whatever else proves the app; without one, something else must. */
export function checkProof(
  app: App | undefined,
  presented: string | undefined,
  { provenBy }: { readonly provenBy?: string },
  policy: Policy,
  now: number,
): OAuthError | undefined {
  const proven = policy.clientAuthentication === 'none' || (app !== undefined && provenBy === app.id)
  return presented === undefined && proven ? undefined : checkSecret(app, presented, now)
}

/** An unknown app costs the same digest and compare as a wrong secret. */
export function checkSecret(
  app: App | undefined,
  presented: string | undefined,
  now: number,
): OAuthError | undefined {
  const given = digest('client', presented ?? '')
  const valid = (app?.secrets ?? []).filter(({ until }) => until === undefined || until > now)
  const candidates: readonly Digest<'client'>[] =
    valid.length > 0 ? valid.map((each) => each.digest) : [noSecret]
  const proven = candidates.map((each) => sameDigest(given, each)).includes(true)
  // The empty secret is nobody's, not even that of an app which has none.
  return app && (!proven || !presented) ? { error: 'client_unauthenticated' } : undefined
}

/** The log has the beginning of the AppKey alone: what is unknown may be a secret in the wrong place. */
export function unknownClient(clientId: string): OAuthError {
  const beginning = clientId.slice(0, Math.min(8, Math.floor(clientId.length / 2)))
  return { error: 'client_unknown', detail: `${beginning}... of ${clientId.length} characters` }
}

export const checkServed = (app: App): OAuthError | undefined =>
  isServed(app) ? undefined : { error: 'client_disabled', detail: app.status }

export const checkAddress = (app: App, address: string): OAuthError | undefined =>
  isAllowedAddress(app.addresses, address) ? undefined : { error: 'client_address_denied', detail: address }

/** A scope that the platform knows and the app was granted; a platform without scopes ignores what is asked. */
export function checkScope(scope: readonly string[], app: App, policy: Policy): OAuthError | undefined {
  if (policy.scopes.length === 0) return undefined
  const unknown = scope.find((word) => !policy.scopes.includes(word) || !app.scopes.includes(word))
  if (unknown === undefined) return undefined
  const detail = policy.scopes.includes(unknown) ? unknown : 'a scope that the platform has not'
  return { error: 'scope_not_granted', detail, parameter: 'scope' }
}

/** A code or refresh token never brings more than was agreed to (RFC 6749, section 6). */
const checkNotBroader = (
  asked: readonly string[] | undefined,
  granted: readonly string[],
): OAuthError | undefined =>
  asked?.every((word) => granted.includes(word)) === false
    ? { error: 'scope_not_granted', detail: 'broader than what was agreed to', parameter: 'scope' }
    : undefined

/** Whether a tenant of the address is this shop: hosts know no case. An address that names none is anybody's. */
export const isTenant = (tenant: string | undefined, shopId: string): boolean =>
  tenant === undefined || tenant.toLowerCase() === shopId.toLowerCase()

/** A code is good for its app, once, and not for long. Another app's attempt must not look like a second use. */
export function checkCode(
  code: Code | undefined,
  presented: TokenRequest,
  platform: string,
  app: App,
  now: number,
): OAuthError | undefined {
  if (!code || code.platform !== platform) return { error: 'code_unknown' }
  if (code.appId !== app.id) return { error: 'code_unknown', detail: 'issued to another app' }
  if (code.usedAt !== undefined) return { error: 'code_used' }
  if (code.expiresAt <= now) return { error: 'code_expired' }
  if (presented.redirectUri !== undefined && presented.redirectUri !== code.redirectUri) {
    return { error: 'redirect_uri_mismatch', detail: 'not the one of the authorization request' }
  }
  const isOther = presented.userId !== undefined && (presented.userId !== code.shopId || hasSeveral(code))
  if (isOther || (presented.accountId !== undefined && presented.accountId !== code.covers?.accountId))
    return { error: 'shop_mismatch' }
  if (!isTenant(presented.tenant, code.shopId)) return { error: 'shop_mismatch', detail: 'of another tenant' }
  return checkNotBroader(presented.scope, code.scope)
}

/** A refresh token is good for its app and user. Whether it is still the present one is asked after this. */
export function checkRefreshToken(
  grant: Grant | undefined,
  presented: RefreshRequest,
  platform: string,
  app: App,
): OAuthError | undefined {
  if (!grant || grant.platform !== platform || grant.refresh === undefined)
    return { error: 'refresh_token_unknown' }
  if (grant.appId !== app.id) return { error: 'refresh_token_unknown', detail: 'issued to another app' }
  if (presented.openId !== undefined && presented.openId !== grant.openId)
    return { error: 'open_id_mismatch' }
  if (presented.userId !== undefined && !shopsOf(grant).some(({ userId }) => userId === presented.userId))
    return { error: 'shop_mismatch' }
  if (!isTenant(presented.tenant, grant.shopId))
    return { error: 'shop_mismatch', detail: 'of another tenant' }
  if (grant.revoked) return { error: 'refresh_token_unknown', detail: `revoked: ${grant.revoked.because}` }
  return undefined
}

/** What must hold beside the present refresh token. */
export function checkRefreshTerms(
  grant: Grant,
  presented: RefreshRequest,
  app: App,
  policy: AppPolicy,
  now: number,
): OAuthError | undefined {
  const refused = checkRefreshRight(app, policy) ?? checkRefreshEnd(grant, now)
  if (refused) return refused
  if (presented.accessToken !== undefined && digest('access', presented.accessToken) !== grant.access) {
    return { error: 'access_token_unknown', detail: "not the grant's last one" }
  }
  return (
    checkNotBroader(presented.scope, grant.scope) ??
    checkRefreshWindow(grant, policy, now) ??
    checkRefreshQuota(grant, policy, now)
  )
}

/** The right may have been taken away since the token was given, or never have been there. */
const checkRefreshRight = (app: App, policy: AppPolicy): OAuthError | undefined =>
  refreshRightOf(policy, app).usable
    ? undefined
    : { error: 'flow_not_allowed', detail: 'the app has no right to refresh' }

export const checkRefreshEnd = (grant: Grant, now: number): OAuthError | undefined =>
  grant.refreshExpiresAt <= now ? { error: 'refresh_token_expired' } : undefined

function checkRefreshWindow(grant: Grant, { refreshWindow }: AppPolicy, now: number): OAuthError | undefined {
  if (!refreshWindow || grant.accessExpiresAt - now <= refreshWindow.lastSeconds) return undefined
  return { error: 'refresh_too_early', detail: `${grant.accessExpiresAt - now} s before expiry` }
}

function checkRefreshQuota(grant: Grant, { refreshQuota }: AppPolicy, now: number): OAuthError | undefined {
  if (!refreshQuota) return undefined
  const { period, count } = countRefresh(grant, refreshQuota, now)
  return count > refreshQuota.count
    ? { error: 'quota_exceeded', detail: `${count - 1} in ${period}` }
    : undefined
}

/** An access token is good for its platform and app while it lives, and shortly after a refresh replaced it. */
export function isLiveAccess(grant: Grant, presented: Digest<'access'>, now: number): boolean {
  if (grant.revoked) return false
  if (sameDigest(grant.access, presented)) return grant.accessExpiresAt > now
  const previous = grant.previousAccess
  return previous !== undefined && sameDigest(previous.digest, presented) && previous.until > now
}
