/* oxlint-disable max-lines -- the whole public interface, each member with its promise */
import { randomBytes } from 'node:crypto'
import { added } from './connect/add.ts'
import { type AppsOptions, appsOf, assumedBefore } from './app/app.ts'
import { type Token, cache } from './connection/cache.ts'
import { type CalendarPage, type CalendarRequest, calendar } from './connection/calendar.ts'
import { storeClock } from './storing/clock.ts'
import { type LinkMaker, linkMaker } from './connect/connect-url.ts'
import type { Connection, Named } from '@hufu/keeper-store/connection'
import type { ConnectionView } from './connection/connection-view.ts'
import { type Disconnected, disconnect } from './connection/disconnect.ts'
import { type Diagnosis, type DoctorLanguage, doctor } from './doctor/doctor.ts'
import { KeeperError } from '@hufu/keeper-store/errors'
import type { EventOf, EventType, KeeperEvent, NewEvent } from '@hufu/keeper-store/events'
import { type Which, nameOf, rowOf } from './connection/find.ts'
import { accept } from './refresh/held-back.ts'
import { type UnreadableReply, unreadableReplies } from './refresh/unreadable.ts'
import type { KeeperContext } from './keeper-context.ts'
import { orUnavailable } from './storing/store-answer.ts'
import { type Log, consoleLog } from './log.ts'
import { metricsOf } from './metrics/metrics.ts'
import { openKeeperStore } from './storing/open-store.ts'
import { lastReconcile, reconcile } from './refresh/persist.ts'
import { refresher } from './refresh/refresh.ts'
import { retryNow } from './refresh/retry-now.ts'
import { type RekeyOptions, type Rekeyed, rekey } from './sealing/rekey.ts'
import type { Routes } from './routes/adapters.ts'
import { checkedPublicUrl } from './routes/address.ts'
import { routesOf } from './routes/index.ts'
import { type Site, checkedPath } from './routes/site.ts'
import { repeat } from './repeat.ts'
import { type KeeperKeys, keeperRing } from './sealing/ring.ts'
import { schedule } from './refresh/schedule.ts'
import { saidOnce } from './said-once.ts'
import { sealing } from './sealing/sealing.ts'
import { lookAtSeals } from './sealing/seals.ts'
import { type RefusedToken, serving } from './connection/serve-token.ts'
import { type Settings, settingsOf } from './connection/settings.ts'
import { type Shop, shopOf } from './connection/shop.ts'
import { spool } from './storing/spool.ts'
import { sealedStates } from './connect/states.ts'
import type { ConnectionFilter, KeeperStore } from '@hufu/keeper-store/store'
import { storeCopy } from './storing/store-copy.ts'
import { newTally } from './tally.ts'
import { type ExportOptions, exported } from './transfer/export.ts'
import { type ImportOptions, type Imported, imported } from './transfer/import.ts'
import type { Source } from './transfer/read.ts'
import { viewOf } from './connection/view.ts'
import type { WebhooksOptions } from './webhooks/endpoint.ts'
import { type Webhooks, sending } from './webhooks/webhooks.ts'
import type { Given } from './connect/add.ts'

