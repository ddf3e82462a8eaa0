/* The admin API, from outside: SECURITY.md R8, R14, R15, R17, R19, R20. */
import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { generateRsaKeyPair, keyRing, publicKeyOf } from '@hufu/crypto'
import { chainUp, builtInPlatforms, servedDialects, jdFinance, jos, jos2 } from '@hufu/dialects'
import {
  type AppEvent,
  type Store,
  createOperator,
  isRefusal,
  operatorAccount,
  passwordMark,
} from '@hufu/accounts'
import { type Grant, digest, directoryOf, rateLimit } from '@hufu/engine'
import { memoryStore } from '@hufu/store'
import fc from 'fast-check'
import fastify, { type FastifyInstance } from 'fastify'
import { png } from '../../accounts/test/pictures.ts'
import { type AdminContext, adminRoutes } from '../src/api/index.ts'
import { readConfig } from '@hufu/server'
import { mailOff } from '@hufu/server'
import { platformSettings } from '@hufu/server'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

const MOUNT = '/admin/api'
const OWN = 'a password of my own'
const ring = keyRing([{ id: 'test', key: new Uint8Array(32).fill(7) }])

let now = 0
let store: Store
let app: FastifyInstance
let token = ''
let logged = ''

beforeEach(async () => {
  now = 1_800_000_000
  logged = ''
  store = memoryStore({ now: () => now })
  const settings = await platformSettings(readConfig({}, builtInPlatforms), store, ring)
  const context: AdminContext = {
    store,
    directory: directoryOf(store),
    rates: rateLimit(),
    dialects: servedDialects,
    platforms: new Map(),
    policyOf: settings.policyOf,
    settings,
    mail: mailOff,
    linkTo: (path) => `https://open.example.com${path}`,
    registration: 'invitation',
    allowLoopback: false,
    seal: ring.seal,
    generateKeyPair: generateRsaKeyPair,
    checkPublicKey: (text) => publicKeyOf(text).export({ type: 'spki', format: 'der' }).toString('base64url'),
    addressOf: (request) => request.ip,
  }
  // As the server has it: bodies are bytes, and queries are left alone.
  app = fastify({
    logger: { level: 'info', stream: { write: (line: string) => void (logged += line) } },
    routerOptions: { querystringParser: () => ({}), maxParamLength: 200 },
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  await app.register(adminRoutes(context), { prefix: MOUNT })
  token = await loggedIn('root')
})

const loggedIn = async (username: string): Promise<string> => {
  const made = await createOperator(username, { store })
  assert.ok(!isRefusal(made))
  const { json } = await call(
    'POST',
    '/session',
    { username, password: made.oneTimePassword, newPassword: OWN },
    null,
  )
  return json.token
}

/** Whatever an answer may have; a test that asks for what is not there fails. */
interface Said {
  readonly history: readonly AppEvent[]
  readonly error: string
  readonly message: string
  readonly token: string
  readonly username: string
  readonly clientSecret: string
  readonly privateKey: string
  readonly oneTimePassword: string
  readonly secret: string
  readonly app: Shown & { readonly formerSecretEndsAt?: number }
  readonly user: Shown
  readonly gateway: Shown
}

interface Reply {
  readonly status: number
  readonly json: Said
  readonly text: string
  readonly headers: Record<string, unknown>
}

async function call(
  method: Method,
  path: string,
  body?: unknown,
  bearer: string | null = token,
  address = '192.0.2.1',
): Promise<Reply> {
  const raw = typeof body === 'string' || Buffer.isBuffer(body)
  const response = await app.inject({
    method,
    url: `${MOUNT}${path}`,
    remoteAddress: address,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
    },
    ...(body !== undefined && { payload: raw ? body : JSON.stringify(body) }),
  })
  const text = response.body
  return {
    status: response.statusCode,
    json: JSON.parse(text || '{}'),
    text,
    headers: response.headers,
  }
}

async function ok<Member>(member: string, method: Method, path: string, body?: unknown): Promise<Member> {
  const { status, json, text } = await call(method, path, body)
  assert.ok(status === 200 || status === 201, `${method} ${path}: ${status} ${text}`)
  return Reflect.get(json, member) as Member
}

interface Shown {
  readonly version?: number
  readonly statusReason?: string
  readonly id: string
  readonly status: string
  readonly clientId?: string
  readonly seesRefreshTokens?: boolean
}

const newApp = (platform: string = jos.id) => ({
  platform,
  name: 'Order keeper',
  developer: 'ISV',
  redirectUris: [platform === jdFinance.id ? 'isv.example' : 'https://isv.example/cb'],
})

const madeApp = (platform?: string) => ok<Shown>('app', 'POST', '/apps', newApp(platform))
const madeShop = () => ok<Shown>('shop', 'POST', '/shops', { name: 'Tea house' })
const madeUser = async () =>
  ok<Shown>('user', 'POST', '/users', {
    shopId: (await madeShop()).id,
    username: 'merchant',
    password: 'good-password',
  })

/** A grant as an exchange leaves it. */
async function madeGrant(appId: string, userId: string): Promise<number> {
  const id = await store.reserveIds(1)
  const code = {
    id,
    digest: digest('code', `c${id}`),
    platform: jos.id,
    appId,
    userId,
    shopId: 's',
    openId: 'o',
    scope: [],
    redirectUri: 'u',
    createdAt: now,
    expiresAt: now + 60,
  }
  const entry = { digest: code.digest, id, expiresAt: now + 60 }
  const grant: Grant = {
    id,
    platform: jos.id,
    appId,
    userId,
    shopId: 's',
    openId: 'o',
    scope: ['read'],
    keyId: 'k',
    generation: 0,
    access: digest('access', `a${id}`),
    accessExpiresAt: now + 600,
    refresh: digest('refresh', `r${id}`),
    refreshExpiresAt: now + 6000,
    createdAt: now,
  }
  await store.issueCode(code, [entry])
  await store.redeemCode({ kind: 'code', digest: code.digest, id }, () => ({
    answer: 0,
    redeem: { at: now, grant, index: [] },
  }))
  return id
}

suite('an operator', () => {
  test('chooses their own password before anything else', async () => {
    const made = await createOperator('new', { store })
    assert.ok(!isRefusal(made))
    const first = { username: 'new', password: made.oneTimePassword }
    const refused = await call('POST', '/session', first, null)
    assert.deepEqual([refused.status, refused.json.error], [403, 'new_password_needed'])
    const short = await call('POST', '/session', { ...first, newPassword: 'short' }, null)
    assert.deepEqual([short.status, short.json.message], [400, 'password: has fewer than 12 characters'])
    const entered = await call('POST', '/session', { ...first, newPassword: OWN }, null)
    assert.equal(entered.status, 201)
    assert.match(entered.json.token, /^[\w-]{43}$/)
    assert.equal((await call('POST', '/session', first, null)).status, 401)
    assert.equal((await call('POST', '/session', { username: 'new', password: OWN }, null)).status, 201)
  })

  test('has a session that ends by time, by logging out, by a reset, and when they are disabled', async () => {
    assert.equal((await call('GET', '/session')).json.username, 'root')
    now += 8 * 3600
    assert.equal((await call('GET', '/session')).status, 401)

    token = (await call('POST', '/session', { username: 'root', password: OWN }, null)).json.token
    assert.equal((await call('DELETE', '/session')).status, 204)
    assert.equal((await call('GET', '/session')).status, 401)
    const [left] = await store.auditEntries({ action: 'operator.logout', limit: 1 })
    assert.deepEqual([left?.actor.id, left?.subject], ['root', 'root'])

    token = (await call('POST', '/session', { username: 'root', password: OWN }, null)).json.token
    const second = await loggedIn('second')
    assert.equal((await call('GET', '/apps', undefined, second)).status, 200)
    const reset = await call('POST', '/operators/second/reset')
    assert.match(reset.json.oneTimePassword, /^[2-9a-z-]{23}$/)
    assert.equal((await call('GET', '/apps', undefined, second)).status, 401)
    const third = await loggedIn('third')
    assert.equal((await call('POST', '/operators/third/disable')).status, 200)
    assert.equal((await call('GET', '/apps', undefined, third)).status, 401)
    assert.equal((await call('POST', '/session', { username: 'third', password: OWN }, null)).status, 401)
  })

  test('ends their other sessions with a new password', async () => {
    const other = (await call('POST', '/session', { username: 'root', password: OWN }, null)).json.token
    const changed = await call(
      'POST',
      '/session',
      { username: 'root', password: OWN, newPassword: 'quite another one' },
      null,
    )
    assert.equal(changed.status, 201)
    for (const old of [token, other])
      assert.equal((await call('GET', '/session', undefined, old)).status, 401)
    assert.equal((await call('GET', '/session', undefined, changed.json.token)).status, 200)
  })

  test('leaves a password that was chosen at the login, and some of the wrong ones, in the audit log', async () => {
    const entries = async () =>
      (await store.auditEntries({ subject: 'root', limit: 99 })).map(({ action, actor, detail }) => ({
        action,
        by: actor.id,
        ...detail,
      }))
    const changed = { username: 'root', password: OWN, newPassword: 'quite another one' }
    assert.equal((await call('POST', '/session', changed, null)).status, 201)
    const chosen = [
      { action: 'operator.login', by: 'root' },
      { action: 'operator.password', by: 'root' },
    ]
    assert.deepEqual((await entries()).slice(0, 2), chosen)
    const before = (await entries()).length
    for (let time = 0; time < 9; time++)
      await call('POST', '/session', { username: ' root', password: `wrong ${time}` }, null)
    await call('POST', '/session', { username: 'nobody', password: 'wrong' }, null)
    const failed = (because: string, attempts: string) => ({
      action: 'operator.login_failed',
      by: 'login',
      because,
      attempts,
    })
    const thrice = [failed('wrong', '1'), failed('wrong', '1'), failed('wrong', '1')]
    assert.deepEqual((await entries()).slice(0, -before), thrice)
    assert.deepEqual(await store.auditEntries({ subject: 'nobody', limit: 9 }), [])
    now += 3601
    await call('POST', '/session', { username: 'root', password: 'wrong' }, null)
    assert.deepEqual((await entries())[0], failed('frozen', '7'))
  })

  test('is frozen after six wrong passwords, from that network, and an unknown one looks the same', async () => {
    const statuses = async (username: string) => {
      const seen: string[] = []
      for (let time = 0; time < 7; time++) {
        const { status, text } = await call(
          'POST',
          '/session',
          { username, password: `wrong ${time}` },
          null,
          '198.51.100.1',
        )
        seen.push(`${status} ${text}`)
      }
      return seen
    }
    const known = await statuses('root')
    assert.deepEqual(
      known.map((each) => each.slice(0, 3)),
      ['401', '401', '401', '401', '401', '429', '429'],
    )
    assert.deepEqual(await statuses('nobody'), known)
    assert.equal(
      (await call('POST', '/session', { username: 'root', password: OWN }, null, '198.51.100.2')).status,
      429,
    )
    assert.equal((await call('POST', '/session', { username: 'root', password: OWN }, null)).status, 201)
  })
})

suite('without an operator’s token', () => {
  const paths: readonly (readonly [Method, string])[] = [
    ['GET', '/session'],
    ['DELETE', '/session'],
    ['GET', '/apps'],
    ['POST', '/apps'],
    ['GET', '/apps/x'],
    ['PATCH', '/apps/x'],
    ['POST', '/apps/x/approve'],
    ['POST', '/apps/x/secret'],
    ['POST', '/apps/x/keys'],
    ['GET', '/apps/x/grants'],
    ['DELETE', '/apps/x/grants'],
    ['GET', '/shops'],
    ['POST', '/shops'],
    ['GET', '/users'],
    ['POST', '/users'],
    ['PUT', '/users/x/password'],
    ['GET', '/users/x/grants'],
    ['GET', '/gateways'],
    ['POST', '/gateways'],
    ['DELETE', '/grants/1'],
    ['GET', '/operators'],
    ['POST', '/operators'],
  ]
  test('nothing works', async () => {
    for (const [method, path] of paths) {
      const { status, json, headers } = await call(method, path, undefined, null)
      assert.deepEqual(
        [status, json.error, headers['www-authenticate']],
        [401, 'not_logged_in', 'Bearer'],
        `${method} ${path}`,
      )
    }
  })

  test('an AppKey and AppSecret, a gateway, a merchant’s session and made-up tokens are worth nothing', async () => {
    const made = await call('POST', '/apps', newApp())
    const { app: one, clientSecret } = made.json as unknown as {
      app: { clientId: string }
      clientSecret: string
    }
    const gateway = (await call('POST', '/gateways', {})).json as unknown as {
      gateway: { id: string }
      secret: string
    }
    const merchants = 'm'.repeat(43)
    await store.putSession({
      id: digest('session', merchants),
      kind: 'merchant',
      accountId: operatorAccount('root'),
      passwordMark: passwordMark((await store.operator('root'))!),
      createdAt: now,
      expiresAt: now + 3600,
    })
    const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
    const worthless = [
      basic(one.clientId, clientSecret),
      `Bearer ${clientSecret}`,
      `Bearer ${one.clientId}`,
      basic(gateway.gateway.id, gateway.secret),
      `Bearer ${gateway.secret}`,
      `Bearer ${merchants}`,
      basic('root', OWN),
      `Bearer ${token}x`,
      `Bearer ${token.slice(1)}`,
      'Bearer ',
      'Bearer',
      token,
      `Bearer ${token} `.repeat(2),
      `Bearer ${'\u0101'.repeat(43)}`.normalize(),
      `Bearer ${digest('session', token)}`,
    ]
    for (const authorization of worthless) {
      const { statusCode } = await app.inject({
        method: 'GET',
        url: `${MOUNT}/apps`,
        headers: { authorization },
      })
      assert.equal(statusCode, 401, authorization)
    }
    const asOperator = await call(
      'POST',
      '/session',
      { username: one.clientId, password: clientSecret },
      null,
    )
    assert.equal(asOperator.status, 401)
    const cookie = await app.inject({
      method: 'GET',
      url: `${MOUNT}/apps?token=${token}`,
      headers: { cookie: `hufu_session=${token}` },
    })
    assert.equal(cookie.statusCode, 401)
  })
})

suite('apps', () => {
  test('go through their whole life', async () => {
    const created = await call('POST', '/apps', newApp())
    assert.equal(created.status, 201)
    const { app: one, clientSecret } = created.json
    assert.match(one.clientId ?? '', /^[0-9A-F]{32}$/)
    assert.match(clientSecret, /^[0-9a-f]{64}$/)
    const step = (action: string, body?: object) =>
      ok<Shown>('app', 'POST', `/apps/${one.id}/${action}`, body)
    assert.equal((await step('test')).status, 'online_test')
    assert.equal((await step('submit')).status, 'submitted')
    assert.equal((await step('reject', { reason: 'no logo' })).status, 'rejected')
    const { version = 0 } = await step('submit')
    const online = await step('approve', { version })
    assert.equal(online.status, 'online')
    const wrong = await call('POST', `/apps/${one.id}/approve`, { version: online.version })
    assert.deepEqual(
      [wrong.status, wrong.json],
      [
        409,
        {
          error: 'not_possible',
          message: 'approve is not possible: the app is in status online; now possible: suspend',
        },
      ],
    )
    assert.equal((await step('suspend', { reason: 'complaints' })).status, 'suspended')
    assert.equal((await step('lift')).status, 'online')
  })

  test('are sent back for changes, and say who did what', async () => {
    const { app: one } = (await call('POST', '/apps', newApp())).json
    const step = (action: string, body?: object) => call('POST', `/apps/${one.id}/${action}`, body)
    await step('submit')
    assert.equal((await step('ask-changes')).status, 400, 'without a reason')
    const asked = (await step('ask-changes', { reason: 'a clearer name' })).json.app
    assert.deepEqual([asked.status, asked.statusReason], ['changes_requested', 'a clearer name'])
    const { version = 0 } = (await step('submit')).json.app
    assert.equal((await step('approve', { version: version - 1 })).status, 409, 'another version was judged')
    assert.equal((await step('approve', { version })).status, 200)
    assert.equal((await step('changes/approve', { version: version + 1 })).json.error, 'not_possible')
    const { history } = (await call('GET', `/apps/${one.id}/history?limit=3`)).json
    assert.deepEqual(
      history.map(({ deed, actor, reason }) => [deed, actor.kind, reason]),
      [
        ['approve', 'operator', undefined],
        ['submit', 'operator', undefined],
        ['ask_changes', 'operator', 'a clearer name'],
      ],
    )
  })

  test('have a logo, which is a picture', async () => {
    const { app: one } = (await call('POST', '/apps', newApp())).json
    const url = `${MOUNT}/apps/${one.id}/logo`
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'image/png' }
    const put = (payload: Buffer) => app.inject({ method: 'PUT', url, headers, payload })
    assert.equal((await app.inject({ method: 'GET', url, headers })).statusCode, 404)
    assert.equal((await put(Buffer.from('<svg/>'))).statusCode, 400)
    assert.equal((await put(Buffer.alloc(200_000))).statusCode, 413)
    assert.equal((await put(png())).statusCode, 200)
    const got = await app.inject({ method: 'GET', url, headers })
    assert.deepEqual([got.statusCode, got.headers['content-type']], [200, 'image/png'])
  })

  test('are issued AppKey and AppSecret on approval where the platform does so', async () => {
    const created = await call('POST', '/apps', newApp(jdFinance.id))
    assert.ok(!created.text.includes('clientSecret'))
    const { id } = created.json.app
    const { version } = (await call('POST', `/apps/${id}/submit`)).json.app
    const approved = await call('POST', `/apps/${id}/approve`, { version })
    assert.match(approved.json.clientSecret, /^[0-9a-f]{64}$/)
  })

  test('are listed by platform, status and developer', async () => {
    const one = await madeApp(jos.id)
    await madeApp(jos2.id)
    await call('POST', `/apps/${one.id}/submit`)
    const list = async (query: string) =>
      (await ok<readonly Shown[]>('apps', 'GET', `/apps${query}`)).map(({ id }) => id)
    assert.equal((await list('')).length, 2)
    assert.deepEqual(await list(`?platform=${jos.id}`), [one.id])
    assert.deepEqual(await list('?status=submitted'), [one.id])
    assert.equal((await list('?developer=ISV')).length, 2)
    assert.deepEqual(await list("?developer=' or 1=1 --"), [])
    for (const [query, culprit] of [
      ['?status=x', 'status'],
      ['?sort=name', 'sort'],
      ['?platform=a&platform=b', 'platform'],
      ['?__proto__=x', '__proto__'],
    ] as const) {
      const { status, json } = await call('GET', `/apps${query}`)
      assert.equal(status, 400)
      assert.match(json.message, new RegExp(culprit))
    }
  })

  test('are changed as a whole, or not', async () => {
    const { id } = await madeApp()
    const shop = await madeShop()
    const changes = {
      name: '订单助手',
      addresses: ['192.0.2.0/24'],
      testShops: [shop.id],
      mayRefresh: true,
      scopes: ['read'],
    }
    const changed = await ok<Record<string, unknown>>('app', 'PATCH', `/apps/${id}`, changes)
    for (const [key, value] of Object.entries(changes)) assert.deepEqual(changed[key], value)
    const wrong: readonly (readonly [object, RegExp])[] = [
      [{ redirectUris: ['https://isv.example/a', 'javascript:alert(1)'] }, /^redirectUris\[1\]: /],
      [{ redirectUris: 'https://isv.example/a' }, /^redirectUris: /],
      [{ status: 'online' }, /"status"/],
      [{ clientId: 'X' }, /"clientId"/],
      [{ secrets: [] }, /"secrets"/],
      [{ name: 7 }, /^name: /],
      [{ name: null }, /^name: /],
      [{ scopes: ['write'] }, /^scopes\[0\]: /],
    ]
    for (const [body, message] of wrong) {
      const { status, json } = await call('PATCH', `/apps/${id}`, { developer: 'Other', ...body })
      assert.deepEqual([status, json.error], [400, 'invalid'])
      assert.match(json.message, message)
    }
    assert.equal((await ok<Record<string, unknown>>('app', 'GET', `/apps/${id}`))['developer'], 'ISV')
  })

  test('have their secret replaced, with an overlap', async () => {
    const { id } = await madeApp()
    const rotated = await call('POST', `/apps/${id}/secret`, { overlapSeconds: 60 })
    assert.match(rotated.json.clientSecret, /^[0-9a-f]{64}$/)
    assert.equal(rotated.json.app.formerSecretEndsAt, now + 60)
    for (const overlapSeconds of [-1, 0.5, 1e12, '60', null]) {
      assert.equal((await call('POST', `/apps/${id}/secret`, { overlapSeconds })).status, 400)
    }
  })

  test('are given a key pair, whose private half is told once and kept nowhere, or hand in public keys', async () => {
    const { id } = await madeApp(chainUp.id)
    const made = await call('POST', `/apps/${id}/keys`)
    const privateKey = made.json.privateKey
    assert.ok(privateKey.length > 1000)
    assert.ok(!JSON.stringify(await store.appById(id)).includes(privateKey.slice(100, 200)))
    assert.ok(!(await call('GET', `/apps/${id}`)).text.includes(privateKey.slice(100, 200)))
    const { publicKey } = await generateRsaKeyPair()
    const put = await ok<{ publicKeys: string[] }>('app', 'POST', `/apps/${id}/keys`, {
      publicKeys: [Buffer.from(publicKey, 'base64url').toString('base64')],
    })
    assert.deepEqual(put.publicKeys, [publicKey])
    for (const text of ['x', privateKey]) {
      const { status, text: said } = await call('POST', `/apps/${id}/keys`, { publicKeys: [text] })
      assert.equal(status, 400)
      assert.ok(!said.includes(privateKey.slice(100, 200)))
    }
    assert.equal((await call('POST', `/apps/${(await madeApp(jos.id)).id}/keys`)).status, 400)
  })

  test('that are not there are said to be unknown', async () => {
    const calls: readonly (readonly [Method, string, object?])[] = [
      ['GET', ''],
      ['PATCH', '', {}],
      ['POST', '/approve', { version: 1 }],
      ['POST', '/suspend', { reason: 'x' }],
      ['POST', '/secret'],
      ['POST', '/keys'],
      ['GET', '/grants'],
      ['DELETE', '/grants'],
    ]
    for (const [method, rest, body] of calls) {
      const { status, json } = await call(method, `/apps/app_0${rest}`, body)
      assert.deepEqual([status, json.error], [404, 'unknown'], `${method} ${rest}`)
    }
  })
})

