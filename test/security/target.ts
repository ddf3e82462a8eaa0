/*
 * The server under attack: every platform on one loopback port, two applications each, a clock to turn, every log line
 * kept and every verb of the store counted. Tests speak HTTP to it, and look into the store only to count.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { after } from 'node:test'
import {
  type KeyRing,
  type RingKey,
  envelopes,
  generateKey,
  generateRsaKeyPair,
  keyRing,
  privateKeyOf,
  publicKeyOf,
  signerWith,
} from '@hufu/crypto'
import {
  type CodecContext,
  type Dialect,
  type OAuthError,
  type RefreshRequest,
  type TokenRequest,
  type TokenSet,
  type UserInfo,
  type UserInfoRequest,
  type WireRequest,
  builtInPlatforms,
  servedDialects,
  isOAuthError,
  noEnvelope,
  noSigner,
  keepsSecret,
  secondsOf,
  signingsOf,
  encodeError,
} from '@hufu/dialects'
import { type App, type User, digest } from '@hufu/engine'
import { type Developer, type Store, appSecretPlace } from '@hufu/accounts'
import { type ConfigInput, platformKeyPrefix, readConfig } from '@hufu/server'
import { logTo } from '@hufu/web/log'
import { serve } from '@hufu/platform'
import { memoryStore, sqliteStore } from '@hufu/store'
import { cheaplyKept } from '../kept-password.ts'
import { long } from '../long.ts'
import { triedDialects } from '../mechanisms.ts'
import { type Browser, browser, consentForm } from './browser.ts'
import { type Answer, FORM, pairs, post, send } from './wire.ts'
import { appOf, developerOf, userOf } from '../../packages/store/test/rows.ts'

export const START = 1_720_501_200
export const PASSWORD = 'demo-pass'
export const SHOP = '2000000001'
export const CALLBACK = 'https://shop.example.com/callback?from=platform'
export const GATEWAY = { id: 'gateway', secret: 'secret of the gateway' } as const

export type StoreKind = 'memory' | 'sqlite'
/** The store in memory is SQLite without a file, so what holds on one holds on the other. */
export const storeKinds: readonly StoreKind[] = long ? ['memory', 'sqlite'] : ['sqlite']

/** Once, as they take their time: the applications' pair, and the platforms'. */
const pair = generateRsaKeyPair()
const platformPair = generateRsaKeyPair()

const password = cheaplyKept(PASSWORD)
export const appKeys = pair

