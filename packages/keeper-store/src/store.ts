/* oxlint-disable max-lines -- one port, each verb with its promise */
/* The keeper's port to its store: verbs, each one atomic act. Any number of processes may use one store. */
import type { Connection, ConnectionStatus, Intent, KeptError, ShopName, TokenFacts } from './connection.ts'
import type { KeeperEvent, NewEvent, Whose } from './events.ts'
import type { Outbox } from './outbox.ts'

/** Tokens as a store sees them: sealed, with their times in seconds since the epoch. */
export interface SealedTokens {
  readonly access: string
  /** Absent where the reply had none: the one that is held stays. */
  readonly refresh?: string
  readonly issuedAt: number
  readonly accessExpiresAt: number
  /** The platform stated no expiry. */
  readonly accessAssumed?: true
  readonly refreshExpiresAt?: number
  readonly facts: TokenFacts
}

/** When to look again. Absent: never. */
export interface Schedule {
  readonly dueAt?: number
  readonly noticeAt?: number
}

/** Tokens that came from outside, as a store remembers them. */
export interface Seed {
  /** SHA-256 of the refresh token, else of the access token. */
  readonly hash: string
  /** SHA-256 of the access token. */
  readonly accessHash: string
}

interface Held {
  readonly id: string
  readonly connectionId: string
  /** The generation that it follows: a later one has overtaken it. */
  readonly generation: number
  /** SHA-256 of the refresh token that it came for. */
  readonly refreshHash: string
  readonly at: number
}

/** A platform's reply that the keeper does not use by itself; every part that may contain a secret is sealed. */
export type HeldReply = Held &
  (
    | { readonly kind: 'another_identity'; readonly reply: SealedTokens & Pick<Schedule, 'dueAt'> }
    | {
        readonly kind: 'unreadable'
        readonly reply: {
          readonly status: number
          readonly mediaType?: string
          readonly body: string
          /** The names with which an authorization began that made no connection; `connectionId` is then a name of its own. */
          readonly begun?: {
            readonly tenant: string
            readonly platform: string
            readonly app: string
            readonly shop?: string
          }
        }
      }
  )

/** A connection that tokens came to from outside. */
export interface Sower extends Seed {
  readonly connection: Connection
}

/** A connection that the shop's consent made. */
export interface NewConnection extends ShopName, SealedTokens, Schedule {
  readonly id: string
  readonly alias?: string
  readonly authorizationExpiresAt?: number
  readonly status: ConnectionStatus
  /** The hash by which these tokens are recognised when they come again. */
  readonly seed?: Seed
}

export interface Connected {
  readonly connection: Connection
  readonly created: boolean
  /** Its alias before, where another was asked for. */
  readonly aliasBefore?: string
  /** Connections of other shops that lost their alias: it is the id of this shop. As they are now. */
  readonly displaced?: readonly Connection[]
}

export type NotConnected =
  | { readonly error: 'another_shop' | 'alias_taken' }
  | { readonly error: 'known_as'; readonly id: string }

/** The lease of the one process that may call the platform. */
export interface Lease {
  readonly id: string
  readonly generation: number
  readonly epoch: number
  readonly owner: string
  /** The store's time at which the lease was taken. */
  readonly at: number
}

/** The calls of a period, and how many of them the platform allows. */
export interface Allowance {
  readonly period: string
  /**
   * The period after it, near its begin: calls that another process has counted in that one already count, as its clock or
   * the platform's may be ahead. Absent: the same period.
   */
  readonly next?: string
  readonly most: number
  /** How many of them may be sends of one token beyond its first; as many as are left, where it is absent. */
  readonly mostRetries?: number
}

/** A rate that a platform allows: so many calls in so many seconds. */
export interface Rate {
  readonly count: number
  readonly perSeconds: number
}

/** Calls of one app that are to be sent now. */
export interface RateAsked {
  readonly platform: string
  readonly app: string
  /** Each of them holds; no two are of as many seconds. */
  readonly rates: readonly Rate[]
  readonly wanted: number
  /** The part of each rate that may be used up by this, 1 at most; one call always may. */
  readonly share: number
}

/** How many of them may be sent; where none may, when one may, in seconds since the epoch. */
export interface RateGiven {
  readonly given: number
  readonly next: number
}