suite('merchants', () => {
  test('are listed whole, however many they are, and a list is answered once', async () => {
    const ids = Array.from({ length: 600 }, (_, nth) => String(1_000_000_000 + nth))
    for (const id of ids) await store.putShop({ id, name: `店 ${id}`, createdAt: now })
    const shops = await ok<readonly { readonly id: string }[]>('shops', 'GET', '/shops')
    assert.deepEqual(
      shops.map(({ id }) => id),
      ids,
    )
    const { headers } = await call('GET', '/shops')
    assert.match(String(headers['content-type']), /^application\/json/)
    assert.doesNotMatch(logged, /already sent|after they are sent/)
  })

  test('are shops with several users, who log in and authorise as they are told', async () => {
    const shop = await madeShop()
    assert.match(shop.id, /^\d{10}$/)
    const create = (username: string) =>
      call('POST', '/users', { shopId: shop.id, username, password: 'good-password', displayName: '小王' })
    const first = (await create('one')).json.user
    assert.equal((await create('two')).status, 201)
    assert.deepEqual([(await create('one')).status, (await create('one')).json.error], [409, 'taken'])
    assert.equal((await ok<unknown[]>('users', 'GET', `/users?shopId=${shop.id}`)).length, 2)
    assert.equal((await ok<unknown[]>('users', 'GET', '/users?shopId=0')).length, 0)
    assert.deepEqual(await ok<unknown>('shops', 'GET', '/shops'), [
      await ok('shop', 'GET', `/shops/${shop.id}`),
    ])
    const changes = {
      mayAuthorise: false,
      addresses: ['192.0.2.1'],
      avatarUrl: 'https://img.example/a.png',
      displayName: 'Wang',
    }
    const changed = await ok<Record<string, unknown>>('user', 'PATCH', `/users/${first.id}`, changes)
    for (const [key, value] of Object.entries(changes)) assert.deepEqual(changed[key], value)
    assert.ok(
      !('avatarUrl' in (await ok<object>('user', 'PATCH', `/users/${first.id}`, { avatarUrl: null }))),
    )
    assert.equal((await ok<Shown>('user', 'POST', `/users/${first.id}/disable`)).status, 'disabled')
    assert.equal((await ok<Shown>('user', 'POST', `/users/${first.id}/enable`)).status, 'active')
  })

  test('with a new password lose all that they authorised', async () => {
    const user = await madeUser()
    const one = await madeApp()
    await madeGrant(one.id, user.id)
    assert.equal(
      (await call('PUT', `/users/${user.id}/password`, { password: 'another-password' })).status,
      200,
    )
    const [grant] = await ok<readonly { revoked?: { because: string } }[]>(
      'grants',
      'GET',
      `/users/${user.id}/grants`,
    )
    assert.equal(grant?.revoked?.because, 'password_changed')
  })
})

