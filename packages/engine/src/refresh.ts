import type { OAuthError, RefreshRequest, TokenSet } from '@hufu/dialects'
import { type Caller, activeUser, authenticateClient, checkShop } from './clients.ts'
import { type GrantContext, isOAuthError } from './context.ts'
import { sameDigest } from './digest.ts'
import { repeatedRefresh, sameAccess } from './tokens/pair.ts'
import { type AppPolicy, policyOf } from './policy.ts'
import { type PartAhead, partAhead, refreshPart } from './tokens/parts.ts'
import { questionOf } from './question.ts'
import { refreshed, withLivingAccess } from './refreshed.ts'
import { checkRefreshEnd, checkRefreshTerms, checkRefreshToken } from './rules.ts'
import type { App, Found, Grant, GrantDecision, User } from './store.ts'
import { tokenSet, withState } from './tokens/token-set.ts'
import { find, rotatedSecret } from './tokens/tokens.ts'

type RefreshDecision = GrantDecision<TokenSet | OAuthError>

/** Refresh token to tokens: new ones or the same for longer, as the platform does it. */
export async function refreshGrant(
  presented: RefreshRequest,
  caller: Caller,
  context: GrantContext,
): Promise<TokenSet | OAuthError> {
  const { clientId } = presented
  if (clientId === undefined) return { error: 'client_unknown', detail: 'nobody says who asks' }
  const app = await authenticateClient({ ...presented, clientId }, caller, context)
  if (isOAuthError(app)) return app
  const found = find('refresh', [context.formats.refreshToken], presented.refreshToken, context.keys)
  const seen = found && (await context.store.grant(found))
  if (!found || !seen) return { error: 'refresh_token_unknown' }
  const user = await activeUser(seen.userId, context)
  if (!user) return { error: 'refresh_token_unknown', detail: 'its user is gone or disabled' }
  const ahead = await partAhead(seen, presented, context)
  return context.store.refreshGrant(found, (grant) =>
    decideRefresh(grant, found, presented, app, user, caller, ahead, context),
  )
}

function decideRefresh(
  grant: Grant | undefined,
  found: Found<'refresh'> & { readonly generation?: number },
  presented: RefreshRequest,
  app: App,
  user: User,
  caller: Caller,
  ahead: PartAhead | undefined,
  context: GrantContext,
): RefreshDecision {
  const now = context.store.now()
  const refused = checkRefreshToken(grant, presented, context.platform, app)
  if (refused || !grant?.refresh) return { answer: refused ?? { error: 'refresh_token_unknown' } }
  const policy = policyOf(context.policy, app)
  if (!sameDigest(grant.refresh, found.digest)) {
    return (
      repeat(grant, presented, app, user, policy, context) ?? decideReuse(grant, found, caller, policy, now)
    )
  }
  const error = checkShop(app, grant) ?? checkRefreshTerms(grant, presented, app, policy, now)
  if (error) return { answer: error }
  if (ahead) return refreshPart(grant, ahead, presented, app, user, policy, context)
  const { tokens, grant: next, write } = refreshed(grant, presented, app, policy, context)
  const answer = withState(tokenSet(tokens, next, user, now), presented)
  return { answer, ...(write && { write }) }
}

/** The question whose answer was the last may be asked again for a while: the answer may have been lost. */
function repeat(
  grant: Grant,
  presented: RefreshRequest,
  app: App,
  user: User,
  policy: AppPolicy,
  context: GrantContext,
): RefreshDecision | undefined {
  const now = context.store.now()
  const { replay } = grant
  if (!replay || replay.until <= now || replay.question !== questionOf(app, presented)) return undefined
  const refused = checkShop(app, grant) ?? checkRefreshEnd(grant, now)
  if (refused) return { answer: refused }
  const fresh = rotatedSecret(replay.salt, presented.refreshToken, grant, context.keys)
  const of = { ...grant, clientId: app.clientId }
  const refresh = repeatedRefresh(of, fresh, context)
  if (!refresh) return undefined
  const said = (access: { readonly token: string }, of: Grant): TokenSet =>
    withState(tokenSet({ access, refresh }, of, user, now), presented)
  const same = grant.accessExpiresAt > now ? sameAccess(of, grant.accessExpiresAt, context, fresh) : undefined
  if (same) return { answer: said(same.access, grant) }
  const { access, grant: next } = withLivingAccess(grant, app, policy, context)
  return { answer: said(access, next), write: { grant: next, index: access.index } }
}

/**
 * The token was this grant's once and is no longer: it may be in two hands, one of them a thief's (RFC 9700,
 * section 4.14.2).
 */
function decideReuse(
  grant: Grant,
  { id, generation }: { readonly id?: number; readonly generation?: number },
  { repeatable }: Caller,
  policy: AppPolicy,
  now: number,
): RefreshDecision {
  // A token that carries its generation and is not of an earlier one was never handed out.
  const spent = id === undefined || (generation !== undefined && generation < grant.generation)
  if (!spent) return { answer: { error: 'refresh_token_unknown' } }
  const answer: OAuthError = {
    error: 'refresh_token_used',
    detail: `generation ${generation ?? 'unknown'} of ${grant.generation}`,
  }
  // A request that can be repeated is remembered for as long as a refresh token lives. In an older grant that covers the
  // token before the present one alone: what is older may be a stranger's repetition.
  const overheard =
    repeatable === true &&
    (generation ?? 0) < grant.generation - 1 &&
    grant.createdAt + policy.refreshTokenLifetime <= now
  if (policy.reuse.then === 'reject' || overheard) return { answer }
  const revoked = { at: now, because: 'refresh_token_reused' } as const
  return { answer, write: { grant: { ...grant, revoked }, index: [] } }
}
