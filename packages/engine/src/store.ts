/* oxlint-disable max-lines -- one port, each verb with its promise */
/* What is granted to whom, and the port through which it is kept: verbs, not tables. */
import type { GrantedShop } from '@hufu/dialects'

/** All that grants need of a store. Each verb is one atomic act, and durable before it answers. */
export interface EngineStore extends GrantStore {
  /** Seconds since the epoch, whole. Tests turn this clock. */
  now(): number
  /**
   * The first of `count` numbers that nobody else is given, none below `atLeast`. Sequential, so that rows stay close
   * together.
   */
  reserveIds(count: number, atLeast?: number): Promise<number>
  /**
   * Remembers something that may happen once: a decided form, an envelope. False: it has happened.
   * `expiresAt`: when it may be forgotten.
   */
  once(key: Digest<'once'>, expiresAt: number): Promise<boolean>
  app(platform: string, clientId: string): Promise<App | undefined>
  appById(id: string): Promise<App | undefined>
  shop(id: string): Promise<Shop | undefined>
  user(id: string): Promise<User | undefined>
}

/** Who did something. */
export interface Actor {
  readonly kind: 'operator' | 'developer' | 'merchant' | 'system'
  readonly id: string
}

export interface GrantStore {
  issueCode(code: Code, index: readonly IndexEntry[]): Promise<void>
  /** The store compares the digest: a code that carries the id of another is none. */
  code(found: Found<'code'>): Promise<Code | undefined>
  /**
   * Decides on the code as it is, `undefined` where there is none, and on the grant that it became where it was used. What
   * the decision writes is written, all or nothing.
   */
  redeemCode<Answer>(
    found: Found<'code'>,
    decide: (code: Code | undefined, became: Grant | undefined) => CodeDecision<Answer>,
  ): Promise<Answer>

  /** The grant that the token leads to, whether or not it is still the grant's token: the caller compares digests. */
  grant(found: Found<'access'> | Found<'refresh'>): Promise<Grant | undefined>
  refreshGrant<Answer>(
    found: Found<'refresh'>,
    decide: (grant: Grant | undefined) => GrantDecision<Answer>,
  ): Promise<Answer>
  /** By its number. */
  grantById(id: number): Promise<Grant | undefined>
  /** Ends a grant, and with it every token that descends from it. A second time changes nothing. */
  revokeGrant(id: number, at: number, because: RevocationCause): Promise<void>
  /**
   * Ends every grant that fits all that is given, and every code that would have become one, however many there are, at
   * once: whoever asks for one of them is told so from then on. At least one of the three ids is given.
   */
  endGrants(which: ManyGrants, at: number, because: RevocationCause): Promise<void>
  /** How many of them have not ended; those that have expired count as long as they are kept. */
  countGrants(which: ManyGrants): Promise<number>
  /** Counts them, then ends them. */
  revokeGrants(which: ManyGrants, at: number, because: RevocationCause): Promise<number>
  /** The newest first. */
  grants(
    which: GrantCriteria & {
      /** Only those that are neither revoked nor expired then. */
      readonly aliveAt?: number
      readonly limit: number
    },
  ): Promise<readonly Grant[]>
  /** Of an app's newest grants that are alive, `limit` at most: how many were granted on which day, the last day first. */
  liveGrantDays(appId: string, now: number, limit: number): Promise<readonly DayCount[]>
  /** Marks the days on which grants were used (days since the epoch). */
  markUsed(days: ReadonlyMap<number, number>): Promise<void>
  /** Ids of the keys that a grant's tokens were derived from and that is still alive at `now`. */
  keyIdsInUse(now: number): Promise<readonly string[]>
}

export interface DayCount {
  /** Days since the epoch, of UTC. */
  readonly day: number
  readonly count: number
}

export interface GrantCriteria {
  readonly appId?: string
  readonly userId?: string
  readonly shopId?: string
}

export interface ManyGrants extends GrantCriteria {
  readonly exceptPlatforms?: readonly string[]
}

declare const kindOf: unique symbol
export type SecretKind =
  | 'code'
  | 'access'
  | 'refresh'
  | 'client'
  | 'session'
  | 'once'
  | 'ticket'
  | 'recovery'
  | 'letter'

/** SHA-256, base64url. All that a store ever sees of a secret; a digest of one kind does not pass for another. */
export type Digest<Kind extends SecretKind> = string & { readonly [kindOf]: Kind }

export type TokenKind = 'code' | 'access' | 'refresh'