suite('grants', () => {
  test('are listed by app and user, and ended one by one or all together', async () => {
    const user = await madeUser()
    const one = await madeApp()
    const ids = [
      await madeGrant(one.id, user.id),
      await madeGrant(one.id, user.id),
      await madeGrant('other', user.id),
    ]
    const list = (path: string) => ok<readonly { id: number; revoked?: object }[]>('grants', 'GET', path)
    assert.deepEqual(
      (await list(`/apps/${one.id}/grants`)).map(({ id }) => id),
      [ids[1], ids[0]],
    )
    assert.equal((await list(`/users/${user.id}/grants?limit=2`)).length, 2)
    assert.deepEqual((await call('DELETE', `/grants/${ids[0]}`)).json, { revoked: 1 })
    assert.equal((await list(`/apps/${one.id}/grants`)).filter(({ revoked }) => revoked).length, 1)
    assert.deepEqual((await call('DELETE', `/apps/${one.id}/grants`)).json, { revoked: 1 })
    assert.deepEqual((await call('DELETE', `/users/${user.id}/grants`)).json, { revoked: 1 })
    for (const limit of ['0', '1001', '-1', 'x', '1e2', ''])
      assert.equal((await call('GET', `/users/${user.id}/grants?limit=${limit}`)).status, 400, limit)
    for (const id of ['x', '-1', '1.5', '9'.repeat(20)])
      assert.equal((await call('DELETE', `/grants/${id}`)).status, 400, id)
  })
})

