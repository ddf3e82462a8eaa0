import type { OAuthError, RefreshRequest, TokenSet } from '@hufu/dialects'
import { type Caller, activeUser, authenticateClient } from './clients.ts'
import { type GrantContext, isError } from './context.ts'
import { sameDigest } from './digest.ts'
import { type Tokens, indexOf, mintTokens, terms, tokenSet, withState } from './grants.ts'
import { type AppPolicy, policyOf } from './policy.ts'
import { countRefresh } from './quota.ts'
import { openAnswer, questionOf, sealAnswer } from './replay.ts'
import { checkRefreshTerms, checkRefreshToken } from './rules.ts'
import type { App, Found, Grant, GrantDecision, User } from './store.ts'
import { find } from './tokens.ts'

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
  if (isError(app)) return app
  const found = find('refresh', [context.formats.refreshToken], presented.refreshToken, context.keys)
  const seen = found && (await context.store.grant(found))
  if (!found || !seen) return { error: 'refresh_token_unknown' }
  const user = await activeUser(seen.userId, context)
  if (!user) return { error: 'refresh_token_unknown', detail: 'its user is gone or disabled' }
  return context.store.refreshGrant(found, (grant) => decideRefresh(grant, found, presented, app, user, context))
}

function decideRefresh(
  grant: Grant | undefined,
  found: Found<'refresh'> & { readonly generation?: number },
  presented: RefreshRequest,
  app: App,
  user: User,
  context: GrantContext,
): RefreshDecision {
  const now = context.store.now()
  const refused = checkRefreshToken(grant, presented, context.platform, app)
  if (refused || !grant?.refresh) return { answer: refused ?? { error: 'refresh_token_unknown' } }
  const policy = policyOf(context.policy, app)
  if (!sameDigest(grant.refresh, found.digest)) return decideReuse(grant, found, presented, app, user, policy, now)
  const error = checkRefreshTerms(grant, presented, policy, now)
  if (error) return { answer: error }

  const generation = grant.generation + 1
  const tokens = mintTokens({ id: grant.id, generation, keyId: grant.keyId }, app, policy, context, now)
  const { previousAccess: _previous, replay: _replay, ...kept } = grant
  const next: Grant = {
    ...kept,
    generation,
    ...terms(tokens, policy, now),
    ...replaced(grant, tokens, policy, now),
    ...keptAnswer(presented, tokens, app, policy, now),
    ...(policy.refreshQuota && { refreshes: countRefresh(grant, policy.refreshQuota, now) }),
  }
  const answer = withState(tokenSet(tokens, next, user, now), presented)
  return { answer, write: { grant: next, index: indexOf(tokens) } }
}

/** The access token that a caller may still hold lives on for a little, never longer than it would have. */
function replaced(grant: Grant, { access }: Tokens, { previousAccessToken }: AppPolicy, now: number) {
  if (access.digest === grant.access) return {}
  const until = Math.min(grant.accessExpiresAt, now + previousAccessToken.graceSeconds)
  return { previousAccess: { digest: grant.access, until } }
}

/** Where the refresh token changed, the answer is kept for whoever lost it. */
function keptAnswer(presented: RefreshRequest, { access, refresh }: Tokens, app: App, { refresh: kind, reuse }: AppPolicy, now: number) {
  if (kind.refreshToken === 'same' || reuse.replaySeconds === 0) return {}
  const handed = { accessToken: access.token, ...(refresh && { refreshToken: refresh.token }) }
  return {
    replay: {
      question: questionOf(app.id, presented),
      until: now + reuse.replaySeconds,
      sealed: sealAnswer(presented.refreshToken, handed),
    },
  }
}

/**
 * The token was this grant's once and is no longer. The question whose answer was the last may be asked again for a
 * few seconds; otherwise the token may be in two hands, one of them a thief's (RFC 9700, section 4.14.2).
 */
function decideReuse(
  grant: Grant,
  { id, generation }: { readonly id?: number; readonly generation?: number },
  presented: RefreshRequest,
  app: App,
  user: User,
  policy: AppPolicy,
  now: number,
): RefreshDecision {
  const { replay } = grant
  if (replay && replay.until > now && replay.question === questionOf(app.id, presented)) {
    const { accessToken, refreshToken } = openAnswer(presented.refreshToken, replay.sealed)
    const tokens = { access: { token: accessToken }, ...(refreshToken !== undefined && { refresh: { token: refreshToken } }) }
    return { answer: withState(tokenSet(tokens, grant, user, now), presented) }
  }
  // A token that carries its generation and is not of an earlier one was never handed out.
  const spent = id === undefined || (generation !== undefined && generation < grant.generation)
  if (!spent) return { answer: { error: 'refresh_token_unknown' } }
  const answer: OAuthError = { error: 'refresh_token_used', detail: `generation ${generation ?? 'unknown'} of ${grant.generation}` }
  if (policy.reuse.then === 'reject') return { answer }
  const revoked = { at: now, because: 'refresh_token_reused' } as const
  return { answer, write: { grant: { ...grant, revoked }, index: [] } }
}