const folder = mkdtempSync(join(tmpdir(), 'hufu-attack-'))
after(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
/** A path that nothing has been written to yet. */
export const newFile = (): string => join(folder, `${files++}.db`)

export type Step = 'token' | 'refresh' | 'userInfo'
type Asked = Partial<TokenRequest & RefreshRequest & UserInfoRequest>

export interface Options {
  readonly store?: StoreKind
  /** A SQLite file to share, or to come back to. */
  readonly file?: string
  readonly config?: Omit<ConfigInput, 'platforms'>
  readonly platforms?: ConfigInput['platforms']
  readonly key?: RingKey
  /** Instead of a ring of that key alone. */
  readonly ring?: KeyRing
  /** For every app. */
  readonly app?: Partial<App>
  readonly clock?: Clock
  /** What the server is given instead of the store. */
  readonly through?: (store: Store) => Store
  /** Whether apps, shop, user and gateway are there already. */
  readonly seeded?: boolean
}

export interface Clock {
  at: number
}

export type Target = Awaited<ReturnType<typeof target>>
export type Site = ReturnType<Target['site']>

/** Starts it; `close` stops it. */
export async function target(options: Options = {}) {
  const clock = options.clock ?? { at: START }
  const now = () => clock.at
  const key = options.key ?? generateKey()
  const ring = options.ring ?? keyRing([key])
  const { privateKey, publicKey } = await pair
  const keyOfApps = privateKeyOf(privateKey)
  const kind = options.store ?? 'sqlite'
  const real = kind === 'memory' ? memoryStore({ now }) : sqliteStore(options.file ?? newFile(), { now })
  const { store, calls } = counted(options.through?.(real) ?? real)
  const lines: string[] = []
  const sink = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) })
  const config = readConfig(
    {
      listen: { port: 0 },
      store: 'memory:',
      ...options.config,
      // One platform refreshes only late, which other tests hold it to.
      platforms: { jos2: { policy: { refreshWindow: { lastSeconds: 9e7 } } }, ...options.platforms },
    },
    builtInPlatforms,
  )
  for (const { id, envelope } of servedDialects) {
    const name = `${platformKeyPrefix(id)}0001`
    if (envelope !== undefined)
      await real.putSettingOnce(name, ring.seal((await platformPair).privateKey, name))
  }
  const running = await serve(config, ring, logTo('debug', sink), store)
  const origin = running.url

  const putApp = async (platform: string, name: string, changes: Partial<App> = {}): Promise<App> => {
    const id = `${name}-${platform}`
    const dialect = dialectOf(platform)
    const held = await real.appById(id)
    const app = appOf(id, {
      platform,
      clientId: `KEY-${name}`,
      name: `Name of ${name}`,
      developer: 'A developer',
      status: 'online',
      secrets: [keptSecret(secretOf(name), platform, id)],
      publicKeys: dialect.envelope === undefined ? [] : [publicKey],
      redirectUris: [dialect.policy.redirectUri === 'host' ? new URL(CALLBACK).host : CALLBACK],
      scopes: dialect.policy.scopes,
      createdAt: START,
      ...options.app,
      ...held,
      ...changes,
      ...(held && { version: held.version + 1 }),
    })
    assert.ok(await real.putApp(app), `app ${id}`)
    running.runtime.directory.forget()
    return app
  }
  const keptSecret = (
    secret: string,
    platform: string,
    appId: string,
    until?: number,
  ): App['secrets'][number] => ({
    digest: digest('client', secret),
    ...(keepsSecret(dialectOf(platform)) && { sealed: ring.seal(secret, appSecretPlace(appId)) }),
    ...(until !== undefined && { until }),
  })
  const putUser = async (name: string, changes: Partial<User> = {}): Promise<User> => {
    const held = await real.user(name)
    const user = userOf(name, {
      username: name,
      shopId: SHOP,
      displayName: `${name} of the shop`,
      password,
      createdAt: START,
      ...held,
      ...changes,
      ...(held && { version: held.version + 1 }),
    })
    assert.ok(await real.putUser(user), `user ${name}`)
    running.runtime.directory.forget()
    return user
  }
  /** Of the organisation `org-<organisation>`, which is made with its first developer. */
  const putDeveloper = async (organisation: string, changes: Partial<Developer> = {}): Promise<Developer> => {
    const id = changes.id ?? `dev-${organisation}`
    const organisationId = `org-${organisation}`
    const name = `Organisation of ${organisation}`
    await real.putOrganisation({
      id: organisationId,
      version: 0,
      name,
      verified: false,
      testShops: [SHOP],
      createdAt: START,
    })
    const held = await real.developer(id)
    const developer = developerOf(id, {
      organisationId,
      email: `${id}@example.com`,
      name: `Name of ${id}`,
      password,
      createdAt: START,
      ...held,
      ...changes,
      ...(held && { version: held.version + 1 }),
    })
    assert.ok(await real.putDeveloper(developer), `developer ${id}`)
    return developer
  }
  /** A browser in which somebody has logged in to the developer console. */
  const developer = async (id = 'dev-app'): Promise<Browser> => {
    const own = browser(origin)
    const { forms } = await own.get('/developer/login')
    const form = forms.find(({ fields }) => 'password' in fields)
    const email = (await real.developer(id))?.email ?? ''
    const left = await own.submit(form?.action ?? '', { ...form?.fields, email, password: PASSWORD })
    assert.equal(left.status, 303, left.body)
    return own
  }
  if (!options.seeded) {
    for (const name of ['app', 'other']) {
      await putDeveloper(name)
      for (const { id } of servedDialects) await putApp(id, name, { organisationId: `org-${name}` })
    }
    await real.putShop({ id: SHOP, name: 'The shop', createdAt: START })
    await putUser('demo')
    await real.putGateway({
      id: GATEWAY.id,
      secret: digest('client', GATEWAY.secret),
      platforms: [],
      // So that a refresh token that lives on too long is seen.
      seesRefreshTokens: true,
      createdAt: START,
    })
  }

  const merchants = new Map<string, Browser>()
  const merchant = (name = 'demo'): Browser => {
    const held = merchants.get(name) ?? browser(origin)
    merchants.set(name, held)
    return held
  }

  /** One platform of the server, and its applications. */
  function site(dialect: Dialect) {
    const base = `/${dialect.id}`

    /** What the application `name` speaks with. */
    const speaking = (name: string, secret = secretOf(name)): CodecContext => ({
      now: now(),
      requestId: '0'.repeat(32),
      envelope:
        dialect.envelope === undefined
          ? noEnvelope
          : envelopes[dialect.envelope]({
              own: [keyOfApps],
              peer: [publicKeyOf(running.runtime.platforms.get(dialect.id)?.keys.publicKey ?? '')],
            }),
      signer: keepsSecret(dialect) ? signerWith(secret) : noSigner,
    })

    function wire(step: Step, asked: Asked, context: CodecContext): WireRequest {
      const endpoint = dialect[step]
      assert.ok(endpoint, `${dialect.id} has no ${step}`)
      return endpoint.request.encode(asked as never, context)
    }
    const deliver = (
      step: Step,
      { method, query, mediaType, body, headers: read = {} }: WireRequest,
      headers = {},
    ): Promise<Answer> =>
      send(origin, `${base}${dialect[step]?.path}${query && `?${query}`}`, {
        method,
        headers: {
          ...(body !== '' && { 'content-type': mediaType }),
          ...(read.authorization !== undefined && { authorization: read.authorization }),
          ...headers,
        },
        ...(body !== '' && { body }),
      })
    const read = (
      step: Step,
      { status, body }: Answer,
      context = speaking('app'),
    ): TokenSet | UserInfo | OAuthError => {
      const endpoint = dialect[step]
      assert.ok(endpoint, `${dialect.id} has no ${step}`)
      return endpoint.response.decode({ status, body }, context)
    }
    /** Asks as the application `as` would; its credentials can be changed like the rest. */
    async function ask(step: Step, asked: Asked, as = 'app', context?: CodecContext) {
      const own = context ?? speaking(as, asked.clientSecret)
      const full = { clientId: `KEY-${as}`, clientSecret: secretOf(as), redirectUri: CALLBACK, ...asked }
      return read(step, await deliver(step, wire(step, full, own)), own)
    }

    /** The application that is named, by its name here. */
    const ownerOf = ({ clientId = 'KEY-app' }: { readonly clientId?: unknown }): string =>
      typeof clientId === 'string' ? clientId.replace(/^KEY-/, '') : 'app'

    const link = (changes: Readonly<Record<string, unknown>> = {}): string => {
      const asked = {
        clientId: 'KEY-app',
        redirectUri: CALLBACK,
        scope: dialect.policy.defaultScope,
        ...changes,
      }
      const { scope, ...rest } = asked
      const withScope = scope.length > 0 ? asked : rest
      return `${base}${dialect.authorize.path}?${dialect.authorize.request.encode(withScope, speaking(ownerOf(asked)))}`
    }

    /** The address that the browser is sent back to, through the pages, as a merchant who approves. */
    async function callback(
      changes: Readonly<Record<string, unknown>> = {},
      username = 'demo',
    ): Promise<string> {
      const page = await merchant(username).login(link(changes), username, PASSWORD)
      const { action, fields } = consentForm(page)
      const left = await merchant(username).submit(action, { ...fields, decision: 'approve' })
      return String(left.headers.location)
    }

    async function code(changes: Readonly<Record<string, unknown>> = {}, username = 'demo'): Promise<string> {
      const address = await callback(changes, username)
      const answer = dialect.callback.decode(new URL(address).search.slice(1), speaking(ownerOf(changes)))
      assert.ok('code' in answer, JSON.stringify([address, answer]))
      return answer.code
    }

    return {
      dialect,
      base,
      speaking,
      wire,
      deliver,
      read,
      ask,
      link,
      callback,
      code,
      tokens: async (changes: Readonly<Record<string, unknown>> = {}): Promise<TokenSet> =>
        granted(await ask('token', { code: await code(changes) })),
      /** Tokens that a refresh replaces: where a platform keeps them until late, the clock is turned until then. */
      ripe: async (tokens: TokenSet | Promise<TokenSet>): Promise<TokenSet> => {
        const held = await tokens
        clock.at += keptFor(dialect)
        return held
      },
      refresh: async (tokens: TokenSet, changes: Asked = {}, as = 'app') => {
        const { accessToken, refreshToken = '', openId } = tokens
        const answer = await ask(
          'refresh',
          { accessToken, refreshToken, ...(openId !== undefined && { openId }), ...changes },
          as,
        )
        // What an answer leaves out stays (RFC 6749, section 6).
        const { fields } = dialect.refresh.response
        const isTold = fields.some((each) => 'key' in each && each.key === 'refreshToken')
        return isTold || isRefused(answer) ? answer : { refreshToken, ...answer }
      },
      revoke: (token: string, as = 'app', secret = secretOf(as)): Promise<Answer> =>
        post(origin, `${base}/oauth/revoke`, pairs({ token, client_id: `KEY-${as}`, client_secret: secret })),
    }
  }

  return {
    running,
    origin,
    store: real,
    clock,
    key,
    /** Calls of the store's verbs since the last look. */
    calls,
    log: () => lines.join(''),
    later: (seconds: number) => void (clock.at += seconds),
    putApp,
    putUser,
    putDeveloper,
    developer,
    keptSecret,
    merchant,
    site,
    /** What rules are tried on. */
    sites: triedDialects.map(site),
    /** What the operator's gateway is told of a token. */
    async introspect(token: string, gateway: { readonly id: string; readonly secret: string } = GATEWAY) {
      const form = pairs({ token, client_id: gateway.id, client_secret: gateway.secret })
      const { status, body } = await post(origin, '/introspect', form)
      return { status, ...(JSON.parse(body) as { readonly active?: boolean; readonly platform?: string }) }
    },
    async live(token: string): Promise<boolean> {
      const { active } = await this.introspect(token)
      assert.equal(typeof active, 'boolean')
      return active === true
    },
    close: () => running.close(),
  }
}

