/* Converts a platform's reply into the stored tokens. */
import type { TokensOf } from '@hufu/client'
import { type Dialect, type Lifetime, type PerStatus, type TokenSet, secondsOf } from '@hufu/dialects'
import type { App } from '../app/app.ts'
import type { Connection, TokenFacts } from '@hufu/keeper-store/connection'
import type { Sealing } from './sealing.ts'
import { LATEST, isFarTime, isFitTime } from '../connect/fit.ts'
import type { Schedule, SealedTokens } from '@hufu/keeper-store/store'
import { scheduleOf } from '../refresh/timing.ts'

export type Tokens = Pick<
  TokensOf<Dialect>,
  | 'accessToken'
  | 'refreshToken'
  | 'requestedAt'
  | 'expiresAt'
  | 'expiresIn'
  | 'refreshExpiresAt'
  | keyof TokenFacts
>

interface Whose extends Pick<Connection, 'id' | 'tenant'> {
  readonly authorizationExpiresAt?: number | undefined
  /** Sealed, where one is held. */
  readonly refresh?: string | undefined
  /** The previous tokens, if there are any. */
  readonly before?:
    | Pick<Connection, 'status' | 'issuedAt' | 'accessExpiresAt' | 'refreshExpiresAt' | 'facts'>
    | undefined
}

/** Sealed, timed and scheduled. `presented` is the refresh token that they came for: one that did not change stays as it lies. */
export function sealTokens(
  whose: Whose,
  tokens: Tokens,
  { policy }: Pick<App, 'policy'>,
  sealing: Sealing,
  presented?: string,
): SealedTokens & Schedule {
  const { accessToken, refreshToken, requestedAt: issuedAt } = tokens
  const stated = statedEnd(tokens)
  const accessExpiresAt = stated ?? Math.min(LATEST, issuedAt + assumedLifetime(whose, policy))
  const fresh = refreshToken === undefined || refreshToken === presented ? undefined : refreshToken
  const refresh = fresh === undefined ? whose.refresh : sealing.seal(whose, 'refresh', fresh)
  const refreshExpiresAt =
    refresh === undefined ? undefined : refreshEnd(whose, tokens, policy, fresh !== undefined)
  return {
    access: sealing.seal(whose, 'access', accessToken),
    ...(refresh !== undefined && fresh !== undefined && { refresh }),
    issuedAt,
    accessExpiresAt,
    ...(stated === undefined && { accessAssumed: true as const }),
    ...(refreshExpiresAt !== undefined && { refreshExpiresAt }),
    facts: { ...identityOf(whose.before?.facts), ...factsOf(tokens) },
    ...scheduleOf(
      {
        id: whose.id,
        issuedAt,
        accessExpiresAt,
        ...(stated === undefined && { accessAssumed: true as const }),
        refresh,
        refreshExpiresAt,
        isRefreshLost: tokens.oddities?.some(({ problem }) => problem === 'lost'),
        authorizationExpiresAt: whose.authorizationExpiresAt,
      },
      policy,
    ),
  }
}

/**
 * The end of the refresh token that the platform states is believed. One that stays where each reply tells keeps its end, as
 * does each where a refresh renews no deadline; elsewhere the terms say how long it lives from now on.
 */
function refreshEnd(
  { before }: Whose,
  tokens: Tokens,
  policy: App['policy'],
  isFresh: boolean,
): number | undefined {
  const { requestedAt, refreshExpiresAt } = tokens
  if (isFitTime(refreshExpiresAt)) return refreshExpiresAt
  if (policy.refreshDeadline === 'none' || isFarTime(refreshExpiresAt)) return undefined
  const isKept = policy.refreshDeadline === 'kept' && before?.status !== 'pending'
  const stays =
    isKept || (!isFresh && policy.refresh.refreshToken === 'either') ? before?.refreshExpiresAt : undefined
  return stays ?? requestedAt + lifetimeOf(policy.refreshTokenLifetime, policy.accessTokenLifetime, tokens)
}

/** An end that can be. */
const statedEnd = ({ expiresAt }: Tokens): number | undefined =>
  isFitTime(expiresAt) ? expiresAt : undefined

/** Seconds: a lifetime that was known is shorter only where somebody brought tokens near their end. */
const SHORTEST_ASSUMED = 300

/**
 * For a platform that states no plausible lifetime: the last known one, else the policy's, the shorter one of two. Tokens that
 * no refresh has proved do not tell their lifetime: some of it had passed.
 */
function assumedLifetime({ before }: Whose, { accessTokenLifetime: terms }: App['policy']): number {
  if (terms === 'endless') return Infinity
  const known = before && before.status !== 'pending' ? before.accessExpiresAt - before.issuedAt : 0
  if (known >= SHORTEST_ASSUMED) return known
  return Math.min(...Object.values(secondsOf(terms)))
}

/** The lifetime of an app in online test, if its access token lives no longer than such an app's. */
function lifetimeOf(
  refresh: PerStatus,
  access: Lifetime,
  { expiresIn }: Pick<TokenSet, 'expiresIn'>,
): number {
  if (typeof refresh === 'number') return refresh
  const tested = typeof access === 'object' && expiresIn !== undefined && expiresIn <= access.onlineTest
  return tested ? refresh.onlineTest : refresh.online
}

/** A refresh that states no identity leaves it unchanged. */
const identityOf = ({ openId, userId, unionId }: TokenFacts = {}): TokenFacts =>
  factsOf({
    ...(openId !== undefined && { openId }),
    ...(userId !== undefined && { userId }),
    ...(unionId !== undefined && { unionId }),
  })

const factNames = ['openId', 'scope', 'userId', 'userName', 'unionId', 'oddities'] as const

const factsOf = (tokens: TokenFacts): TokenFacts =>
  Object.fromEntries(factNames.flatMap((name) => (tokens[name] === undefined ? [] : [[name, tokens[name]]])))

/** How the platform's reply names the shop: its number where it has one, else the user that authorized. */
export const shopOf = ({ userId, openId }: TokenFacts): string | undefined => userId ?? openId
