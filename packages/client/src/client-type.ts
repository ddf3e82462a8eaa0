/* What a client of a platform offers, by what its dialect has. */
import type { AuthorizationRequest, Dialect, GatewayAnswer, Where } from '@hufu/dialects'
import type { Authorized, BeginRequest, Begun } from './browser/browser-leg.ts'
import type { CallFailure, Failure } from './failure.ts'
import type { CallOptions } from './http/send.ts'
import type {
  CodeRequest,
  RefreshableTokens,
  RefreshedOf,
  TokensOf,
  UserInfoOf,
  UserInfoTokens,
} from './types.ts'

/** The authorization has ended. */
export interface Revoked {
  readonly revoked: true
}

export interface Calls<D extends Dialect> {
  /** What the platform has, beside what all have. */
  readonly offers: { readonly userInfo: boolean; readonly gateway: boolean; readonly revocation: boolean }
  /**
   * Makes a link with a state of one use, bound to a browser; `finish` reads what comes back (RFC 6749, section 10.12).
   *
   * @throws {TypeError} when the binding is too short to be secret.
   * @throws {WireError} when the platform has no way to spell what is asked.
   */
  begin(asked: BeginRequest): Promise<Begun>
  /** The code, once the callback (URL, path with query, or query) is proved to answer what this browser began. */
  finish(
    callback: string,
    browser: { readonly binding: string | undefined },
  ): Promise<Authorized | (Failure & { readonly data?: string })>
  /** The link alone, for callers that keep the state themselves. @throws {WireError} as `begin`. */
  authorizationUrl(asked: Omit<AuthorizationRequest, 'clientId'>): string
  /** What the browser brought, for callers that keep the state themselves: it is compared in constant time. */
  readCallback(callback: string, expected: { readonly state: string }): { readonly code: string } | Failure
  /** Code to tokens (RFC 6749, section 4.1.3). */
  exchangeCode(asked: CodeRequest<D>, options?: CallOptions): Promise<TokensOf<D> | CallFailure>
  /**
   * New tokens, or the same with a longer life (RFC 6749, section 6). What the reply leaves out and the tokens given had,
   * such as a refresh token that does not change, stays: store the result whole, before you use it.
   */
  refresh(tokens: RefreshableTokens<D>, options?: CallOptions): Promise<RefreshedOf<D> | CallFailure>
  /** Ends the authorization that the token is of (RFC 7009); `not_offered` where the platform cannot, and nothing is sent. */
  revoke(token: string, options?: CallOptions): Promise<Revoked | CallFailure>
}

interface UserInfoCall<D extends Dialect> {
  /** The authorising user, as far as the platform tells. @throws {Error} when the dialect signs and no signer was given. */
  userInfo(tokens: UserInfoTokens<D>, options?: CallOptions): Promise<UserInfoOf<D> | CallFailure>
}

interface GatewayCall {
  /**
   * Calls a method of the platform's API: signed and timed as its gateway wants it; what the method answers, out of the
   * gateway's wrapper. `access_token_unknown` is what a new token may mend.
   *
   * @throws {Error} when the dialect signs and no signer was given.
   */
  call(
    method: string,
    parameters: Readonly<Record<string, unknown>>,
    tokens: Where & { readonly accessToken: string },
    options?: CallOptions,
  ): Promise<GatewayAnswer | CallFailure>
}

/** `userInfo` is there where the dialect has it; where the dialect is known at run time only, it may be. */
type UserInfoCallOf<D extends Dialect> = D extends { readonly userInfo: object }
  ? UserInfoCall<D>
  : 'userInfo' extends keyof D
    ? Partial<UserInfoCall<D>>
    : unknown

/** Likewise `call`. */
type GatewayCallOf<D extends Dialect> = D extends { readonly gateway: object }
  ? GatewayCall
  : 'gateway' extends keyof D
    ? Partial<GatewayCall>
    : unknown

/** One application at one platform. It shows no secret when it is logged. */
export type Client<D extends Dialect = Dialect> = Calls<D> & UserInfoCallOf<D> & GatewayCallOf<D>