test('gateways have an id and a secret, and may be limited to platforms', async () => {
  const made = await call('POST', '/gateways', { platforms: [jos.id] })
  assert.equal(made.status, 201)
  const { gateway, secret } = made.json
  assert.equal((await store.gateway(gateway.id))?.secret, digest('client', secret))
  const next = await call('POST', `/gateways/${gateway.id}/secret`)
  assert.notEqual(next.json.secret, secret)
  assert.equal((await call('POST', '/gateways', { platforms: ['nowhere'] })).status, 400)
  assert.equal(gateway.seesRefreshTokens, false)
  const changed = await call('PATCH', `/gateways/${gateway.id}`, { seesRefreshTokens: true })
  assert.deepEqual(changed.json.gateway, { ...gateway, seesRefreshTokens: true })
  assert.deepEqual(await ok('gateways', 'GET', '/gateways'), [changed.json.gateway])
  assert.equal((await call('PATCH', '/gateways/nowhere', { seesRefreshTokens: true })).status, 404)
})

suite('whatever is asked', () => {
  test('no list or reply holds a secret, a password or a digest, nor does the log', async () => {
    const user = await madeUser()
    const made = await call('POST', '/apps', newApp(jos2.id))
    const { app: one, clientSecret } = made.json
    const second = await call('POST', `/apps/${one.id}/secret`, { overlapSeconds: 60 })
    const gateway = await call('POST', '/gateways', {})
    const operator = await call('POST', '/operators', { username: 'second', role: 'auditor' })
    const grantId = await madeGrant(one.id, user.id)
    const held = await store.appById(one.id)
    const secrets = [
      clientSecret,
      second.json.clientSecret,
      gateway.json.secret,
      operator.json.oneTimePassword,
      OWN,
      'good-password',
      token,
      ...(held?.secrets.flatMap(({ digest: kept, sealed }) => [kept, sealed]) ?? []),
      digest('client', gateway.json.secret),
      digest('session', token),
      digest('access', `a${grantId}`),
      digest('refresh', `r${grantId}`),
      (await store.user(user.id))?.password,
      (await store.operator('root'))?.password,
    ].map(String)
    const paths = [
      '/session',
      '/apps',
      `/apps/${one.id}`,
      `/apps/${one.id}/grants`,
      '/shops',
      '/users',
      `/users/${user.id}`,
      `/users/${user.id}/grants`,
      '/gateways',
      '/operators',
    ]
    for (const path of paths) {
      const { status, text } = await call('GET', path)
      assert.equal(status, 200)
      for (const secret of secrets) assert.ok(!text.includes(secret), `${path}: ${secret}`)
      assert.doesNotMatch(text, /argon2|"secrets?"|"sealed"|"digest"|"access"|"refresh"|"password"/)
    }
    for (const secret of secrets) assert.ok(!logged.includes(secret))
    assert.match(logged, /"operator":"root","method":"POST","path":"\/admin\/api\/apps","status":201/)
  })

  test('every answer is JSON that nobody keeps', async () => {
    const answers = [
      await call('GET', '/apps'),
      await call('GET', '/nowhere'),
      await call('GET', '/apps', undefined, null),
      await call('POST', '/session', {}, null),
      await call('POST', '/apps', '{'),
      await call('PUT', '/apps', {}),
      await call('GET', '/apps/app_0'),
    ]
    for (const { headers, json, status } of answers) {
      assert.equal(headers['cache-control'], 'no-store')
      assert.equal(headers['x-content-type-options'], 'nosniff')
      assert.match(String(headers['content-type']), /^application\/json/)
      assert.equal(headers['access-control-allow-origin'], undefined)
      if (status >= 400) assert.deepEqual(Object.keys(json), ['error', 'message'])
    }
  })

  test('a body that is none is refused by its reason', async () => {
    const bodies: readonly (readonly [string | Buffer, number, RegExp])[] = [
      ['{', 400, /no JSON/],
      ['[]', 400, /expected object/],
      ['null', 400, /expected object/],
      ['"x"', 400, /expected object/],
      [Buffer.from([0x22, 0xff, 0x22]), 400, /no JSON in UTF-8/],
      ['{"name":"a","__proto__":{"x":1}}', 400, /__proto__/],
      ['{"name":"a","constructor":1}', 400, /constructor/],
      [`{"name":"${'x'.repeat(70_000)}"}`, 413, /too large/],
      [`${'['.repeat(20_000)}${']'.repeat(20_000)}`, 400, /expected object/],
    ]
    for (const [body, status, message] of bodies) {
      const answer = await call('POST', '/shops', body)
      assert.equal(answer.status, status, String(body).slice(0, 40))
      assert.match(answer.json.message, message)
    }
    const form = await app.inject({
      method: 'POST',
      url: `${MOUNT}/shops`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'name=a',
    })
    assert.equal(form.statusCode, 415)
  })

  test('nothing breaks it: an answer of its own, and never a 500', async () => {
    const user = await madeUser()
    const one = await madeApp(chainUp.id)
    const paths: readonly (readonly [Method, string])[] = [
      ['POST', '/session'],
      ['POST', '/apps'],
      ['PATCH', `/apps/${one.id}`],
      ['POST', `/apps/${one.id}/reject`],
      ['POST', `/apps/${one.id}/secret`],
      ['POST', `/apps/${one.id}/keys`],
      ['POST', '/shops'],
      ['POST', '/users'],
      ['PATCH', `/users/${user.id}`],
      ['PUT', `/users/${user.id}/password`],
      ['POST', '/gateways'],
      ['POST', '/operators'],
    ]
    const member = fc.constantFrom(
      'platform',
      'name',
      'developer',
      'redirectUris',
      'scopes',
      'publicKeys',
      'addresses',
      'reason',
      'overlapSeconds',
      'shopId',
      'username',
      'password',
      'avatarUrl',
      'platforms',
      '__proto__',
    )
    const value = fc.oneof(
      fc.jsonValue(),
      fc.string({ unit: 'binary' }),
      fc.array(fc.string(), { maxLength: 3 }),
      fc.constantFrom(jos.id, chainUp.id),
    )
    const body = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.dictionary(member, value, { maxKeys: 5 }).map((each) => JSON.stringify(each)),
      },
      fc.string({ unit: 'binary' }),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), body, async ([method, path], text) => {
        const { status, json } = await call(method, path, text)
        assert.ok(status < 500, `${status} ${JSON.stringify(json)}`)
        if (status >= 400) assert.deepEqual(Object.keys(json), ['error', 'message'])
      }),
      { numRuns: 400 },
    )
    await fc.assert(
      fc.asyncProperty(fc.webPath(), fc.webQueryParameters(), async (path, query) => {
        const { status } = await call('GET', `${path.replaceAll('\\', '/')}?${query}`)
        assert.ok(status < 500)
      }),
      { numRuns: 100 },
    )
  })

  test('our own fault says nothing but that it is one', async () => {
    const broken = { ...store, shops: () => Promise.reject(new Error('disk /var/lib/secret is full')) }
    const other = fastify({ logger: false })
    const context = {
      store: broken,
      directory: directoryOf(store),
      rates: rateLimit(),
      dialects: servedDialects,
      addressOf: () => '192.0.2.1',
    } as unknown as AdminContext
    await other.register(adminRoutes(context), { prefix: MOUNT })
    const { statusCode, body } = await other.inject({
      method: 'GET',
      url: `${MOUNT}/shops`,
      headers: { authorization: `Bearer ${token}` },
    })
    assert.equal(statusCode, 500)
    assert.match(body, /^\{"error":"server_error"/)
    assert.ok(!body.includes('secret'))
  })
})
