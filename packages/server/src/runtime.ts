/* All parts of a server, put together once. */
import { type KeyRing, privateKeyOf } from '@hufu/crypto'
import type { Dialect, TokenFormat } from '@hufu/dialects'
import {
  type Directory,
  type Gateway,
  type GrantContext,
  type RateLimit,
  type Store,
  type User,
  appSecretPlace,
  directoryOf,
  idSource,
  rateLimit,
} from '@hufu/engine'
import type { Config } from './config.ts'
import { type Janitor, janitor } from './janitor.ts'
import type { Logger } from './log.ts'
import { type Mail, mailOf } from './mail.ts'
import type { Platform } from './platform.ts'
import { effectivePolicy, enabledDialects } from './policies.ts'
import { keptSecret, platformKeys, publicHalf, randomSecret } from './secrets.ts'
import { type SessionKind, type Sessions, sessions } from './sessions.ts'
import { tokenKeys } from './token-keys.ts'

/** How long a merchant stays logged in. */
export const SESSION_SECONDS = 2 * 3600

export interface Runtime {
  readonly config: Config
  readonly store: Store
  readonly ring: KeyRing
  readonly log: Logger
  readonly directory: Directory
  readonly rates: RateLimit
  /** Of merchants. */
  readonly sessions: Sessions<User>
  /** What forms are bound with, whoever fills them in: 32 secret bytes. */
  readonly formKey: Uint8Array
  readonly mail: Mail
  /** A link into this server for a letter. Never made of what a request says its host is. */
  linkTo(path: string): string
  /** To be told once, where the server listens and no origin is configured. */
  listensAt(url: string): void
  readonly platforms: ReadonlyMap<string, Platform>
  /** What introspection needs, which is told no platform. */
  readonly grants: Omit<GrantContext, 'platform' | 'formats' | 'policy'>
  readonly tokenFormats: { readonly access: readonly TokenFormat[]; readonly refresh: readonly TokenFormat[] }
  /** Whether browsers come by https. */
  readonly secure: boolean
  gateway(id: string): Promise<Gateway | undefined>
  /** Remembers that a grant was used today; written in batches. */
  used(grantId: number): void
  /** Writes what is only remembered, and closes the store. */
  close(): Promise<void>
}

/** What the environment says and the configuration must not. */
export interface OutsideSecrets {
  readonly smtpPassword?: string
}

/** @throws {UnknownKeyError} when the ring lacks a key that the store's secrets want. */
export async function createRuntime(
  config: Config,
  store: Store,
  ring: KeyRing,
  log: Logger,
  secrets: OutsideSecrets = {},
): Promise<Runtime> {
  const directory = directoryOf(store)
  const rates = rateLimit()
  const keys = tokenKeys(ring)
  const pairwise = Buffer.from(await keptSecret(store, ring, 'pairwise key', randomSecret), 'base64url')
  const formKey = Buffer.from(await keptSecret(store, ring, 'form key', randomSecret), 'base64url')
  const grants = { store, directory, keys, pairwise, nextId: idSource(store), rates }
  const secure = config.origin?.startsWith('https:') ?? false
  const enabled = enabledDialects(config)

  const platforms = new Map<string, Platform>()
  for (const dialect of enabled) platforms.set(dialect.id, await platformOf(dialect, config, ring, grants))

  const mail = mailOf(config, log, secrets.smtpPassword)
  let origin = config.origin ?? `http://${config.listen.host}:${config.listen.port}`
  const sweeping: Janitor = janitor(store, log)
  const gateways = new Map<string, { readonly gateway: Gateway; readonly until: number }>()
  return {
    config,
    store,
    ring,
    log,
    directory,
    rates,
    sessions: sessions(merchants(store), store, formKey, secure),
    formKey,
    mail,
    linkTo: (path) => `${origin}${path}`,
    listensAt(url) {
      origin = config.origin ?? url
    },
    platforms,
    grants,
    tokenFormats: {
      access: [...new Set(enabled.map(({ formats }) => formats.accessToken))],
      refresh: [...new Set(enabled.map(({ formats }) => formats.refreshToken))],
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
    async close() {
      await mail.close()
      await sweeping.stop()
      await store.close()
    },
  }
}

const merchants = (store: Store): SessionKind<User> => ({
  kind: 'merchant',
  cookies: { session: 'hufu_session', form: 'hufu_form' },
  seconds: SESSION_SECONDS,
  async accountOf(id) {
    const user = await store.user(id)
    return user?.status === 'active' ? user : undefined
  },
})

async function platformOf(
  dialect: Dialect,
  config: Config,
  ring: KeyRing,
  grants: Runtime['grants'],
): Promise<Platform> {
  const { id, formats } = dialect
  const policy = effectivePolicy(dialect, config)
  const privateKeys = dialect.envelope === undefined ? [] : await platformKeys(grants.store, ring, id)
  const [current] = privateKeys
  return {
    dialect,
    grants: { ...grants, platform: id, formats, policy },
    redirects: { ...policy, allowLoopback: config.mode === 'demo' },
    hosts: config.platforms[id]?.hosts ?? [],
    privateKeys: privateKeys.map(privateKeyOf),
    ...(current !== undefined && { publicKey: publicHalf(current) }),
    unseal(app, sealed) {
      const text = ring.openText(sealed, appSecretPlace(app.id))
      if (text === undefined)
        throw new Error(`a sealed secret of app ${app.id} was changed outside of this program`)
      return text
    },
  }
}
