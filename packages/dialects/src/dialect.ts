import type { Addressing, Where } from './addressing.ts'
import type { Bag } from './fields/field.ts'
import type { AuthorizationEndpoint, AuthorizationRequest, Callback } from './authorize.ts'
import type { EnvelopeScheme } from './codec.ts'
import type { Endpoint } from './endpoint.ts'
import type { Evidence } from './error-table.ts'
import type { ErrorReason } from './oauth-error.ts'
import type { Policy } from './policy.ts'
import type { TokenFormats } from './fields/token-format.ts'

/** Code to tokens (RFC 6749, section 4.1.3). Which of these a platform asks for, its fields say. */
export interface TokenRequest extends Where {
  readonly code: string
  readonly clientId?: string
  readonly clientSecret?: string
  /** Must be the authorization request's own, where it is sent (RFC 6749, section 4.1.3). */
  readonly redirectUri?: string
  readonly scope?: readonly string[]
  /** What the authorization request's `codeChallenge` was made of (RFC 7636, section 4.5). */
  readonly codeVerifier?: string
  /** Comes back in the reply. */
  readonly state?: string
  /** What the callback said of the shop, where the platform wants it again. */
  readonly userId?: string
  readonly accountId?: string
}

/** New tokens for a refresh token (RFC 6749, section 6). */
export interface RefreshRequest extends Where {
  readonly refreshToken: string
  readonly clientId?: string
  readonly clientSecret?: string
  readonly openId?: string
  /** The grant's last access token, expired or not. */
  readonly accessToken?: string
  /** The shop whose tokens are renewed, where the platform wants it named. */
  readonly userId?: string
  readonly scope?: readonly string[]
  readonly state?: string
}

/** What is granted, in the reply to code and refresh token alike (RFC 6749, section 5.1). */
export interface TokenSet {
  readonly accessToken: string
  /** Seconds from now. Absent where the platform states none, or none that can be. */
  readonly expiresIn?: number
  /** Absent where the app has no right to one. */
  readonly refreshToken?: string
  /** Seconds from now, where the platform says it. */
  readonly refreshExpiresIn?: number
  /** The authorising user, to this app alone: `sub`. */
  readonly openId?: string
  /** Absent rather than empty. */
  readonly scope?: readonly string[]
  /** The shop's number. */
  readonly userId?: string
  readonly userName?: string
  readonly unionId?: string
  /** Whose address the calls go to, where each tenant has its own. */
  readonly tenant?: string
  /** Where the shop sells, as the platform writes it. */
  readonly region?: string
  /** All that the tokens serve, where the platform lists it. */
  readonly shops?: readonly GrantedShop[]
  readonly state?: string
}

/** A shop of a grant that has several. */
export interface GrantedShop {
  /** The shop's number. */
  readonly userId: string
  readonly region?: string
  readonly name?: string
}

/** Who has authorised: asked with the access token. */
export interface UserInfoRequest {
  readonly accessToken: string
  readonly openId?: string
  readonly clientId?: string
}

/** What the platform tells about the authorising user. Each member may be absent. */
export interface UserInfo {
  readonly openId?: string
  readonly nickname?: string
  readonly avatarUrl?: string
  readonly gender?: string
  /** The shop's number. */
  readonly userId?: string
  readonly shops?: readonly GrantedShop[]
}

/** Calls one method of the platform's API for whoever authorised the token. */
export interface GatewayRequest {
  readonly accessToken: string
  readonly clientId: string
  /** The method's own. */
  readonly parameters: Readonly<Bag>
}

/** What a method of the platform's API answers. */
export interface GatewayAnswer {
  /** The method's own JSON, out of the gateway's wrapper. A number beyond 2^53 is the text that it was written with. */
  readonly result: Readonly<Bag>
}

/** Ends an authorization (RFC 7009). */
export interface RevocationRequest {
  /** An access or refresh token; all tokens of its authorization end. */
  readonly token: string
  readonly clientId: string
  readonly clientSecret?: string
}

/** A fact of the real platform, never a choice of ours. */
export type KnownReuse = Policy['reuse'] & {
  readonly evidence: Exclude<Evidence, 'inferred' | 'ours'>
  /** The page, or who observed it and when. */
  readonly source: string
}

/** Another wire of a platform: other calls for the tokens of the same grants, for the same applications. */
export interface Face extends Pick<Dialect, 'token' | 'refresh' | 'gateway'> {
  /** What it is, for developers who choose; in English, other languages by the record's `notes`. */
  readonly title: string
  /** Where the real platform answers it, where that is elsewhere than the dialect's own. Without a trailing slash. */
  readonly origin?: string
}

/** A platform, whole: the server's routes and the client's calls both follow from this one value. */
export interface Dialect {
  /** Names the mount point and the configuration. */
  readonly id: string
  readonly title: string
  /** Protocol pages and documents. */
  readonly sources: readonly string[]
  /** Its client half is all there is so far: no server of ours mounts it. */
  readonly clientOnly?: true
  /**
   * Where the real platform answers, without a trailing slash; absent where each operator has a host of their own. It may
   * hold `{tenant}` and `{region}`, as every origin may where there is `addressing`.
   */
  readonly origin?: string
  readonly addressing?: Addressing
  readonly authorize: AuthorizationEndpoint<AuthorizationRequest>
  readonly callback: Callback
  readonly token: Endpoint<TokenRequest, TokenSet>
  readonly refresh: Endpoint<RefreshRequest, TokenSet>
  /** Absent where the platform offers none. */
  readonly userInfo?: Endpoint<UserInfoRequest, UserInfo>
  /** Any method of the platform's API, `userInfo` among them; absent where there is no one way to call them all. */
  readonly gateway?: (method: string) => Endpoint<GatewayRequest, GatewayAnswer>
  /** Absent where the platform documents none. What it answers has no fields. */
  readonly revocation?: Endpoint<RevocationRequest, object>
  /** The wires beside `token` and `refresh`. A server answers all; a client has the dialect's own, or one by `faceOf`. */
  readonly faces?: readonly Face[]
  readonly policy: Policy
  /**
   * What is known of how the real platform treats a refresh token that a refresh has replaced; absent where nobody knows.
   * `policy.reuse` is what Hufu's own servers do: a client that relied on it elsewhere could lose an authorization.
   */
  readonly knownReuse?: KnownReuse
  /** What a reason may mean at this platform, beside its own hint; for whoever asks, who reads it behind that. */
  readonly hints?: { readonly [Reason in ErrorReason]?: string }
  readonly formats: TokenFormats
  /** What requests and replies are sealed with; absent where all travel in clear. */
  readonly envelope?: EnvelopeScheme
}
