/** What the platform promises about time and use. Plain data: the engine reads it, and so does the keeper. Times are in seconds. */
export interface Policy {
  readonly codeLifetime: number
  /**
   * What a code is that was used. Absent: it is refused, and ends its grant (RFC 6749, section 4.1.2). A repeated answer
   * ends with the code, and as soon as a refresh replaces the tokens.
   */
  readonly codeReuse?: Reuse
  /** Under online test an app's tokens may live shorter than online. `endless`: until the grant ends. */
  readonly accessTokenLifetime: Lifetime
  readonly refreshTokenLifetime: PerStatus
  /**
   * What a refresh does to the deadline of the refresh token. `renewed`, the default: it counts anew. `kept`: the first one
   * of the grant holds, also for a new refresh token. `none`: refresh tokens do not expire, and their lifetime means nothing.
   */
  readonly refreshDeadline?: 'renewed' | 'kept' | 'none'
  /** Which of the two tokens a refresh replaces; what stays the same lives longer. */
  readonly refresh: {
    readonly accessToken: 'new' | 'same'
    /** `either`: unknown ahead, each reply tells. A reply without one leaves the old in force (RFC 6749, section 6). */
    readonly refreshToken: 'new' | 'same' | 'either'
  }
  /** What a refresh does instead while the access token has time left. The first row that applies; `refresh` where none does. */
  readonly earlyRefresh?: readonly EarlyRefresh[]
  /**
   * `by-right`: only apps that were given the right get a refresh token. `usable-by-right`: each app gets one, and to an app
   * without the right it is of no use: it ends when it is given.
   */
  readonly refreshTokenGranted: 'always' | 'by-right' | 'usable-by-right'
  /**
   * How long an access token still works after a refresh replaced it, within its own lifetime: a caller may hold it. The
   * one before it ends then.
   */
  readonly previousAccessToken: { readonly graceSeconds: number }
  /**
   * What a refresh token is that a refresh has replaced. A repeated answer ends as soon as the refresh token in it is used.
   * Of Hufu's own servers: what is known of the real platform is the dialect's `knownReuse`.
   */
  readonly reuse: Reuse
  /**
   * What an authorization does to the earlier ones that a shop gave to the same app. `end-grants`: they end when the new
   * code is issued, with their tokens and with codes that are still pending. Absent: they stay.
   */
  readonly reauthorization?: 'end-grants' | 'keep-grants'
  /**
   * What an account above several shops authorises. `together`: one pair of tokens serves them all. `apart`: the first pair
   * does, and its refresh token is spent once for each shop, which has tokens of its own from then on. `region`: what is said
   * of where they sell. Absent: the user's own shop alone.
   */
  readonly severalShops?: { readonly tokens: 'together' | 'apart'; readonly region?: string }
  /**
   * Seconds until the authorization itself ends, of which the merchant chooses one; the first where they choose none. No
   * token of it lives longer. Absent: an authorization has no end of its own.
   */
  readonly grantLifetime?: { readonly choices: readonly number[] }
  /** Counted per grant and per calendar period of the platform's own time zone (IANA name). */
  readonly refreshQuota?: {
    readonly count: number
    readonly per: 'month' | 'day'
    readonly timeZone: string
    /** Whether a refresh that is refused for its rate counts too; it does not by default. A keeper reads it. */
    readonly countsRateLimited?: boolean
  }
  /** A refresh is refused earlier than this before the access token expires. */
  readonly refreshWindow?: { readonly lastSeconds: number }
  /** Calls of one app to all endpoints together. */
  readonly rateLimit?: { readonly count: number; readonly perSeconds: number }
  /** Whether a merchant's new password ends what they have authorised. */
  readonly passwordChange: 'end-grants' | 'keep-grants'
  readonly clientIdIssued: 'on-creation' | 'on-approval'
  /** `none`: a call without proof of whose it is is taken. Absent: each proves it, as `authenticationOf` says. */
  readonly clientAuthentication?: 'none'
  /** What is registered: the redirect URI itself, its host, or any URI whose registrable domain it shares. */
  readonly redirectUri: 'exact' | 'host' | 'registrable-domain'
  readonly httpsOnly: boolean
  /** The redirect URI that asks for the code to be shown on the platform's own page. */
  readonly outOfBand?: string
  /** The status of the last hop, back to the application. */
  readonly callbackStatus: 301 | 302
  readonly pkce: 'required' | 'supported' | 'none'
  /** Empty where the platform has none. */
  readonly scopes: readonly string[]
  /** What is granted where no scope is asked for. */
  readonly defaultScope: readonly string[]
  /** What each scope lets an application do, as merchants read it: `scopeWordsOf`. One without words is shown as it is. */
  readonly scopeWords: ScopeWords
  /** Which scope the platform's call for user information needs; absent where every token will do. */
  readonly userInfoScope?: string
}

/**
 * What a code or token is that was used before: for `replaySeconds` the same question of the same client gets the same
 * answer, because an answer may have been lost; after that it is refused, and may end the grant (RFC 9700, section 4.14.2).
 */
export interface Reuse {
  readonly replaySeconds: number
  readonly then: 'revoke-family' | 'reject'
}

/** One row of what a refresh does while the access token has time left. */
export interface EarlyRefresh {
  /** The row applies while the access token has more than so many seconds left; 0: while it lives. */
  readonly whileLeft: number
  /** `same`: the text stays, and the deadline is a new one. `kept`: text and deadline stay. */
  readonly accessToken: 'new' | 'same' | 'kept'
  readonly refreshToken: 'new' | 'same' | 'kept'
  /** Seconds for which the tokens that are replaced still work; `previousAccessToken` and `reuse` where nothing is said. */
  readonly grace?: { readonly accessToken?: number; readonly refreshToken?: number }
}

/** A text for merchants, in the languages of the pages. */
export type PlainWords = Readonly<Record<'zh-CN' | 'en' | 'th', string>>

export type ScopeWords = Readonly<Record<string, PlainWords>>

/** One lifetime, or one for each status that an app can be used in. */
export type PerStatus = number | { readonly onlineTest: number; readonly online: number }

export type Lifetime = PerStatus | 'endless'

/** In seconds, of an app that is online, and of one under online test; `Infinity` where there is no end. */
export function secondsOf(lifetime: Lifetime): { readonly onlineTest: number; readonly online: number } {
  if (typeof lifetime === 'object') return lifetime
  const seconds = lifetime === 'endless' ? Infinity : lifetime
  return { onlineTest: seconds, online: seconds }
}

/** In seconds. */
export const DAY = 86_400

/** What is right for most, and ours where no platform page says otherwise. */
export const usualPolicy = {
  codeLifetime: 300,
  codeReuse: { replaySeconds: 0, then: 'revoke-family' },
  refreshDeadline: 'renewed',
  refreshTokenGranted: 'always',
  previousAccessToken: { graceSeconds: 60 },
  reuse: { replaySeconds: 30, then: 'revoke-family' },
  reauthorization: 'keep-grants',
  passwordChange: 'end-grants',
  clientIdIssued: 'on-creation',
  redirectUri: 'exact',
  httpsOnly: false,
  callbackStatus: 302,
  pkce: 'none',
  scopes: [],
  defaultScope: [],
  scopeWords: {},
} as const satisfies Partial<Policy>