/** Seconds for which a refresh of new tokens keeps them. */
const keptFor = ({ policy: { earlyRefresh = [], accessTokenLifetime } }: Dialect): number => {
  const kept = earlyRefresh.filter((row) => row.refreshToken !== 'new').map(({ whileLeft }) => whileLeft)
  return kept.length === 0 ? 0 : secondsOf(accessTokenLifetime).online - Math.min(...kept)
}

/** The same call with a signature that is one character off. */
export function brokenSignature(dialect: Dialect, step: Step, wire: WireRequest): WireRequest {
  const into = signingsOf(dialect[step]?.request.carrier ?? { in: 'query' })?.[0]?.into ?? 'sign'
  const off = (text: string) =>
    text.replace(new RegExp(`(?<=(?:^|&)${into}=|"${into}":").`), (first) => (first === '0' ? '1' : '0'))
  const broken = { ...wire, query: off(wire.query), body: off(wire.body) }
  assert.notDeepEqual(broken, wire, `no ${into} to break`)
  return broken
}

export const secretOf = (name: string): string => `secret of ${name}`

const dialectOf = (platform: string): Dialect => {
  const dialect = servedDialects.find(({ id }) => id === platform)
  assert.ok(dialect, platform)
  return dialect
}

export function granted(answer: TokenSet | UserInfo | OAuthError): TokenSet {
  assert.ok('accessToken' in answer, JSON.stringify(answer))
  return answer
}

