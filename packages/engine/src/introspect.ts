import type { OAuthError, TokenFormat, UserInfo, UserInfoRequest } from '@hufu/dialects'
import { type Caller, activeUser, admitClient } from './clients.ts'
import { type GrantContext, isOAuthError } from './context.ts'
import { isEndless } from './deadlines.ts'
import { digest, sameDigest } from './digest.ts'
import { mayServe } from './coverage.ts'
import { isServed } from './policy.ts'
import { isLiveAccess, noSecret, unknownClient } from './rules.ts'
import type { App, Gateway, Grant, User } from './store.ts'
import { find } from './tokens/tokens.ts'

/** What a live token stands for. */
export interface LiveToken {
  readonly kind: 'access' | 'refresh'
  readonly grant: Grant
  readonly app: App
  readonly user: User
  /** Seconds since the epoch; absent where it has no end. */
  readonly expiresAt?: number
}

/** A grant is dead while its app is not served or its user is not active, whatever its tokens say. */
async function living(
  grant: Grant,
  context: GrantContext,
): Promise<Pick<LiveToken, 'app' | 'user'> | undefined> {
  const app = await context.directory.appById(grant.appId)
  if (!app || !isServed(app) || !mayServe(app, grant)) return undefined
  const user = await activeUser(grant.userId, context)
  return user && { app, user }
}

/**
 * Which live grant a token belongs to; undefined for every way of being none. Never writes.
 * `formats` are all that access tokens of any platform have, as the caller does not say which platform it is of.
 */
export async function introspect(
  token: string,
  formats: { readonly access: readonly TokenFormat[]; readonly refresh: readonly TokenFormat[] },
  context: Omit<GrantContext, 'platform' | 'formats' | 'policy'>,
): Promise<LiveToken | undefined> {
  const now = context.store.now()
  const whole = context as GrantContext
  const access = find('access', formats.access, token, context.keys)
  const opened = access && (await context.store.grant(access))
  if (opened && access && isLiveAccess(opened, access.digest, now)) {
    const alive = await living(opened, whole)
    const current = opened.access === access.digest
    const expiresAt = current ? opened.accessExpiresAt : (opened.previousAccess?.until ?? now)
    return alive && { kind: 'access', grant: opened, ...alive, ...ending(expiresAt) }
  }
  const refresh = find('refresh', formats.refresh, token, context.keys)
  const grant = refresh && (await context.store.grant(refresh))
  if (!grant?.refresh || !refresh || grant.revoked || !sameDigest(grant.refresh, refresh.digest))
    return undefined
  if (grant.refreshExpiresAt <= now) return undefined
  const alive = await living(grant, whole)
  return alive && { kind: 'refresh', grant, ...alive, ...ending(grant.refreshExpiresAt) }
}

const ending = (expiresAt: number): Pick<LiveToken, 'expiresAt'> =>
  isEndless(expiresAt) ? {} : { expiresAt }

/** Whether the credential is the gateway's. An unknown gateway costs the same. */
export function isGateway(gateway: Gateway | undefined, secret: string): boolean {
  const given = digest('client', secret)
  return sameDigest(given, gateway?.secret ?? noSecret) && gateway !== undefined
}

/** What the platform's own call tells of the user that an access token stands for. */
export async function userInfo(
  presented: UserInfoRequest,
  caller: Caller,
  context: GrantContext,
): Promise<{ readonly info: UserInfo; readonly grant: Grant } | OAuthError> {
  const { store, keys, formats, platform, directory } = context
  const named =
    presented.clientId === undefined ? undefined : await directory.app(platform, presented.clientId)
  if (presented.clientId !== undefined && !named) return unknownClient(presented.clientId)
  if (named) caller.named?.(named)
  const found = find('access', [formats.accessToken], presented.accessToken, keys)
  const grant = found && (await store.grant(found))
  if (!found || !grant || grant.platform !== platform || !isLiveAccess(grant, found.digest, store.now())) {
    return { error: 'access_token_unknown' }
  }
  if (named && named.id !== grant.appId) return { error: 'access_token_unknown', detail: 'of another app' }
  const alive = await living(grant, context)
  if (!alive) return { error: 'access_token_unknown', detail: 'its app or user is not active' }
  if (!named) caller.named?.(alive.app)
  const admitted = admitClient(alive.app, caller, context)
  if (isOAuthError(admitted)) return admitted
  if (presented.openId !== undefined && presented.openId !== grant.openId)
    return { error: 'open_id_mismatch' }
  const { userInfoScope } = context.policy
  if (userInfoScope !== undefined && !grant.scope.includes(userInfoScope)) {
    return { error: 'scope_not_granted', detail: `the token is not for ${userInfoScope}` }
  }
  const { displayName, avatarUrl } = alive.user
  const info = {
    openId: grant.openId,
    userId: grant.shopId,
    nickname: displayName,
    ...(avatarUrl !== undefined && { avatarUrl }),
  }
  return { info, grant }
}
