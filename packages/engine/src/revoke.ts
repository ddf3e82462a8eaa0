import type { OAuthError } from '@hufu/dialects'
import { type Caller, type PresentedClient, authenticateClient } from './clients.ts'
import { type GrantContext, isOAuthError } from './context.ts'
import { sameDigest } from './digest.ts'
import { isLiveAccess } from './rules.ts'
import type { Grant } from './store.ts'
import { find } from './tokens/tokens.ts'

/**
 * RFC 7009: ends the grant that the token belongs to, if it is this app's; whatever the token, the answer is the same.
 * Undefined: done, or there was nothing to do.
 */
export async function revokeToken(
  token: string,
  presented: PresentedClient & { readonly clientId: string },
  caller: Caller,
  context: GrantContext,
): Promise<OAuthError | undefined> {
  const { store, platform } = context
  // No platform documents this call, so the secret is asked for on every one.
  const { clientAuthentication: _, ...policy } = context.policy
  const app = await authenticateClient(presented, caller, { ...context, policy })
  if (isOAuthError(app)) return app
  const grant = (await byRefreshToken(token, context)) ?? (await byAccessToken(token, context))
  if (grant && grant.appId === app.id && grant.platform === platform && !grant.revoked) {
    await store.revokeGrant(grant.id, store.now(), 'client')
  }
  return undefined
}

async function byRefreshToken(
  token: string,
  { store, keys, formats }: GrantContext,
): Promise<Grant | undefined> {
  const found = find('refresh', [formats.refreshToken], token, keys)
  const grant = found && (await store.grant(found))
  return found && grant?.refresh && sameDigest(grant.refresh, found.digest) ? grant : undefined
}

async function byAccessToken(
  token: string,
  { store, keys, formats }: GrantContext,
): Promise<Grant | undefined> {
  const found = find('access', [formats.accessToken], token, keys)
  const grant = found && (await store.grant(found))
  return found && grant && isLiveAccess(grant, found.digest, store.now()) ? grant : undefined
}
