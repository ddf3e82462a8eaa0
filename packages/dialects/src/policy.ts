/** What the platform promises about time and use. Plain data: the engine reads it, and so does the keeper. Times are in seconds. */
export interface Policy {
  readonly codeLifetime: number
  /** Under online test an app's tokens may live shorter than online. */
  readonly accessTokenLifetime: PerStatus
  readonly refreshTokenLifetime: PerStatus
  /** Which of the two tokens a refresh replaces; what stays the same lives longer. */
  readonly refresh: {
    readonly accessToken: 'new' | 'same'
    /** `either`: unknown ahead, each reply tells. A reply without one leaves the old in force (RFC 6749, section 6). */
    readonly refreshToken: 'new' | 'same' | 'either'
  }
  /** `by-right`: only apps that were given the right get a refresh token. */
  readonly refreshTokenGranted: 'always' | 'by-right'
  /** How long an access token still works after a refresh replaced it: a caller may hold it. */
  readonly previousAccessToken: { readonly graceSeconds: number }
  /**
   * What a refresh token is that a refresh has replaced: for `replaySeconds` the same question of the same client gets
   * the same answer, because an answer may have been lost; after that it is refused, and may end the grant (RFC 9700,
   * section 4.14.2). Of Hufu's own servers: what is known of the real platform is the dialect's `knownReuse`.
   */
  readonly reuse: { readonly replaySeconds: number; readonly then: 'revoke-family' | 'reject' }
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

/** A text for merchants, in the languages of the pages. */
export type PlainWords = Readonly<Record<'zh-CN' | 'en' | 'th', string>>

export type ScopeWords = Readonly<Record<string, PlainWords>>

/** One lifetime, or one for each status that an app can be used in. */
export type PerStatus = number | { readonly onlineTest: number; readonly online: number }

/** In seconds. */
export const DAY = 86_400

/** What is right for most, and ours where no platform page says otherwise. */
export const usualPolicy = {
  codeLifetime: 300,
  refreshTokenGranted: 'always',
  previousAccessToken: { graceSeconds: 60 },
  reuse: { replaySeconds: 30, then: 'revoke-family' },
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