/** The error is spelt as the platform spells one of these reasons, which may be shared by others. */
export function assertRefused(
  answer: object,
  dialect: Dialect,
  step: Step,
  ...reasons: OAuthError['error'][]
): void {
  assert.ok(isOAuthError(answer), `granted: ${JSON.stringify(answer)}`)
  const { errors } = dialect[step] ?? dialect.token
  const codes = reasons.map((error) => String(encodeError(errors, { error }).code))
  assert.ok(
    codes.includes(String(answer.platformCode)),
    `${JSON.stringify(answer)}, and not ${codes.join(' or ')}`,
  )
}

export const isRefused = isOAuthError

/** Verbs that write. The two that spend something write only what they decide; they count where they are asked at all. */
export const writing = [
  'reserveIds',
  'once',
  'issueCode',
  'redeemCode',
  'refreshGrant',
  'revokeGrant',
  'revokeGrants',
  'endGrants',
  'commit',
  'putApp',
  'putShop',
  'putUser',
  'countLoginFailure',
  'putSession',
  'putOperator',
  'putGateway',
  'putOrganisation',
  'putDeveloper',
  'putSetting',
  'putSettingOnce',
  'putTicket',
  'takeTicket',
  'recordLogin',
] as const

export interface Calls {
  /** How often these verbs were called since `reset`; all where none is named. */
  of(...verbs: readonly string[]): number
  reset(): void
}

/** The same store, with a tally of its verbs. */
function counted(store: Store): { readonly store: Store; readonly calls: Calls } {
  const tally = new Map<string, number>()
  const verbs = Object.entries(store).map(([name, verb]) => {
    const counting = (...given: readonly unknown[]): unknown => {
      tally.set(name, (tally.get(name) ?? 0) + 1)
      return (verb as (...given: readonly unknown[]) => unknown)(...given)
    }
    return [name, name === 'now' ? verb : counting]
  })
  return {
    store: Object.fromEntries(verbs) as Store,
    calls: {
      of: (...verbs) =>
        [...tally]
          .filter(([name]) => verbs.length === 0 || verbs.includes(name))
          .reduce((sum, [, count]) => sum + count, 0),
      reset: () => tally.clear(),
    },
  }
}

export { FORM }
