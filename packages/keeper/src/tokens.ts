/* What a platform's reply becomes in the store. */
import type { TokensOf } from '@hufu/client'
import type { Dialect, PerStatus, TokenSet } from '@hufu/dialects'
import type { App } from './app.ts'
import type { Connection, TokenFacts } from './connection.ts'
import type { Sealing } from './sealing.ts'
import type { Schedule, SealedTokens } from './store.ts'
import { scheduleOf } from './timing.ts'

export type Tokens = Pick<
  TokensOf<Dialect>,
  'accessToken' | 'refreshToken' | 'requestedAt' | 'expiresAt' | 'expiresIn' | keyof TokenFacts
>

interface Whose extends Pick<Connection, 'id' | 'tenant'> {
  readonly authorizationExpiresAt?: number | undefined
  /** Sealed, where one is held. */
  readonly refresh?: string | undefined
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
  const accessExpiresAt = tokens.expiresAt ?? issuedAt + assumedLifetime(policy)
  const fresh = refreshToken === undefined || refreshToken === presented ? undefined : refreshToken
  const refresh = fresh === undefined ? whose.refresh : sealing.seal(whose, 'refresh', fresh)
  return {
    access: sealing.seal(whose, 'access', accessToken),
    ...(refresh !== undefined && fresh !== undefined && { refresh }),
    issuedAt,
    accessExpiresAt,
    ...(refresh !== undefined && {
      refreshExpiresAt:
        issuedAt + lifetimeOf(policy.refreshTokenLifetime, policy.accessTokenLifetime, tokens),
    }),
    facts: factsOf(tokens),
    ...scheduleOf(
      {
        id: whose.id,
        issuedAt,
        accessExpiresAt,
        refresh,
        authorizationExpiresAt: whose.authorizationExpiresAt,
      },
      policy,
    ),
  }
}

/** Where the platform states none that can be: the shorter one of its terms. */
const assumedLifetime = ({ accessTokenLifetime: terms }: App['policy']): number =>
  typeof terms === 'number' ? terms : Math.min(terms.onlineTest, terms.online)

/** Of an app under online test, where its access token lives no longer than such an app's. */
function lifetimeOf(
  refresh: PerStatus,
  access: PerStatus,
  { expiresIn }: Pick<TokenSet, 'expiresIn'>,
): number {
  if (typeof refresh === 'number') return refresh
  const tested = typeof access === 'object' && expiresIn !== undefined && expiresIn <= access.onlineTest
  return tested ? refresh.onlineTest : refresh.online
}

const factNames = ['openId', 'scope', 'userId', 'userName', 'unionId'] as const

const factsOf = (tokens: TokenFacts): TokenFacts =>
  Object.fromEntries(factNames.flatMap((name) => (tokens[name] === undefined ? [] : [[name, tokens[name]]])))

/** How the platform's reply names the shop: its number where it has one, else the user that authorized. */
export const shopOf = ({ userId, openId }: TokenFacts): string | undefined => userId ?? openId
