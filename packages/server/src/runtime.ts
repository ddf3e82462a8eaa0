/* All parts of a server, put together once. */
import { randomUUID } from 'node:crypto'
import type { KeyRing } from '@hufu/crypto'
import type { PlatformRecord, TokenFormat } from '@hufu/dialects'
import {
  type Directory,
  type GrantContext,
  type RateLimit,
  type User,
  digest,
  directoryOf,
  idSource,
  rateLimit,
} from '@hufu/engine'
import { type MerchantLoginContext, type Store, appSecretPlace } from '@hufu/accounts'
import type { Gateway } from '@hufu/engine'
import { joining, tellingOfLetters } from '@hufu/web/as-one'
import { type Config, originOf } from './config.ts'
import { type Janitor, janitor } from './janitor.ts'
import { type KeyWork, keyWork } from './keys/key-work.ts'
import { type KeysInUse, keysInUse, refuseLacking, sayCurrent } from './keys/keys-in-use.ts'
import type { Logger } from '@hufu/web/log'
import { loginHook } from './login/login-hook.ts'
import { mailOf } from './mail/mail.ts'
import type { Mail } from './mail/letter.ts'
import type { Metrics } from './metrics.ts'
import { type OpenId, openId } from './login/openid.ts'
import type { Platform } from './settings/platform.ts'
import { type PlatformSettings, platformSettings } from './settings/platform-settings.ts'
import { enabledPlatforms } from './settings/policies.ts'
import { type NotReady, readiness, refuseFullDisk } from '@hufu/web/readiness'
import { keptSecret, randomSecret } from './keys/secrets.ts'
import { type Recorder, recorder } from './exchange/recorder.ts'
import type { Observer } from './exchange/observer.ts'
import { type SessionKind, type Sessions, sessions } from '@hufu/web/sessions'
import { tokenKeys } from './keys/token-keys.ts'
import { type Traffic, traffic } from './traffic.ts'

/** How long a merchant stays logged in. */
export const SESSION_SECONDS = 2 * 3600

export interface Runtime {
  readonly config: Config
  readonly store: Store
  readonly ring: KeyRing
  readonly log: Logger
  readonly directory: Directory
  readonly rates: RateLimit
  /** The context of a merchant's login. */
  readonly login: MerchantLoginContext
  readonly openid?: OpenId
  /** Sessions of merchants. */
  readonly sessions: Sessions<User>
  /** The key of form tokens for all sites: 32 secret bytes. */
  readonly formKey: Uint8Array
  readonly mail: Mail
  /** A link into this server for a letter. Never made of what a request says its host is. */
  linkTo(path: string): string
  /** Call it once with the listening address, if no origin is configured. */
  listensAt(url: string): void
  readonly platforms: ReadonlyMap<string, Platform>
  readonly settings: PlatformSettings
  /** The parts of introspection, which is not bound to a platform. */
  readonly grants: Omit<GrantContext, 'platform' | 'formats' | 'policy'>
  readonly tokenFormats: { readonly access: readonly TokenFormat[]; readonly refresh: readonly TokenFormat[] }
  /** Whether browsers come by https. */
  readonly secure: boolean
  gateway(id: string): Promise<Gateway | undefined>
  /** Remembers that a grant was used today, where its row does not say so yet; written in batches. */
  used: Janitor['used']
  /** Removes what has expired, every half minute. */
  readonly janitor: Janitor
  /** Counters of the last hour's requests. */
  readonly traffic: Traffic
  /** The log and usage that the apps' developers can read. */
  readonly recorder: Recorder
  /** Present if the configuration asks for metrics. */
  readonly metrics?: Metrics
  /** Faults on purpose, where it was started for that. */
  readonly observer?: Observer
  /** Why it cannot do its work; undefined where it can. Asks at most once a second. */
  notReady(): Promise<NotReady | undefined>
  /** Writes what is only remembered, and closes the store. */
  close(): Promise<void>
}

/** Secrets that come from the environment and never from the configuration. */
export interface OutsideSecrets {
  readonly smtpPassword?: string
  /** The credential for the operator's user system. */
  readonly loginHook?: string
  /** The client secret at the OpenID provider. */
  readonly openid?: string
}