export interface KeeperOptions extends KeeperKeys {
  /** `sqlite:keeper.db`, or a store. */
  readonly store: string | KeeperStore
  /** Uses a key that is lost when the process ends: for trials. */
  readonly demo?: boolean | undefined
  /** By platform, or `platform/name` if a platform has several apps. */
  readonly apps: AppsOptions
  /** Whether this process refreshes ahead of time; it does by default. Who asks for a token that has ended is served anyway. */
  readonly schedule?: boolean | undefined
  /** Seconds for which a token is handed out without a look whether another process has a newer one; 5 by default. */
  readonly maxStaleSeconds?: number | undefined
  /** Connections whose tokens stay in memory; 200,000 by default. */
  readonly maxCached?: number | undefined
  /** Seconds between two looks at what is due; 2 by default. */
  readonly pollSeconds?: number | undefined
  /**
   * A folder of this machine for tokens that the store does not take, and for the store's epochs, by which a backup that was put
   * back is recognised. By default `<file>.spool` beside a SQLite file, else `keeper-spool` in the working directory; a store in
   * memory, or one that is given as an object, then has its epochs in this process alone.
   */
  readonly spool?: string | undefined
  /** The URL of your site, such as `https://app.example.com`; by default the requested host, over TLS or on this machine. */
  readonly publicUrl?: string | undefined
  /** Paths that `returnTo` may name, `/shops/*` for all below one; any path of this site by default. */
  readonly returnPaths?: readonly string[] | undefined
  /** Whether a proxy before you sets X-Forwarded-Host and X-Forwarded-Proto itself, whatever a visitor sent. */
  readonly trustForwarded?: boolean | undefined
  /** Targets of events, each under a name of yours: messages are signed, and retried until the receiver accepts them. */
  readonly webhooks?: WebhooksOptions | undefined
  /** A logger such as pino's. Never told a secret. By default only what somebody should see to is said, on the console. */
  readonly log?: Log | undefined
}

/** The events of a listener: one type, or all. */
export type Heard<Type extends EventType | '*'> = Type extends EventType ? EventOf<Type> : NewEvent

export interface Keeper extends LinkMaker, Settings {
  /**
   * The pages that a shop's browser is led through: `app.use(keeper.routes('/oauth'))`. The path is the one that browsers
   * ask; what is registered at each platform is `<site><path>/callback/<platform>/<app's name>`.
   *
   * @throws {TypeError} when it is no path, or two applications would have one callback.
   */
  routes(path?: string): Routes
  /**
   * A token that works, for the shop: from memory, or fresh from the platform.
   *
   * @throws {KeeperError} why there is none, with what to do.
   */
  token(name: Named): Promise<Token>
  /** After the platform refused a token: a later one. Of any number of callers with the same token, one call goes out. */
  invalidate(name: Named, refused: RefusedToken): Promise<Token>
  /** One shop, to call its platform for. @throws {KeeperError} `app_unknown`, `app_ambiguous`. */
  shop(name: Named): Shop
  /**
   * Takes the tokens that were kept apart because they are of another shop or user: a person says that they are this
   * connection's, which keeps its id and names.
   *
   * @throws {KeeperError} `nothing_to_accept`, `connection_unknown`, `refresh_underway`, `store_unavailable`.
   */
  accept(which: Which): Promise<ConnectionView>
  /**
   * Successes of the platform that could not be read, in clear: they may hold tokens. The newest first. Without a name:
   * replies to the code of authorizations that made no connection, of all tenants.
   */
  unreadableReplies(which?: Which): Promise<readonly UnreadableReply[]>
  /**
   * New tokens now, if the platform allows: a failed refresh is tried again at once, whatever it waited for.
   *
   * @throws {KeeperError} why there are none.
   */
  refresh(name: Named): Promise<ConnectionView>
  connection(name: Named): Promise<ConnectionView>
  connections(asked: Partial<ConnectionFilter>): Promise<readonly ConnectionView[]>
  /**
   * Keeps tokens that somebody already holds, for the shop that they are of. Where it is connected already, the newer ones
   * stay, by `issuedAt`, else by `expiresAt`, once a refresh that is under way has ended; those that it has, or that were
   * added before, change nothing.
   *
   * @throws {KeeperError} `alias_unfit`, `tokens_unfit`, `shop_unknown`, `alias_taken`, `refresh_underway`.
   */
  add(given: Given): Promise<ConnectionView>
  /**
   * Ends a connection, at the platform too where that can be asked. The row stays; nothing is given out any more.
   *
   * @throws {KeeperError} `connection_unknown`, `store_unavailable`.
   */
  disconnect(which: Which): Promise<Disconnected>
  /**
   * Takes over tokens that somebody holds, line by line, however many. A line that is not taken is told by its number.
   *
   * @throws {KeeperError} `file_unfit`, `store_unavailable`.
   */
  import(source: Source, options: ImportOptions): Promise<Imported>
  /** The connections as lines, to be imported elsewhere: with tokens only where `secrets` asks for them. */
  export(options: ExportOptions): AsyncIterable<string>
  /**
   * Seals with the current key what an older one of the ring sealed, while refreshes go on.
   *
   * @throws {KeeperError} `store_unavailable`.
   */
  rekey(options?: RekeyOptions): Promise<Rekeyed>
  /** The connection's events, newest first. */
  story(id: string, limit?: number): Promise<readonly KeeperEvent[]>
  /** Listens to events of this process; returns a function that stops listening. Errors of the listener are logged. */
  on<Type extends EventType | '*'>(type: Type, listener: (event: Heard<Type>) => void): () => void
  /**
   * A connection's whole story: what is, why, what to do about it, in English by default, and what happened.
   *
   * @throws {KeeperError} `connection_unknown`, `app_unknown`, `app_ambiguous`, `store_unavailable`.
   */
  doctor(which: Which, language?: DoctorLanguage): Promise<Diagnosis>
  /** The ends of authorizations and tokens, soonest first. @throws {TypeError} for an invalid `after` or time. */
  calendar(asked?: CalendarRequest): Promise<CalendarPage>
  readonly webhooks: Webhooks
  /**
   * Metrics of this process and of the store, in Prometheus's text format: serve them as `METRICS_TYPE`. While the store
   * does not answer its own are missing, and `hufu_keeper_store_up` is 0.
   */
  metrics(): Promise<string>
  /** Waits for what is under way, and closes the store. */
  close(): Promise<void>
}