/** How often the keepers of a store have looked at it, which only goes up: less than before is an older copy of it. */
export interface StoreEpoch {
  /** The store's random id. */
  readonly id: string
  readonly epoch: number
  /** Since when this is known to be an older copy, in seconds since the epoch. */
  readonly restoredAt?: number
}

export interface Claim {
  readonly owner: string
  readonly seconds: number
  readonly intent: Pick<Intent, 'attempt' | 'refreshHash'> & {
    /** The time of an earlier send of the same token; absent: now. */
    readonly at?: number
  }
  /** Counted in the same act; absent where the platform counts nothing. */
  readonly allowance?: Allowance
}

/** How a call ended that brought no tokens. */
export interface Release extends Pick<Schedule, 'dueAt'> {
  readonly status: ConnectionStatus
  /** A refresh whose result is still unknown; absent: there is none. */
  readonly intent?: Intent
  readonly nextAllowedAt: number
  readonly lastError: KeptError
  /** The call was counted, and never left. */
  readonly uncount?: true
}

/** Leases begin with 1: what comes from none waits for whichever is held, and no refresh has proved it. */
export const NO_LEASE = 0

/** Tokens that came for a connection which could not take them: its lease was lost, or the store was away. */
export interface JournalEntry {
  readonly id: string
  readonly connectionId: string
  /** The generation that they follow. */
  readonly generation: number
  /** The lease under which the tokens came, or `NO_LEASE`. */
  readonly epoch: number
  /** SHA-256 of the refresh token that they came for. */
  readonly refreshHash: string
  /** For tokens from outside, which no refresh brought. */
  readonly seed?: Seed
  readonly tokens: SealedTokens & Pick<Schedule, 'dueAt'>
  readonly at: number
  /** Its tokens cannot be read any more: nothing can become of it, and it stays for somebody to look at. */
  readonly damaged?: true
}

/**
 * - `adopted`: the connection has them now
 * - `superseded`: the connection has newer ones; the entry is kept as a candidate until it is swept
 * - `busy`: somebody else holds the lease
 */
export type Adoption = 'adopted' | 'superseded' | 'busy'

export interface ConnectionFilter {
  readonly tenant?: string
  readonly platform?: string
  readonly app?: string
  readonly status?: ConnectionStatus
  /** A prefix of the shop's id or alias. */
  readonly shop?: string
  /** Connections whose consent or refresh token expires before then, soonest first. */
  readonly endsBefore?: number
  /** The last id of the page before. */
  readonly after?: string
  readonly limit: number
}

/** An end of one connection, in seconds since the epoch. */
export interface Ending {
  readonly kind: 'access_token' | 'authorization' | 'refresh_token'
  readonly at: number
  readonly connection: Connection
}

export interface AppFigures {
  readonly due: number
  readonly oldestDueAt?: number
}

/** Settings of a connection that people change. */
export interface Change {
  readonly status?: ConnectionStatus
  readonly alias?: string | null
  readonly authorizationExpiresAt?: number | null
  /** An end of the access token that is known now. */
  readonly accessExpiresAt?: number
  readonly accessAssumed?: null
  readonly dueAt?: number | null
  readonly nextAllowedAt?: number
  readonly noticeAt?: number | null
}

export interface Resealed {
  readonly id: string
  /** The value to replace: a row that changed meanwhile is left to the next pass. */
  readonly before: Pick<Connection, 'access' | 'refresh' | 'previousRefresh'>
  readonly after: Pick<Connection, 'access' | 'refresh' | 'previousRefresh'>
}

/**
 * A store of connections, leases, intents, journal, quotas, states, events and webhooks. Every verb answers after what it wrote is
 * durable. No verb deletes a connection.
 *
 * @throws {StoreError} from each verb, when the store cannot do as it is asked; nothing was changed then.
 */
export interface KeeperStore extends Outbox {
  /** Seconds since the epoch, by the clock that all processes of this store share. */
  now(): Promise<number>