/** Where to look for a token's row: the id that the token itself carries and proves, or its digest in the index. */
export type Found<Kind extends TokenKind> = {
  readonly kind: Kind
  readonly digest: Digest<Kind>
  readonly id?: number
}

/** Leads from the digest of a token that has no room for an id to the row that it belongs to. */
export interface IndexEntry {
  readonly digest: Digest<TokenKind>
  readonly id: number
  readonly expiresAt: number
}

/** What to answer, and what to write with it. */
export interface CodeDecision<Answer> {
  readonly answer: Answer
  /** Marks the code used and writes its grant. */
  readonly redeem?: { readonly at: number; readonly grant: Grant; readonly index: readonly IndexEntry[] }
  /** Ends the grant that the code became. */
  readonly revoke?: { readonly at: number; readonly because: RevocationCause }
}

export interface GrantDecision<Answer> {
  readonly answer: Answer
  readonly write?: { readonly grant: Grant; readonly index: readonly IndexEntry[] }
  /** A grant that begins with it. */
  readonly issue?: { readonly grant: Grant; readonly index: readonly IndexEntry[] }
}

/** What one shop of a grant got for the grant's refresh token, and what the answer is made again with until then. */
export interface GrantPart {
  readonly shopId: string
  readonly grantId: number
  readonly salt: string
  readonly at: number
  readonly until: number
}

/** What an authorization covers, where that is more than the number of one shop. As it was when it was given. */
export interface Coverage {
  /** The first is the grant's own `shopId`. */
  readonly shops: readonly [GrantedShop, ...GrantedShop[]]
  /** Where they sell, as the platform writes it. */
  readonly region?: string
  /** The account above several shops. */
  readonly accountId?: string
}

/** Times, here and below, are seconds since the epoch. */
export interface Code {
  /** Also the id of the grant that it becomes. */
  readonly id: number
  readonly digest: Digest<'code'>
  readonly platform: string
  readonly appId: string
  readonly userId: string
  readonly shopId: string
  /** Absent: the shop alone. */
  readonly covers?: Coverage
  readonly openId: string
  readonly scope: readonly string[]
  /** As it was asked for, character for character. */
  readonly redirectUri: string
  readonly createdAt: number
  readonly expiresAt: number
  /** When the grant ends that it becomes, where the merchant chose that. */
  readonly endsAt?: number
  readonly usedAt?: number
}

export const revocationCauses = [
  'code_reused',
  'refresh_token_reused',
  'client',
  'user',
  'operator',
  'password_changed',
  /** The shop authorised the app anew, at a platform that keeps one authorization of both. */
  'replaced',
] as const
export type RevocationCause = (typeof revocationCauses)[number]

/** A grant and all the tokens that descend from it: one row, updated in place. */
export interface Grant {
  readonly id: number
  readonly platform: string
  readonly appId: string
  readonly userId: string
  readonly shopId: string
  /** Absent: the shop alone. */
  readonly covers?: Coverage
  /** The grants that shops of it have for themselves by now: its refresh token is spent for them. */
  readonly parts?: readonly GrantPart[]
  readonly openId: string
  readonly scope: readonly string[]
  /** The key that its tokens are derived from, which stays until the last such grant ends. */
  readonly keyId: string
  /** Grows with every refresh token that replaces another. */
  readonly generation: number
  readonly access: Digest<'access'>
  /** `isEndless` where there is no end. */
  readonly accessExpiresAt: number
  /** What the access token is made again with, where some refreshes leave it as it is. */
  readonly accessSalt?: string
  readonly previousAccess?: { readonly digest: Digest<'access'>; readonly until: number }
  readonly refresh?: Digest<'refresh'>
  /** When it was given, if it is of no use; `isEndless` where there is no end. */
  readonly refreshExpiresAt: number
  /** When the authorization itself ends, where the merchant chose that. */
  readonly endsAt?: number
  /** What an answer that gave new tokens is made again with, for the same question alone. */
  readonly replay?: { readonly question: string; readonly until: number; readonly salt: string }
  /** Refreshes so far in one period, such as `2026-11`. */
  readonly refreshes?: { readonly period: string; readonly count: number }
  readonly createdAt: number
  /** Days since the epoch; filled by `markUsed`. */
  readonly lastUsedDay?: number
  readonly revoked?: { readonly at: number; readonly because: RevocationCause }
}

export const appStatuses = [
  'draft',
  'online_test',
  'submitted',
  'changes_requested',
  'online',
  'suspended',
  'rejected',
] as const