/**
 * Opens a keeper. Any number of processes may open one store.
 *
 * @throws {TypeError} when an option is missing or makes no sense. @throws {StoreError} when the store cannot be opened.
 */
export async function createKeeper(options: KeeperOptions): Promise<Keeper> {
  return (await openKeeper(options)).keeper
}

/** The keeper with its parts, for those of this package that build on it. */
// oxlint-disable-next-line max-lines-per-function -- one method for each member of Keeper
export async function openKeeper(
  options: KeeperOptions,
): Promise<{ readonly keeper: Keeper; readonly context: KeeperContext }> {
  const { ring, renew } = keeperRing(options)
  const opened =
    typeof options.store === 'string'
      ? await openKeeperStore(options.store)
      : { store: options.store, spool: 'keeper-spool', lasting: undefined }
  const { store } = opened
  const site: Site = {
    path: '/oauth',
    publicUrl: options.publicUrl === undefined ? undefined : checkedPublicUrl(options.publicUrl),
    trustForwarded: options.trustForwarded ?? false,
    returnPaths: options.returnPaths,
  }
  const tokens = cache(options.maxCached ?? 200_000)
  const listeners = new Set<(event: NewEvent) => void>()
  const { log = consoleLog } = options
  const { warn, flush } = saidOnce((message, about) => {
    try {
      log.warn(about, message)
    } catch {
      // A log that fails is no reason to stop: this is called where nobody would hear of it.
    }
  })
  const folder = options.spool ?? opened.spool
  const clock = await storeClock(
    () => store.now(),
    (seconds) => {
      warn("the store's clock was set: tokens are refreshed and leases end by the new time", { seconds })
      if (seconds < 0)
        store.setBack(seconds).catch((error: unknown) => {
          const reason = error instanceof Error ? error.message : 'unknown'
          warn(
            'times in the store that a clock ahead had written could not be corrected: restart the keeper',
            { reason },
          )
        })
    },
  )
  const context: KeeperContext = {
    store,
    clock,
    sealing: sealing(ring),
    apps: appsOf(options.apps, clock.atLeast, sealedStates(store, ring), (asked) => store.takeRate(asked)),
    owner: `${process.pid}-${randomBytes(6).toString('hex')}`,
    copy: storeCopy(store, options.spool ?? opened.lasting, warn),
    spool: spool(folder, (file) => {
      warn('a file of the spool is damaged and was set aside: restore it from a backup of the spool folder', {
        file,
      })
    }),
    foreign: new Set(),
    damaged: new Set(),
    unsaved: new Map(),
    doubt({ alias, ...row }: Connection) {
      for (const shop of [row.shop, alias]) if (shop !== undefined) tokens.doubt({ ...row, shop })
    },
    tell: (events) => {
      for (const event of events) for (const listener of listeners) listener(event)
    },
    log,
    warn,
    tally: newTally(),
  }
  const { apps } = context
  for (const app of apps.all) {
    const replaySeconds = assumedBefore(app)
    if (replaySeconds > 0)
      warn(
        'policy.reuse is not set, and the keeper no longer assumes from an address that the platform repeats lost answers: if the platform is a Hufu server, set the value that was assumed, otherwise replaySeconds 0',
        {
          app: `${app.platform}/${app.name}`,
          member: 'policy.reuse',
          assumed: { replaySeconds, then: 'revoke-family' },
        },
      )
  }
  const refreshing = refresher(context)
  const serves = serving(context, tokens, refreshing, options.maxStaleSeconds ?? 5)
  await context.copy.look()
  await reconcile(context)
  await lookAtSeals(context)
  const { pollSeconds = 2 } = options
  const { webhooks, ...sender } = await sending(context, options.webhooks ?? {}, pollSeconds)
  listeners.add(sender.wake)
  const reconciling = repeat(
    async () => {
      renew()
      if (context.unsaved.size > 0 || context.spool.holds()) await reconcile(context)
      return pollSeconds
    },
    () => pollSeconds, // A store that is away is why there is something to do.
  )
  const scheduler = options.schedule === false ? undefined : schedule(context, refreshing, pollSeconds)

  const keeper: Keeper = {
    ...linkMaker(context, site),
    ...settingsOf(context),
    disconnect: (which) => disconnect(context, which),
    routes(path = '/oauth') {
      site.path = checkedPath(path)
      return routesOf(context, { ...site })
    },
    token(name) {
      // An async function around a promise would cost as much again as the answer.
      try {
        return serves.token(nameOf(context, name))
      } catch (error) {
        if (!(error instanceof KeeperError)) throw error
        return Promise.reject(error)
      }
    },
    invalidate: async (name, refused) => serves.invalidate(nameOf(context, name), refused),
    shop: (name) => shopOf(context, serves, name),
    async refresh(name) {
      const row = await retryNow(context, await rowOf(context, name))
      return viewOf(await refreshing.refresh(row.id, row.generation, row), apps, clock.now())
    },
    accept: (which) => accept(context, which),
    unreadableReplies: (which) => unreadableReplies(context, which),
    connection: async (name) => viewOf(await rowOf(context, name), apps, clock.now()),
    connections: async (asked) =>
      (await orUnavailable(store.list({ limit: 100, ...asked }))).map((row) =>
        viewOf(row, apps, clock.now()),
      ),
    add: async (given) => viewOf(await added(context, given), apps, clock.now()),
    import: (source, asked) => imported(context, source, asked),
    export: (asked) => exported(context, asked),
    rekey: (asked) => rekey(context, asked),
    story: (id, limit = 50) => orUnavailable(store.story(id, limit)),
    on(type, listener) {
      const careful = (event: NewEvent) => {
        try {
          if (type === '*' || type === event.type) listener(event as Heard<typeof type>)
        } catch (error) {
          const reason = error instanceof Error ? error.message : 'unknown'
          warn('an event listener of the application threw an error', { type: event.type, reason })
        }
      }
      listeners.add(careful)
      return () => void listeners.delete(careful)
    },
    doctor: (which, language) => doctor(context, which, language),
    calendar: (asked) => calendar(context, asked),
    webhooks,
    metrics: metricsOf(context),
    async close() {
      const stopping = scheduler?.stop()
      for (const { pace } of apps.all) pace.close()
      await stopping
      await refreshing.drain()
      await reconciling.stop()
      await lastReconcile(context)
      await sender.stop()
      // A backup of any moment before is older than this.
      await context.copy.look().catch(() => undefined)
      await store.close()
      flush()
    },
  }
  return { keeper, context }
}