  connection(id: string): Promise<Connection | undefined>
  /** Finds by the platform's id of the shop, else by its alias. */
  find(name: ShopName): Promise<Connection | undefined>
  /** In ascending order of id; with `endsBefore`, in the order of the end of the authorization. */
  list(asked: ConnectionFilter): Promise<readonly Connection[]>
  counts(): Promise<
    readonly {
      readonly platform: string
      readonly app: string
      readonly status: ConnectionStatus
      readonly count: number
    }[]
  >
  /** The ends from one time until before another, soonest first. */
  endings(asked: {
    readonly from: number
    readonly until: number
    /** One or more; all by default. */
    readonly kinds?: readonly [Ending['kind'], ...Ending['kind'][]]
    readonly tenant?: string
    readonly platform?: string
    readonly app?: string
    /** The last of the page before. */
    readonly after?: Pick<Ending, 'at' | 'kind'> & { readonly id: string }
    readonly limit: number
  }): Promise<readonly Ending[]>
  /** Connections of one app whose refresh is due. */
  waiting(app: { readonly platform: string; readonly app: string }): Promise<AppFigures>
  /** The usage of the app's connection that used most of its period. It reads all of them. */
  mostUsed(asked: {
    readonly platform: string
    readonly app: string
    readonly period: string
  }): Promise<number>
  /** Entries that nothing has become of. */
  journalSize(): Promise<number>
  /** Connections of one app that are due by now and that nobody holds, those first whose access token ends first. */
  due(asked: {
    readonly platform: string
    readonly app: string
    readonly limit: number
  }): Promise<readonly Connection[]>
  /** Connections of all apps whose call nobody waits for any more, as its process died; begun after `since`, the oldest first. */
  interrupted(asked: { readonly since: number; readonly limit: number }): Promise<readonly Connection[]>
  /** Connections whose `noticeAt` has come. */
  noticeable(limit: number): Promise<readonly Connection[]>

  /**
   * Makes a connection, or gives the one of that shop its new tokens: its id, alias and creation stay, its lease and intent
   * end; what is disabled stays so, unscheduled. An alias of another shop that is this shop's id is taken away from that one. With `reconnects`, the connection of that id must be of the same shop. Where the shop's connection has another id,
   * it is said and nothing is done: what is sealed is bound to the id. `told` may be asked before it is known what is done;
   * only what was done is told.
   */
  connect(
    asked: NewConnection & { readonly reconnects?: string },
    told: (made: Omit<Connected, 'connection'> & { readonly connection: Whose }) => readonly NewEvent[],
  ): Promise<Connected | NotConnected>

  /** Connections of these shops, by the platform's ids alone, in any spelling of them; in no order. */
  ofShops(names: readonly ShopName[]): Promise<readonly Connection[]>
  /**
   * Makes those whose shop and alias are names of nobody yet, nor of one before them, all in one act; answers with them, in
   * no order. What stands before each of the others, `connect` says.
   */
  connectNew(
    asked: readonly NewConnection[],
    told: (made: Connection) => readonly NewEvent[],
  ): Promise<readonly Connection[]>

  /**
   * Takes the lease, writes the intent and counts the call in one statement, if the connection is still as it was read:
   * of any number of processes one gets it. It also proves that the store can be written before a token is spent.
   */
  claim(connection: Pick<Connection, 'id' | 'generation' | 'epoch'>, claim: Claim): Promise<Lease | undefined>
  /** Extends the lease for one more send, and counts the call. False: the lease is lost, or the quota is used up. */
  again(lease: Lease, seconds: number, allowance?: Allowance): Promise<boolean>
  /** A sign of life. False when the lease is lost. */
  renew(lease: Lease, seconds: number): Promise<boolean>
  /**
   * The next generation. Undefined when the lease is lost: then `journal` it. When its notice is due a refresh does not
   * change, here and below: it may be told meanwhile.
   */
  persist(
    lease: Lease,
    tokens: SealedTokens & Pick<Schedule, 'dueAt'> & { readonly nextAllowedAt: number },
    told: readonly NewEvent[],
  ): Promise<Connection | undefined>
  /** Gives the lease back without tokens. Undefined when it was lost. */
  release(lease: Lease, release: Release, told: readonly NewEvent[]): Promise<Connection | undefined>

