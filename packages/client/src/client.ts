import type { AuthorizationRequest, Dialect, GatewayAnswer } from '@hufu/dialects'
import { authorizationUrl, readCallback } from './authorization.ts'
import { type Authorized, type BeginRequest, type Begun, begin, finish, isFrom } from './browser-leg.ts'
import { calls } from './calls.ts'
import { type CallFailure, type Failure, failure, isFailure } from './failure.ts'
import { type Endpoints, checkedBaseUrl, located } from './options.ts'
import type { Tools } from './request.ts'
import type { Revoked } from './revocation.ts'
import type { CallOptions, Transport } from './send.ts'
import { type StateStore, memoryStates, sameText } from './state.ts'
import type {
  CodeRequest,
  RefreshableTokens,
  RefreshedOf,
  TokensOf,
  UserInfoOf,
  UserInfoTokens,
} from './types.ts'

/**
 * `envelope` is needed where the dialect names one, `signer` for user information where it names that; `nodeClient` makes
 * both, from keys and secret.
 */
export interface ClientOptions extends Transport, Tools {
  readonly clientId: string
  /** For servers only. Needed where the platform wants it beside its requests. */
  readonly clientSecret?: string | undefined
  /** Where the platform answers; the real platform's own address by default. */
  readonly baseUrl?: string | undefined
  /** What is elsewhere than the dialect says. By default revocation is Hufu's own below `baseUrl`, and none at the real platform. */
  readonly endpoints?: Endpoints | undefined
  /** What `iss` in the callback must be, where the platform names itself there (RFC 9207). */
  readonly issuer?: string | undefined
  /** Seconds since the epoch; the system's clock by default. */
  readonly now?: (() => number) | undefined
  /** Where states wait for their callback; by default in this process, which several processes cannot share. */
  readonly states?: StateStore | undefined
}

interface Calls<D extends Dialect> {
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
    tokens: { readonly accessToken: string },
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

/**
 * A client of the platform that the dialect describes. Runs wherever there is `fetch`; one per application, for all its
 * shops. What network and platform do comes back as a value with `error`, `retry`, `hint` and `outcome`.
 *
 * @throws {TypeError} when an option is missing or makes no sense; the message names it.
 */
export function createClient<const D extends Dialect>(dialect: D, options: ClientOptions): Client<D> {
  const baseUrl = checkedBaseUrl(dialect, options)
  const { clientId, issuer, states = memoryStates(), now = () => Date.now() / 1000 } = options
  const at = located(dialect, baseUrl, options.endpoints)
  const party = { dialect: at, baseUrl, clientId, issuer, states, now }
  return {
    ...calls(at, options, { ...options, baseUrl, now, hints: dialect.hints }),
    begin: (asked) => begin(party, asked),
    finish: (callback, browser) => finish(party, callback, browser),
    authorizationUrl: (asked) => authorizationUrl(at, { ...asked, clientId }, baseUrl),
    readCallback(callback, expected) {
      const { state, ...answer } = readCallback(dialect, callback)
      const ours = state !== undefined && sameText(expected.state, state) && isFrom(issuer, answer)
      // Some platforms send no state with a denial; it grants nothing, whoever sends it.
      return ours || (state === undefined && isFailure(answer)) ? answer : failure({ error: 'state_unknown' })
    },
  } satisfies Calls<Dialect> as Calls<Dialect> as Client<D>
}
