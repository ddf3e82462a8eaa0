/* What a client can do follows from its dialect, at compile time. */
import type {
  Codec,
  Dialect,
  Oddity,
  OAuthError,
  TokenSet,
  Where,
  WireRequest,
  WireResponse,
} from '@hufu/dialects'

type AskedOf<E> = E extends { readonly request: Codec<infer Asked, WireRequest> } ? Asked : never
type AnswerOf<E> = E extends { readonly response: Codec<infer Answer, WireResponse> }
  ? Exclude<Answer, OAuthError>
  : never

/** What the client fills in by itself. */
type Credentials = 'clientId' | 'clientSecret'

/** Keys that may be absent may be undefined too: callers have them from cookies and databases. */
type Loose<T> = { readonly [K in keyof T]: undefined extends T[K] ? T[K] | undefined : T[K] }

/** The code, and what else this platform's token endpoint wants; more is not sent. */
export type CodeRequest<D extends Dialect> = Loose<Omit<AskedOf<D['token']>, Credentials>> &
  Where & {
    readonly redirectUri?: string | undefined
  }

/**
 * The tokens that are held, as far as this platform's refresh endpoint wants them. Without a refresh token the answer is
 * the failure `no_refresh_token`.
 */
export type RefreshableTokens<D extends Dialect> = Loose<
  Pick<AskedOf<D['refresh']>, Extract<keyof AskedOf<D['refresh']>, 'accessToken' | 'openId'>>
> &
  Where & { readonly refreshToken?: string | undefined }

/** What a call of the API needs. */
export type UserInfoTokens<D extends Dialect> = D extends { readonly userInfo?: infer E }
  ? Loose<Omit<AskedOf<E>, Credentials>> & Where
  : never

export type UserInfoOf<D extends Dialect> = D extends { readonly userInfo?: infer E } ? AnswerOf<E> : never

/** When tokens were asked for, and when they end, by our own clock. Whole seconds since the epoch. */
export interface Timing {
  readonly requestedAt: number
  /** From the begin of the request on, so rather early than late. Absent where the platform stated no lifetime that can be. */
  readonly expiresAt?: number
  /** When the refresh token ends, where the platform says so. */
  readonly refreshExpiresAt?: number
  /** Seconds by which the platform's clock is ahead of ours, where that is more than the measurement's own error. */
  readonly clockSkew?: number
  /** What was not as the platform says, in an answer that was read all the same; absent where nothing was. */
  readonly oddities?: readonly Oddity[]
}

/** A member that `oddities` tells as missing or malformed is absent, also where this platform says that it always sends it. */
type Received<T> = Omit<T, 'expiresIn'> & { readonly expiresIn?: number }

/** Where the next calls go, where each tenant or region has an address of its own. */
type Address = Pick<TokenSet, 'tenant' | 'region'>

/** A `TokenSet`, as far as this platform fills it. */
export type TokensOf<D extends Dialect> = Received<AnswerOf<D['token']>> &
  Timing &
  Address &
  (AnswerOf<D['token']> extends { readonly shops?: unknown } ? { readonly userId?: string } : unknown)

/** What a refresh brings. What the reply leaves out and the tokens before it had, stays. */
export type RefreshedOf<D extends Dialect> = Received<AnswerOf<D['refresh']>> & Timing & Address