/**
 * `draft`: nothing works. `online_test` and `submitted`: its own test merchants may authorise it.
 * `changes_requested`: the same, and its developer was told what to change before it is judged again. `online`: everyone.
 * `suspended`: nothing works, and its tokens neither. `rejected`: as draft, with a reason.
 */
export type AppStatus = (typeof appStatuses)[number]

export interface App {
  readonly id: string
  readonly version: number
  readonly platform: string
  /** The AppKey; absent until it is issued. Unique within its platform. */
  readonly clientId?: string
  readonly name: string
  readonly developer: string
  /** Whose developers see to it. Absent: made by an operator for a developer who has no account. */
  readonly organisationId?: string
  readonly status: AppStatus
  /** Newest first; an older one ends by itself. */
  readonly secrets: readonly AppSecret[]
  /** The app's RSA keys, one line of base64url SPKI each; at most two. */
  readonly publicKeys: readonly string[]
  /** Redirect URIs, or bare hosts, as the platform's rule says. */
  readonly redirectUris: readonly string[]
  /** Scopes that it may ask for. */
  readonly scopes: readonly string[]
  /** Addresses and CIDR blocks that its server calls from; empty for any. */
  readonly addresses: readonly string[]
  /** Shops that may authorise it before it is online. */
  readonly testShops: readonly string[]
  /** Whether it gets refresh tokens where the platform makes that a right. */
  readonly mayRefresh: boolean
  /** The version of its logo. */
  readonly logo?: string
  /** Waits for review, while what was reviewed stays in force. */
  readonly proposed?: ProposedChanges
  /** Why it was rejected or suspended, or what is to be changed. */
  readonly statusReason?: string
  /** Where a suspended app goes back to. */
  readonly statusBefore?: AppStatus
  readonly createdAt: number
}

export interface AppSecret {
  readonly digest: Digest<'client'>
  /** The secret itself, sealed, where the platform signs with it. */
  readonly sealed?: string
  /** When it ends, once a newer one has taken its place. */
  readonly until?: number
}

export interface Shop {
  /** Ten digits: the `uid` that platforms tell. */
  readonly id: string
  readonly name: string
  /** Where it sells, as platforms write it: `th`. */
  readonly region?: string
  readonly createdAt: number
}

export interface User {
  readonly id: string
  readonly version: number
  readonly username: string
  readonly shopId: string
  /** An account above several shops, the user's own among them. */
  readonly account?: { readonly id: string; readonly shopIds: readonly string[] }
  readonly displayName: string
  /** PHC text of argon2id; empty for a user whom another system knows. */
  readonly password: string
  /** The system that knows the user, where it is not this one. */
  readonly source?: UserSource
  /** Whether this user may authorise apps for the shop. */
  readonly mayAuthorise: boolean
  readonly status: 'active' | 'disabled'
  /** Addresses and CIDR blocks that the user may log in from; empty for any. */
  readonly addresses: readonly string[]
  readonly avatarUrl?: string
  /** Where a link to a new password is sent. */
  readonly email?: string
  /** Codes from before are worth nothing. */
  readonly passwordChangedAt?: number
  readonly createdAt: number
}

export interface Session {
  readonly id: Digest<'session'>
  readonly kind: 'merchant' | 'developer' | 'operator'
  readonly accountId: string
  /** Where it was begun, for its owner to know it by: see `LoginRecord`. */
  readonly network?: string
  readonly browser?: string
  /** Of the password that it rests on: see `passwordMark`. Without it a session is worth nothing. */
  readonly passwordMark?: string
  readonly createdAt: number
  readonly expiresAt: number
}

/** What an app's developers want changed, which waits for review while what was reviewed stays in force. */
export interface ProposedChanges {
  /** Seconds since the epoch. */
  readonly at: number
  readonly by: Actor
  readonly settings: {
    readonly name?: string
    readonly redirectUris?: readonly string[]
    readonly scopes?: readonly string[]
    /** The version of a logo that the store has. */
    readonly logo?: string
  }
}

/** The system that knows a user, where it is not this one. */
export const userSources = ['hook', 'openid'] as const
export type UserSource = (typeof userSources)[number]

/** An API gateway of the operator's, which introspects. */
export interface Gateway {
  readonly id: string
  readonly secret: Digest<'client'>
  /** Empty for all platforms. */
  readonly platforms: readonly string[]
  /** Whether a refresh token is `active` to it. Gateways that let calls through by `active` alone must not see them. */
  readonly seesRefreshTokens: boolean
  readonly createdAt: number
}
