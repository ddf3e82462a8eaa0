import { hash } from 'node:crypto'
import type { OAuthError, RefreshRequest, TokenSet } from '@hufu/dialects'
import { type Caller, activeUser, authenticateClient, checkShop } from './clients.ts'
import { type GrantContext, isOAuthError } from './context.ts'
import { sameDigest } from './digest.ts'
import { type Tokens, indexOf, mintTokens, terms, tokenSet, withState } from './grants.ts'
import { type AppPolicy, policyOf } from './policy.ts'
import { countRefresh } from './quota.ts'
import { checkRefreshTerms, checkRefreshToken } from './rules.ts'
import type { App, Found, Grant, GrantDecision, User } from './store.ts'
import { find, randomSalt, randomSecret, rotatedSecret } from './tokens.ts'

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
  return context.store.refreshGrant(found, (grant) =>
    decideRefresh(grant, found, presented, app, user, caller, context),
  )
}

function decideRefresh(
  grant: Grant | undefined,
  found: Found<'refresh'> & { readonly generation?: number },
  presented: RefreshRequest,
  app: App,
  user: User,
  caller: Caller,
  context: GrantContext,
): RefreshDecision {
  const now = context.store.now()
  const refused = checkRefreshToken(grant, presented, context.platform, app)
  if (refused || !grant?.refresh) return { answer: refused ?? { error: 'refresh_token_unknown' } }
  const policy = policyOf(context.policy, app)
  if (!sameDigest(grant.refresh, found.digest))
    return decideReuse(grant, found, presented, app, user, caller, policy, context, now)
  const error = checkShop(app, grant) ?? checkRefreshTerms(grant, presented, app, policy, now)
  if (error) return { answer: error }

  const generation = grant.generation + 1
  const replay = replayOf(presented, app, policy, now)
  const secret = replay
    ? rotatedSecret(replay.salt, presented.refreshToken, grant, context.keys)
    : randomSecret
  const tokens = mintTokens(
    { id: grant.id, generation, keyId: grant.keyId },
    secret,
    app,
    policy,
    context,
    now,
  )
  const { previousAccess: _previous, replay: _replay, ...kept } = grant
  const next: Grant = {
    ...kept,
    generation,
    ...terms(tokens, policy, now),
    ...replaced(grant, tokens, policy, now),
    ...(replay && { replay }),
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

/**
 * Where the refresh token changes, the answer can be made again for whoever lost it: its tokens follow from what was
 * presented and a salt in the grant's row.
 */
function replayOf(
  presented: RefreshRequest,
  app: App,
  { refresh, reuse }: AppPolicy,
  now: number,
): Grant['replay'] {
  if (refresh.refreshToken === 'same' || reuse.replaySeconds === 0) return undefined
  return { question: questionOf(app, presented), until: now + reuse.replaySeconds, salt: randomSalt() }
}

/** The same question is the same app, tokens, user and scope. */
const questionOf = ({ id }: App, { refreshToken, openId, accessToken, scope }: RefreshRequest): string =>
  hash(
    'sha256',
    JSON.stringify([id, refreshToken, openId ?? null, accessToken ?? null, scope ?? null]),
    'base64url',
  )

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
  { repeatable }: Caller,
  policy: AppPolicy,
  context: GrantContext,
  now: number,
): RefreshDecision {
  const { replay } = grant
  if (replay && replay.until > now && replay.question === questionOf(app, presented)) {
    const secret = rotatedSecret(replay.salt, presented.refreshToken, grant, context.keys)
    const tokens = mintTokens(grant, secret, app, policy, context, now)
    return { answer: withState(tokenSet(tokens, grant, user, now), presented) }
  }
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
