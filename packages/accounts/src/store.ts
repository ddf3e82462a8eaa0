import type { AppEvent } from './apps/app-history.ts'
import type { AuditStore } from './audit.ts'
import type { DeveloperStore } from './people/developers.ts'
import type { ExchangeLogStore, Gateway } from '@hufu/engine'
import type { LetterStore } from './letters.ts'
import type { LoginHistoryStore } from './login/login-history.ts'
import type { LogoStore } from './apps/logo-store.ts'
import type { App, AppStatus, Digest, EngineStore, Session, Shop, User } from '@hufu/engine'
import type { TicketStore } from './ticket-store.ts'
import type { ListPart } from './list-part.ts'
import type { Operator } from './people/roles.ts'

/**
 * The port: verbs, not tables. Each verb is one atomic act, whatever database is behind it, and is durable before it
 * answers. The two that spend something take a pure decision, which the store makes on the row itself while nobody
 * else can: of any number of nodes exactly one finds the code unused.
 */
export interface Store
  extends
    EngineStore,
    AppStore,
    AccountStore,
    DeveloperStore,
    AuditStore,
    TicketStore,
    LetterStore,
    LoginHistoryStore,
    ExchangeLogStore {
  /**
   * Does them all in this order in one transaction, or none. False: somebody was first with one of them, so that its own
   * verb would have answered false, or given no ticket; nothing is written then.
   */
  commit(changes: readonly Change[]): Promise<boolean>
  /**
   * Removes what has expired, at most `limit` rows a kind, and brings rows up to date that were changed by many; returns
   * how many. For the janitor.
   */
  sweep(now: number, limit: number): Promise<number>
  close(): Promise<void>
}

/** Verbs that change something for good and read nothing: what administration is made of. */
export type ChangeVerb =
  | 'appendAuditEntries'
  | 'clearLoginFailuresUnder'
  | 'deleteSetting'
  | 'dropLetters'
  | 'dropTicket'
  | 'endGrants'
  | 'endSession'
  | 'endSessions'
  | 'eraseDeveloper'
  | 'forgetLogins'
  | 'putApp'
  | 'putDeveloper'
  | 'putGateway'
  | 'putLetter'
  | 'putLogo'
  | 'putOperator'
  | 'putOrganisation'
  | 'putSession'
  | 'putSetting'
  | 'putSettingOnce'
  | 'putShop'
  | 'putTicket'
  | 'putUser'
  | 'removeDeveloper'
  | 'removeLetter'
  | 'removeUser'
  | 'requireAdmin'
  | 'revokeGrant'
  | 'takeTicket'

/** A call of such a verb, to be done later: `['putUser', user]`. */
export type Change = {
  readonly [Verb in ChangeVerb]: readonly [verb: Verb, ...args: Parameters<Store[Verb]>]
}[ChangeVerb]

export interface AppStore extends LogoStore, Pick<EngineStore, 'app' | 'appById'> {
  /** All that is given must fit. The oldest first. */
  apps(
    which: {
      readonly platform?: string
      readonly status?: AppStatus
      readonly organisationId?: string
    },
    part?: ListPart,
  ): Promise<readonly App[]>
  /**
   * Inserts version 0; replaces the version before its own otherwise, and writes the event with it, or nothing. False:
   * someone was first, or the clientId is taken.
   */
  putApp(app: App, event?: AppEvent): Promise<boolean>
  /** The last events, the newest first. */
  appHistory(id: string, limit: number): Promise<readonly AppEvent[]>
}

export interface AccountStore extends Pick<EngineStore, 'shop' | 'user'> {
  /** Lists, here and below: the oldest first, all of it or a part. A long one gives way to other requests between its parts. */
  shops(part?: ListPart): Promise<readonly Shop[]>
  putShop(shop: Shop): Promise<void>
  userByName(username: string): Promise<User | undefined>
  users(which: { readonly shopId?: string }, part?: ListPart): Promise<readonly User[]>
  /** Those who have this address, capitals or not: the oldest few. Several may, who look after several shops. */
  usersByEmail(email: string): Promise<readonly User[]>
  /** Inserts version 0; replaces the version before its own otherwise. False: someone was first, or the username is taken. */
  putUser(user: User): Promise<boolean>
  removeUser(id: string): Promise<void>

  /** Failures of this key within the window that ends now. */
  loginFailures(key: string, since: number): Promise<number>
  /** Counts one more and returns the new count since `since`. `expiresAt`: when it may be forgotten. */
  countLoginFailure(key: string, at: number, since: number, expiresAt: number): Promise<number>
  /** When the `nth` last failure was: 1 for the last. */
  loginFailureAt(key: string, nth: number): Promise<number | undefined>
  clearLoginFailures(key: string): Promise<void>
  /** Keys that begin so and have failures that still count, by name; `limit` at most. */
  loginFailureKeys(
    prefix: string,
    now: number,
    limit: number,
  ): Promise<readonly { readonly key: string; readonly expiresAt: number }[]>
  /** This key, and every key that begins with it and a space. */
  clearLoginFailuresUnder(key: string): Promise<void>

  putSession(session: Session): Promise<void>
  session(id: Digest<'session'>): Promise<Session | undefined>
  /** Those of an account that have not expired then: the newest first. */
  sessions(accountId: string, now: number): Promise<readonly Session[]>
  /** Ends one session, or all of an account but the one that is excepted. */
  endSession(id: Digest<'session'>): Promise<void>
  /** Goes on until then, if it has not been ended. */
  extendSession(id: Digest<'session'>, expiresAt: number): Promise<void>
  endSessions(accountId: string, except?: Digest<'session'>): Promise<void>

  operator(username: string): Promise<Operator | undefined>
  operators(): Promise<readonly Operator[]>
  /** Like `putUser`. */
  putOperator(operator: Operator): Promise<boolean>
  /** Changes nothing. False: beside this operator there is no active admin, and what is committed with it is not written. */
  requireAdmin(beside: string): Promise<boolean>
  gateway(id: string): Promise<Gateway | undefined>
  gateways(): Promise<readonly Gateway[]>
  putGateway(gateway: Gateway): Promise<void>

  /** Small sealed texts of the server itself, such as a platform's private keys. */
  setting(name: string): Promise<string | undefined>
  putSetting(name: string, value: string): Promise<void>
  /** Keeps what is there already: of two that are first at once, one. */
  putSettingOnce(name: string, value: string): Promise<void>
  deleteSetting(name: string): Promise<void>
  settings(prefix: string): Promise<readonly (readonly [name: string, value: string])[]>
}
