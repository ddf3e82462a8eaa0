/* A platform over real HTTP and a client of it, cut from the same dialect, on a clock that the test turns. */
import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { type Client, type Fetch, isFailure } from '@hufu/client'
import { nodeClient } from '@hufu/client/node'
import { generateKey, generateRsaKeyPair, keyRing } from '@hufu/crypto'
import { type Dialect, type TokenSet, keepsSecret, type ErrorReason, encodeError } from '@hufu/dialects'
import { recordOf } from './records.ts'
import { type App, type User, digest } from '@hufu/engine'
import { type Store, appSecretPlace } from '@hufu/accounts'
import { type ConfigInput, platformKeyPrefix, readConfig } from '@hufu/server'
import { type Running, serve } from '@hufu/platform'
import { logTo } from '@hufu/web/log'
import { type Page, visitor } from '@hufu/demo/visitor'
import { cheaplyKept } from './kept-password.ts'
import { appOf, userOf } from '../packages/store/test/rows.ts'

/** Midday of 9 July 2024 in Bangkok. */
export const START = 1_720_501_200
export const PASSWORD = 'demo-pass'
export const SHOP = '2000000001'
export const CALLBACK = 'https://shop.example.com/callback?from=platform'

/** Once, as they take their time: the applications' pair, and the platform's. */
const pair = generateRsaKeyPair()
const platformPair = generateRsaKeyPair()
const password = cheaplyKept(PASSWORD)

/** The server's `Date` is of the real clock, and the client believes it: not where the test turns another one. */
const undated: Fetch = async (url, init) => {
  const { status, headers, body } = await fetch(url, init)
  const undatedHeaders = new Headers(headers)
  undatedHeaders.delete('date')
  return new Response(body, { status, headers: undatedHeaders })
}

export interface Options {
  /** Given the clock. */
  readonly open: (now: () => number) => Store
  readonly platform?: NonNullable<ConfigInput['platforms']>[string]
  readonly config?: Omit<ConfigInput, 'platforms'>
  readonly app?: Partial<App>
  readonly user?: Partial<User>
}

export type Halves = Awaited<ReturnType<typeof bothHalves>>

/** One platform with two applications, `app` and `other`, and the merchant `demo`; stop it with `close`. */
export async function bothHalves(dialect: Dialect, options: Options) {
  let at = START
  const now = () => at
  const store = options.open(now)
  const lines: string[] = []
  const sink = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) })
  const { id } = dialect
  const config = readConfig(
    { listen: { port: 0 }, store: 'memory:', ...options.config, platforms: { [id]: options.platform ?? {} } },
    [recordOf(dialect)],
  )
  const ring = keyRing([generateKey()])
  if (dialect.envelope !== undefined) {
    const name = `${platformKeyPrefix(id)}0001`
    await store.putSettingOnce(name, ring.seal((await platformPair).privateKey, name))
  }
  const running: Running = await serve(config, ring, logTo('debug', sink), store)
  const { publicKey, privateKey } = await pair
  const { policy } = dialect

  const putApp = async (name: string, changes: Partial<App> = {}): Promise<App> => {
    const held = await store.appById(name)
    const secret = `secret of ${name}`
    const app = appOf(name, {
      version: held ? held.version + 1 : 0,
      platform: id,
      clientId: `KEY-${name}`,
      name: `Name of ${name}`,
      developer: 'A developer',
      status: 'online',
      secrets: [
        {
          digest: digest('client', secret),
          ...(keepsSecret(dialect) && { sealed: ring.seal(secret, appSecretPlace(name)) }),
        },
      ],
      publicKeys: [publicKey],
      redirectUris: [policy.redirectUri === 'host' ? new URL(CALLBACK).host : CALLBACK],
      scopes: policy.scopes,
      createdAt: START,
      ...changes,
    })
    assert.ok(await store.putApp(app))
    running.runtime.directory.forget()
    return app
  }
  const putUser = async (name: string, changes: Partial<User> = {}): Promise<User> => {
    const held = await store.user(name)
    const user = userOf(name, {
      version: held ? held.version + 1 : 0,
      username: name,
      shopId: SHOP,
      displayName: `${name} of the shop`,
      password,
      createdAt: START,
      ...changes,
    })
    assert.ok(await store.putUser(user))
    running.runtime.directory.forget()
    return user
  }
  await putApp('app', options.app)
  await putApp('other')
  await store.putShop({ id: SHOP, name: 'The shop', createdAt: START })
  await putUser('demo', options.user)

  const baseUrl = `${running.url}/${id}`
  const clientOf = (
    name: string,
    changes: { readonly fetch?: Fetch; readonly clientSecret?: string } = {},
  ): Client =>
    nodeClient(dialect, {
      clientId: `KEY-${name}`,
      clientSecret: `secret of ${name}`,
      baseUrl,
      privateKey,
      platformPublicKey: running.runtime.platforms.get(id)?.keys.publicKey,
      now,
      fetch: undated,
      ...changes,
    })
  const client = clientOf('app')
  const browser = visitor(running.url)

  /** The link opened, logged in where that is asked for, up to the page that asks for a decision. */
  async function visit(link: string, as = 'demo', from = browser): Promise<Page> {
    const page = await from.open(link)
    return 'password' in (page.forms[0]?.fields ?? {})
      ? from.submit(page, { username: as, password: PASSWORD })
      : page
  }

  async function authorizationCode(of: Client = client, redirectUri = CALLBACK): Promise<string> {
    const begun = await of.begin({ redirectUri })
    const page = await browser.submit(await visit(begun.url), { decision: 'approve' })
    const answer = await of.finish(page.leftFor ?? '', begun)
    assert.ok(!isFailure(answer), `${page.status} ${JSON.stringify(answer)} ${page.html}`)
    return answer.code
  }

  return {
    dialect,
    running,
    store,
    baseUrl,
    client,
    clientOf,
    browser,
    putApp,
    putUser,
    visit,
    authorizationCode,
    /** Everything that was logged. */
    log: () => lines.join(''),
    later: (seconds: number) => void (at += seconds),
    now,
    tokens: async (of: Client = client): Promise<TokenSet> =>
      granted(await of.exchangeCode({ code: await authorizationCode(of), redirectUri: CALLBACK })),
    live: async (token: string): Promise<boolean> => {
      const { introspect } = await import('@hufu/engine')
      const { tokenFormats, grants } = running.runtime
      return (await introspect(token, tokenFormats, grants)) !== undefined
    },
    close: () => running.close(),
  }
}

export function granted<Answer extends object>(answer: Answer): Exclude<Answer, { readonly error: string }> {
  assert.ok(!isFailure(answer), JSON.stringify(answer))
  return answer as Exclude<Answer, { readonly error: string }>
}

/** The error is spelt as the platform spells this reason, which may be shared by others. */
export function assertRefused(
  answer: object,
  dialect: Dialect,
  at: 'token' | 'refresh' | 'userInfo',
  reason: ErrorReason,
): void {
  assert.ok(isFailure(answer), JSON.stringify(answer))
  const { errors } = dialect[at] ?? dialect.token
  const { code } = encodeError(errors, { error: reason })
  assert.equal(String(answer.platformCode), String(code), JSON.stringify(answer))
}