  /** The same id twice is one entry, and told once. */
  journal(entry: JournalEntry, told?: readonly NewEvent[]): Promise<void>
  /** Entries of a connection that nothing has become of, the newest first. */
  journaled(connectionId: string): Promise<readonly JournalEntry[]>
  /** Those that were superseded, and came for that refresh token; the newest first. */
  superseded(connectionId: string, refreshHash: string): Promise<readonly JournalEntry[]>
  /** Connections that have entries that nothing has become of. */
  unsettled(limit: number): Promise<readonly string[]>
  /**
   * Gives the connection these tokens, if they follow the ones that it has. Neither a lease of `owner` nor the very lease
   * that brought the entry counts as busy: that call is over.
   */
  adopt(
    entry: JournalEntry,
    owner?: string,
    told?: (adopted: Connection) => readonly NewEvent[],
  ): Promise<Adoption>

  change(id: string, change: Change, told: readonly NewEvent[]): Promise<Connection | undefined>
  /** Connections of one app whose last refresh failed, and that may not be tried yet; by id, ascending. */
  postponed(asked: {
    readonly platform: string
    readonly app: string
    readonly after: string
    readonly limit: number
  }): Promise<readonly Connection[]>
  /** These may be tried now, if nobody has tried them meanwhile. How many. */
  hurry(rows: readonly Pick<Connection, 'id' | 'epoch'>[]): Promise<number>

  /** Calls to a platform within its rate, over all processes of this store, in windows that slide. */
  takeRate(asked: RateAsked): Promise<RateGiven>

  /** Counts one more. @param id what a store that has no id yet is called. */
  nextEpoch(id: string): Promise<StoreEpoch>
  /** This store is an older copy: its epoch goes on from the one that is known. Nothing where it is later already. */
  restored(known: number): Promise<StoreEpoch>

  /**
   * After the store's clock was set back: what was written by the clock that was ahead says times that never come. Moves
   * those times by so many seconds (a negative number). How many connections.
   */
  setBack(seconds: number): Promise<number>
  /** Its notice was told, and the next is then; false when another process was first. */
  noticed(
    connection: Pick<Connection, 'id' | 'noticeAt'>,
    next: number | undefined,
    told: readonly NewEvent[],
  ): Promise<boolean>

  /** Those that another key sealed than the one named, by id, ascending. */
  sealedOtherwise(keyId: string, after: string, limit: number): Promise<readonly Connection[]>
  /** How many of them took it. */
  reseal(rows: readonly Resealed[]): Promise<number>

  /**
   * Keeps a reply for a person, and tells it once; eight of a kind for one generation. With `stopped` the connection waits
   * for that person: its lease and intent end, and it is `reauth_required`, if it has no later tokens. False where the reply
   * is kept already, or so many are.
   */
  holdBack(reply: HeldReply, stopped: KeptError | undefined, told: readonly NewEvent[]): Promise<boolean>
  /** The newest first. */
  heldReplies(connectionId: string): Promise<readonly HeldReply[]>
  /** Those of all connections, and of authorizations that made none; by id. */
  allHeldReplies(after: string, limit: number): Promise<readonly HeldReply[]>
  /** False where it changed meanwhile. */
  resealHeld(id: string, before: HeldReply['reply'], after: HeldReply['reply']): Promise<boolean>

  /** Records that tokens with these hashes came from outside; `connect` and `adopt` record it themselves. */
  sow(seeds: readonly (Seed & { readonly connectionId: string })[]): Promise<void>
  /** Connections to which tokens of these `hash`es ever came from outside. */
  sown(hashes: readonly string[]): Promise<readonly Sower[]>

  /** States of the browser leg, by digest: single use. */
  putState(key: string, sealed: string, expiresAt: number): Promise<void>
  getState(key: string): Promise<string | undefined>
  /** Gives and forgets; what it `leaves` is there from the same act on, where there was something to take. */
  takeState(
    key: string,
    leaves?: { readonly key: string; readonly sealed: string; readonly expiresAt: number },
  ): Promise<string | undefined>
  /** Replaces an existing state. False if there is none. */
  replaceState(key: string, sealed: string): Promise<boolean>

  tell(events: readonly NewEvent[]): Promise<void>
  /** A connection's story, newest first. */
  story(connectionId: string, limit: number): Promise<readonly KeeperEvent[]>
  /** All events after a number, oldest first. */
  eventsAfter(seq: number, limit: number): Promise<readonly KeeperEvent[]>

  /** Removes what nobody needs any more: old states, events, settled journal entries. How many rows. */
  sweep(limit: number): Promise<number>
  close(): Promise<void>
}