/** @throws {UnknownKeyError} when the ring lacks a key that the store's secrets want. */
export async function createRuntime(
  config: Config,
  given: Store,
  ring: KeyRing,
  log: Logger,
  secrets: OutsideSecrets = {},
  observer?: Observer,
): Promise<Runtime> {
  const store = joining(tellingOfLetters(given, () => mail.wake()))
  const directory = directoryOf(given)
  const rates = rateLimit()
  await sayCurrent(store, ring.seal, ring.currentId)
  const used: KeysInUse = keysInUse(store, ring, (error) =>
    log.error({ err: error }, 'the list of keys in use could not be read; the next run tries again'),
  )
  await used.look()
  const keys = tokenKeys(ring, used)
  const pairwise = Buffer.from(await keptSecret(store, ring, 'pairwise key', randomSecret), 'base64url')
  const formKey = Buffer.from(await keptSecret(store, ring, 'form key', randomSecret), 'base64url')
  const grants = { store: given, directory, keys, pairwise, nextId: idSource(given), rates }
  const secure = config.origin?.startsWith('https:') ?? false
  const enabled = enabledPlatforms(config)

  const settings = await platformSettings(config, store, ring, {
    failed: (error) =>
      log.error(
        { err: error },
        'the settings of the platforms could not be read; the previous settings stay in force',
      ),
  })
  const work = keyWork()
  const platforms = new Map<string, Platform>()
  for (const record of enabled)
    platforms.set(record.dialect.id, platformOf(record, config, ring, grants, settings, work))

  const mail = mailOf(config, store, ring, log, secrets.smtpPassword)
  mail.start()
  let origin = originOf(config)
  const sweeping: Janitor = janitor(store, log, config.audit.keepDays)
  const recorded = recorder(store, directory, platforms, log)
  // The library is loaded where somebody asks for it.
  const measured = config.metrics && (await import('./metrics.ts')).metrics(sweeping, () => store.now())
  const gateways = new Map<string, { readonly gateway: Gateway; readonly until: number }>()
  return {
    config,
    store,
    ring,
    log,
    directory,
    rates,
    login: {
      store,
      rates,
      ...(config.login.hook && {
        outside: { store, directory, userSystem: loginHook(config.login.hook, secrets.loginHook, log) },
      }),
    },
    ...(config.login.openid && { openid: openId(config.login.openid, secrets.openid) }),
    sessions: sessions(merchants(store), store, formKey, secure),
    formKey,
    mail,
    linkTo: (path) => `${origin}${path}`,
    listensAt(url) {
      origin = config.origin ?? url
    },
    platforms,
    settings,
    grants,
    tokenFormats: {
      access: [...new Set(enabled.map(({ dialect }) => dialect.formats.accessToken))],
      refresh: [...new Set(enabled.map(({ dialect }) => dialect.formats.refreshToken))],
    },
    secure,
    async gateway(id) {
      const held = gateways.get(id)
      if (held && held.until > performance.now()) return held.gateway
      const gateway = await store.gateway(id)
      gateways.delete(id)
      if (gateway) gateways.set(id, { gateway, until: performance.now() + 2000 })
      return gateway
    },
    used: sweeping.used,
    janitor: sweeping,
    traffic: traffic(),
    recorder: recorded,
    ...(measured && { metrics: measured }),
    ...(observer && { observer }),
    notReady: readiness(async () => {
      refuseFullDisk(config.store)
      await store.once(digest('once', `readiness ${randomUUID()}`), store.now())
      await used.look()
      refuseLacking(ring, used)
    }, log),
    async close() {
      used.stop()
      settings.stop()
      measured?.stop()
      const left = (error: unknown) =>
        log.error({ err: error }, 'figures that were only in memory could not be stored at the stop')
      await mail.close()
      await recorded.stop().catch(left)
      await sweeping.stop().catch(left)
      await store.close()
    },
  }
}

const merchants = (store: Store): SessionKind<User> => ({
  kind: 'merchant',
  cookies: { session: 'hufu_session', form: 'hufu_form' },
  seconds: SESSION_SECONDS,
  idOf: ({ id }) => id,
  async accountOf(id) {
    const user = await store.user(id)
    return user?.status === 'active' ? user : undefined
  },
})

/** Policy and keys are asked for anew each time: operators change them while the server runs. */
function platformOf(
  record: PlatformRecord,
  config: Config,
  ring: KeyRing,
  grants: Runtime['grants'],
  settings: PlatformSettings,
  work: KeyWork,
): Platform {
  const { id, formats } = record.dialect
  const allowLoopback = config.mode === 'demo'
  return {
    ...record,
    grants: {
      ...grants,
      platform: id,
      formats,
      get policy() {
        return settings.policyOf(id)
      },
    },
    get redirects() {
      return { ...settings.policyOf(id), allowLoopback }
    },
    hosts: config.platforms[id]?.hosts ?? [],
    get keys() {
      return settings.keysOf(id)
    },
    keyWork: work,
    unseal(app, sealed) {
      const text = ring.openText(sealed, appSecretPlace(app.id))
      if (text === undefined)
        throw new Error(
          `the AppSecret of app ${app.id} cannot be decrypted: the store was changed by another program; restore it from a backup`,
        )
      return text
    },
  }
}
