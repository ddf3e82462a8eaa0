/*
 * Grants of several shops whose tokens part: the first refresh token is spent once for each shop, which has a grant of its own
 * from then on. Only where a refresh replaces both tokens, as the answer is made again from a salt alone.
 */
import type { OAuthError, RefreshRequest, TokenSet } from '@hufu/dialects'
import type { GrantContext } from '../context.ts'
import { hasSeveral, shopsOf } from '../coverage.ts'
import { endAfter } from '../deadlines.ts'
import type { AppPolicy } from '../policy.ts'
import type { App, Grant, GrantDecision, GrantPart, User } from '../store.ts'
import { firstRefresh, newAccess } from './pair.ts'
import { tokenSet, withState } from './token-set.ts'
import { randomSalt, rotatedSecret } from './tokens.ts'

/** What had to be asked before the decision: a number for the new grant, and whether the shop's tokens have gone on. */
export interface PartAhead {
  readonly id: number
  readonly goneOn: boolean
}

/** Undefined where a refresh of this grant is one for all of it. */
export async function partAhead(
  grant: Grant,
  { userId }: RefreshRequest,
  { policy, store, nextId }: GrantContext,
): Promise<PartAhead | undefined> {
  if (policy.severalShops?.tokens !== 'apart' || !hasSeveral(grant)) return undefined
  const before = grant.parts?.find(({ shopId }) => shopId === userId)
  if (!before) return { id: await nextId(), goneOn: false }
  const part = await store.grantById(before.grantId)
  return { id: before.grantId, goneOn: !part || part.generation > 0 || part.revoked !== undefined }
}

/** The tokens of one shop. For a while the same question has the same answer, until the tokens in it are refreshed. */
export function refreshPart(
  grant: Grant,
  ahead: PartAhead,
  presented: RefreshRequest,
  app: App,
  user: User,
  policy: AppPolicy,
  context: GrantContext,
): GrantDecision<TokenSet | OAuthError> {
  const now = context.store.now()
  const shop = shopsOf(grant).find(({ userId }) => userId === presented.userId)
  if (!shop) return { answer: { error: 'shop_mismatch', detail: 'none of the shops is named' } }
  const before = grant.parts?.find(({ shopId }) => shopId === shop.userId)
  if (before ? before.until <= now || ahead.goneOn : ahead.goneOn)
    return { answer: { error: 'refresh_token_used', detail: `spent for shop ${shop.userId}` } }
  const until = now + policy.reuse.replaySeconds
  const part: GrantPart = before ?? {
    shopId: shop.userId,
    grantId: ahead.id,
    salt: randomSalt(),
    at: now,
    until,
  }
  const made = { id: part.grantId, generation: 0, keyId: grant.keyId }
  const of = { ...made, shopId: shop.userId, clientId: app.clientId }
  const fresh = rotatedSecret(part.salt, presented.refreshToken, of, context.keys)
  const accessExpiresAt = endAfter(policy.accessTokenLifetime, part.at, grant)
  const refreshExpiresAt = endAfter(policy.refreshTokenLifetime, part.at, grant)
  const { access } = newAccess(of, accessExpiresAt, fresh, policy, context)
  const refresh = firstRefresh(of, refreshExpiresAt, fresh, policy, context)
  const { platform, appId, userId, openId, scope, endsAt } = grant
  const issued: Grant = {
    ...made,
    platform,
    appId,
    userId,
    shopId: shop.userId,
    covers: { shops: [shop], ...(shop.region !== undefined && { region: shop.region }) },
    openId,
    scope,
    access: access.digest,
    accessExpiresAt,
    refresh: refresh.digest,
    refreshExpiresAt,
    ...(endsAt !== undefined && { endsAt }),
    createdAt: part.at,
  }
  const answer = withState(tokenSet({ access, refresh }, issued, user, now), presented)
  if (before) return { answer }
  return {
    answer,
    write: { grant: { ...grant, parts: [...(grant.parts ?? []), part] }, index: [] },
    issue: { grant: issued, index: [...access.index, ...refresh.index] },
  }
}
