/* docs/security-rules.md, R17: administration is only for operators, within the permissions of their role. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { createOperator, isRefusal, may, passwordMark, roles } from '@hufu/accounts'
import { digest } from '@hufu/engine'
import { png } from '../../packages/accounts/test/pictures.ts'
import { type Browser, browser } from './browser.ts'
import { OWN_PASSWORD, bearerOf, consoleOf, sent } from './operators.ts'
import { createServer } from '@hufu/server'
import { partOf } from '@hufu/platform'
import { GATEWAY, PASSWORD, SHOP, START, type Target, secretOf, target } from './target.ts'
import { routesOf } from './routes.ts'
import { JSON_TYPE, send } from './wire.ts'

const pages = [
  ['', 'overview.read'],
  ['/review', 'apps.read'],
  ['/apps', 'apps.read'],
  ['/apps/opened-jos2', 'apps.read'],
  ['/apps/opened-jos2/history', 'apps.read'],
  ['/apps/opened-jos2/grants', 'grants.read'],
  ['/apps/opened-jos2/revoke', 'grants.revoke'],
  ['/apps/opened-jos2/suspend', 'apps.suspend'],
  ['/merchants', 'merchants.read'],
  ['/merchants/demo', 'merchants.read'],
  ['/merchants/demo/revoke', 'grants.revoke'],
  ['/developers', 'developers.read'],
  ['/operators', 'operators.read'],
  ['/platforms', 'platforms.read'],
  ['/platforms/jos2', 'platforms.read'],
  ['/audit', 'audit.read'],
  ['/audit.csv', 'audit.read'],
  ['/audit.jsonl', 'audit.read'],
] as const

const actions = [
  ['/apps/opened-jos2/decide', 'apps.review'],
  ['/apps/opened-jos2/suspend', 'apps.suspend'],
  ['/apps/opened-jos2/lift', 'apps.suspend'],
  ['/apps/opened-jos2/revoke', 'grants.revoke'],
  ['/platforms/jos2', 'platforms.change'],
  ['/password', 'overview.read'],
] as const

suite('R17: the operator console', () => {
  let site: Target
  before(async () => {
    site = await target()
  })
  after(() => site.close())

  test('a visitor is sent to the login, and then back to the page that they asked for', async () => {
    const stranger = browser(site.origin)
    const page = await stranger.get('/operator')
    assert.equal(formAction(page.forms), '/operator/login')
    assert.match(page.body, /name="next" value="\/operator"/)
  })

  test('an unknown page below the console’s path is the console’s 404, and elsewhere no site’s', async () => {
    const page = await browser(site.origin).get('/operator/nowhere/at-all?x=<script>')
    assert.equal(page.status, 404)
    assert.match(String(page.headers['content-type']), /^text\/html/)
    assert.ok(!page.body.includes('<script>'))
    assert.match((await browser(site.origin).get('/nowhere')).body, /"error"/)
  })

  test('a one-time password is good for choosing another, and for nothing else', async () => {
    const made = await createOperator('fresh', { store: site.store })
    assert.ok(!isRefusal(made))
    const visitor = browser(site.origin)
    await sent(visitor, '/operator/login', { username: 'fresh', password: made.oneTimePassword })
    for (const path of ['/operator', '/operator/password']) {
      const page = await visitor.get(path)
      assert.match(page.body, /action="\/operator\/password"/, path)
    }
    const refused = await sent(visitor, '/operator/password', {
      fresh: made.oneTimePassword,
      again: made.oneTimePassword,
    })
    assert.equal(refused.status, 400)
    const chosen = { fresh: OWN_PASSWORD, again: OWN_PASSWORD }
    assert.equal((await sent(visitor, '/operator/password', chosen)).status, 303)
    const again = await sent(browser(site.origin), '/operator/login', {
      username: 'fresh',
      password: made.oneTimePassword,
    })
    assert.equal(again.status, 401)
  })

  test('each role may open what the table says, and its forms do nothing without their token', async () => {
    const visitors = new Map<string, Browser>()
    for (const role of roles) visitors.set(role, await consoleOf(site, `opens-${role}`, role))
    await site.putApp('jos2', 'opened', { redirectUris: ['https://localhost/callback'] })
    for (const [path, permission] of pages) {
      for (const role of roles) {
        const { status } = (await visitors.get(role)?.get(`/operator${path}`)) ?? {}
        assert.equal(status, may({ role }, permission) ? 200 : 403, `${role} ${path}`)
      }
    }
    const before = JSON.stringify([await site.store.appById('opened-jos2'), await site.store.operators()])
    for (const [path, permission] of actions) {
      for (const role of roles) {
        const visitor = visitors.get(role)
        assert.ok(visitor)
        const own =
          (await visitor.get('/operator')).forms.find(({ action }) => action.endsWith('/logout'))?.fields ??
          {}
        // A token of another form, as of another site, is none.
        for (const token of [undefined, 'made up', own['token']]) {
          const answer = await visitor.submit(`/operator${path}`, {
            ...(token !== undefined && { token }),
            reason: 'r',
            decision: 'reject',
          })
          assert.equal(answer.status, 403, `${role} ${path} ${permission}`)
        }
      }
    }
    const after = JSON.stringify([await site.store.appById('opened-jos2'), await site.store.operators()])
    assert.equal(after, before)
  })

  test('a form of the console asks for the role too, whatever its token', async () => {
    const reviewer = await consoleOf(site, 'shows', 'reviewer')
    await site.putApp('jos2', 'posted')
    const page = await reviewer.get('/operator/apps/posted-jos2/suspend')
    const form = page.forms.find(({ action }) => action.endsWith('/suspend'))
    assert.ok(form)
    const held = await site.store.operator('shows')
    assert.ok(held)
    assert.ok(await site.store.putOperator({ ...held, version: held.version + 1, role: 'auditor' }))
    assert.equal((await reviewer.submit(form.action, { ...form.fields, reason: 'r' })).status, 403)
    assert.equal((await site.store.appById('posted-jos2'))?.status, 'online')
    assert.ok(await site.store.putOperator({ ...held, version: held.version + 2, role: 'reviewer' }))
    assert.equal((await reviewer.submit(form.action, { ...form.fields, reason: 'r' })).status, 303)
    assert.equal((await site.store.appById('posted-jos2'))?.status, 'suspended')
  })

  test('a session ends after an hour in which nothing was done, and after eight whatever is done', async () => {
    const visitor = await consoleOf(site, 'idle')
    const isIn = async () => (await visitor.get('/operator')).body.includes('action="/operator/logout"')
    const start = site.clock.at
    while (site.clock.at < start + 7.5 * 3600) {
      site.later(3000)
      assert.ok(await isIn(), `after ${site.clock.at - start} s`)
    }
    site.later(1801)
    assert.equal(await isIn(), false)
    const other = await consoleOf(site, 'idle2')
    site.later(3599)
    assert.ok((await other.get('/operator')).body.includes('/operator/logout'))
    site.later(3601)
    assert.ok(!(await other.get('/operator')).body.includes('/operator/logout'))
  })
})

/** Each call of the API with a body that fits; `%` stands for a name that was not used before. */
const calls = [
  ['GET', '/apps', 'apps.read'],
  ['POST', '/apps', 'apps.change', { platform: 'jos2', name: 'One %', developer: 'D' }, 'app.create'],
  ['GET', '/apps/app-jos2', 'apps.read'],
  ['GET', '/apps/app-jos2/log', 'apps.read'],
  ['GET', '/apps/app-jos2/usage', 'apps.read'],
  ['PATCH', '/apps/app-jos2', 'apps.change', { name: 'Two %' }, 'app.change'],
  ['POST', '/apps/judged-jos2/submit', 'apps.change', {}, 'app.submit'],
  ['POST', '/apps/judged-jos2/withdraw', 'apps.change', {}, 'app.withdraw'],
  ['POST', '/apps/judged-jos2/submit', 'apps.change', {}, 'app.submit'],
  ['POST', '/apps/judged-jos2/ask-changes', 'apps.review', { reason: 'r' }, 'app.ask_changes'],
  ['POST', '/apps/judged-jos2/submit', 'apps.change', {}, 'app.submit'],
  ['POST', '/apps/judged-jos2/reject', 'apps.review', { reason: 'r' }, 'app.reject'],
  ['POST', '/apps/judged-jos2/test', 'apps.change', {}, 'app.test'],
  ['POST', '/apps/judged-jos2/submit', 'apps.change', {}, 'app.submit'],
  ['POST', '/apps/judged-jos2/approve', 'apps.review', { version: 0 }, 'app.approve'],
  ['POST', '/apps/judged-jos2/changes/approve', 'apps.review', { version: 0 }, 'app.approve_changes'],
  ['POST', '/apps/judged-jos2/changes/reject', 'apps.review', { reason: 'r' }, 'app.reject_changes'],
  ['GET', '/apps/judged-jos2/history', 'apps.read'],
  ['POST', '/apps/judged-jos2/suspend', 'apps.suspend', { reason: 'r' }, 'app.suspend'],
  ['POST', '/apps/judged-jos2/lift', 'apps.suspend', {}, 'app.lift'],
  ['POST', '/apps/judged-jos2/secret', 'apps.change', {}, 'app.secret'],
  ['POST', '/apps/judged-chainup/keys', 'apps.change', {}, 'app.keys'],
  ['POST', '/apps/app-chainup/keys', 'apps.change', { publicKeys: [] }, 'app.keys'],
  ['GET', '/review', 'apps.read'],
  ['GET', '/apps/app-jos2/review', 'apps.read'],
  ['PUT', '/apps/app-jos2/logo', 'apps.change', png(), 'app.logo'],
  ['GET', '/apps/app-jos2/logo', 'apps.read'],
  ['GET', '/apps/app-jos2/grants', 'grants.read'],
  ['DELETE', '/apps/app-jos2/grants', 'grants.revoke', undefined, 'app.revoke'],
  ['GET', '/users/demo/grants', 'grants.read'],
  ['DELETE', '/users/demo/grants', 'grants.revoke', undefined, 'user.revoke'],
  ['DELETE', '/grants/1', 'grants.revoke', undefined, 'grant.revoke'],
  ['GET', '/shops', 'merchants.read'],
  ['PUT', '/shops/2000000001/region', 'merchants.change', { region: 'th' }, 'shop.region'],
  ['POST', '/shops', 'merchants.change', { name: 'Shop %' }, 'shop.create'],
  ['GET', `/shops/${SHOP}`, 'merchants.read'],
  ['GET', '/users', 'merchants.read'],
  [
    'POST',
    '/users',
    'merchants.change',
    { shopId: SHOP, username: 'user-%', password: 'secret of a user' },
    'user.create',
  ],
  ['GET', '/users/demo', 'merchants.read'],
  ['PATCH', '/users/demo', 'merchants.change', { displayName: 'Demo %' }, 'user.change'],
  ['PUT', '/users/demo/shops', 'merchants.change', { shops: [] }, 'user.shops'],
  ['PUT', '/users/demo/password', 'merchants.change', { password: 'secret of demo' }, 'user.password'],
  ['POST', '/users/demo/disable', 'merchants.change', {}, 'user.disable'],
  ['POST', '/users/demo/enable', 'merchants.change', {}, 'user.enable'],
  ['GET', '/operators', 'operators.read'],
  ['POST', '/operators', 'operators.change', { username: 'op-%', role: 'auditor' }, 'operator.create'],
  ['PUT', '/operators/other/role', 'operators.change', { role: 'support' }, 'operator.role'],
  ['POST', '/operators/other/reset', 'operators.change', {}, 'operator.reset'],
  ['POST', '/operators/other/disable', 'operators.change', {}, 'operator.disable'],
  ['POST', '/operators/other/enable', 'operators.change', {}, 'operator.enable'],
  ['POST', '/operators/other/thaw', 'operators.change', {}, 'operator.thaw'],
  ['POST', '/operators/other/end-sessions', 'operators.change', {}, 'operator.end_sessions'],
  ['GET', '/gateways', 'gateways.read'],
  ['POST', '/gateways', 'gateways.change', {}, 'gateway.create'],
  ['POST', '/gateways/gateway/secret', 'gateways.change', {}, 'gateway.secret'],
  ['PATCH', '/gateways/gateway', 'gateways.change', { seesRefreshTokens: true }, 'gateway.change'],
  ['GET', '/audit', 'audit.read'],
  ['POST', '/users/demo/invitation', 'merchants.change', {}, 'user.invite'],
  ['POST', '/users/demo/thaw', 'merchants.change', {}, 'user.thaw'],
  ['POST', '/users/demo/end-sessions', 'merchants.change', {}, 'user.end_sessions'],
  ['GET', '/users/demo/personal-data', 'merchants.change', undefined, 'user.export'],
  ['DELETE', '/users/leaver', 'merchants.change', undefined, 'user.erase'],
  ['POST', '/apps/tried-jos2/try', 'apps.change', { query: 'x', userId: 'demo' }, 'app.try'],
  ['GET', '/organisations', 'developers.read'],
  ['POST', '/organisations', 'developers.change', { name: 'Organisation %' }, 'organisation.create'],
  ['GET', '/organisations/org-app', 'developers.read'],
  ['PATCH', '/organisations/org-app', 'developers.change', { verified: true }, 'organisation.change'],
  ['GET', '/developers', 'developers.read'],
  ['GET', '/developers/dev-app', 'developers.read'],
  [
    'POST',
    '/developers/invitations',
    'developers.change',
    { email: 'new-%@example.com', organisationId: 'org-app' },
    'developer.invite',
  ],
  [
    'POST',
    '/developers/dev-app/second-factor/reset',
    'developers.change',
    {},
    'developer.reset_second_factor',
  ],
  ['POST', '/developers/dev-app/disable', 'developers.change', {}, 'developer.disable'],
  ['POST', '/developers/dev-app/enable', 'developers.change', {}, 'developer.enable'],
  ['POST', '/developers/dev-app/thaw', 'developers.change', {}, 'developer.thaw'],
  ['POST', '/developers/dev-app/end-sessions', 'developers.change', {}, 'developer.end_sessions'],
  ['GET', '/developers/dev-app/personal-data', 'developers.change', undefined, 'developer.export'],
  ['DELETE', '/developers/dev-leaver', 'developers.change', undefined, 'developer.erase'],
  ['GET', '/platforms', 'platforms.read'],
  ['GET', '/platforms/jos2', 'platforms.read'],
  ['PUT', '/platforms/jos2/terms', 'platforms.change', { codeLifetime: 300 }, 'platform.change'],
  ['POST', '/platforms/chainup/key', 'platforms.change', {}, 'platform.rotate_key'],
] as const

/** The second factor and the proposal that some of the calls remove. */
const totp = { sealed: 'x', lastStep: 0, recovery: [], since: START } as const

const proposed = {
  at: START,
  by: { kind: 'developer', id: 'dev_1' },
  settings: { name: 'Another name' },
} as const

suite('R17: the admin API', () => {
  let site: Target
  const tokens = new Map<string, string>()
  let nth = 0

  const call = async (method: string, path: string, body: unknown, authorization?: string) => {
    const answer = await send(site.origin, `/admin/api${path}`, {
      method,
      headers: {
        ...(authorization !== undefined && { authorization }),
        ...(body !== undefined && { 'content-type': JSON_TYPE }),
      },
      ...(body !== undefined && {
        body: Buffer.isBuffer(body) ? body : JSON.stringify(body).replaceAll('%', `${++nth}`),
      }),
    })
    const isJson = String(answer.headers['content-type']).startsWith('application/json')
    return { ...answer, json: isJson ? JSON.parse(answer.body) : {} }
  }

  async function liveGrant(): Promise<number> {
    await site.sites.find(({ dialect }) => dialect.id === 'jos2')?.tokens()
    const [grant] = await site.store.grants({ appId: 'app-jos2', limit: 1 })
    return grant?.id ?? 0
  }

  before(async () => {
    site = await target({ store: 'memory' })
    for (const role of roles) tokens.set(role, bearerOf(await consoleOf(site, role, role)))
    await createOperator('other', { store: site.store }, 'reviewer')
    for (const platform of ['jos2', 'chainup']) await site.putApp(platform, 'judged', { status: 'draft' })
    await site.putApp('jos2', 'tried', { status: 'online_test', testShops: [SHOP] })
  })
  after(() => site.close())

  test('each role may do what the table says, and nothing else; what was done is in the audit log', async () => {
    for (const [method, path, permission, body, action] of calls) {
      for (const role of roles.toReversed()) {
        const allowed = may({ role }, permission)
        // Only one of those who may moves the app on to its next status.
        if (allowed && role !== 'admin' && path.startsWith('/apps/judged')) continue
        if (path.includes('/changes/')) await site.putApp('jos2', 'judged', { proposed })
        if (path === '/users/leaver') await site.putUser('leaver')
        if (path === '/developers/dev-leaver') await site.putDeveloper('leaver')
        if (path.includes('/second-factor/')) await site.putDeveloper('app', { totp })
        const before = await site.store.auditEntries({ limit: 1 })
        const { version } = (await site.store.appById('judged-jos2')) ?? {}
        const given = path.endsWith('/approve') ? { version } : body
        const at = path === '/grants/1' ? `/grants/${await liveGrant()}` : path
        const { status, json } = await call(method, at, given, tokens.get(role))
        const what = `${role} ${method} ${path}: ${status} ${JSON.stringify(json)}`
        if (allowed) assert.ok(status < 300, what)
        else assert.deepEqual([status, json.error], [403, 'not_allowed'], what)
        const [entry] = await site.store.auditEntries({ limit: 1 })
        if (!allowed || action === undefined) assert.deepEqual(entry, before[0], what)
        else assert.deepEqual([entry?.action, entry?.actor.id], [action, role], what)
      }
    }
  })

  test('the table above has every call there is', async () => {
    const app = await partOf('/admin/api', site.running.runtime, await createServer(site.running.runtime))
    const served = routesOf(app.printRoutes({ commonPrefix: false }))
      .filter(([, path]) => path.startsWith('/admin/api/') && !/\/(session|openapi\.json)$/.test(path))
      .map(([method, path]) => `${method} ${path.slice('/admin/api'.length).replaceAll(/:\w+/g, ':')}`)
    const called = calls.map(
      ([method, path]) => `${method} ${path.replace(/^(\/\w+\/)(?!invitations)[^/]+/, '$1:')}`,
    )
    assert.ok(served.length > 20, served.join())
    assert.deepEqual(served.toSorted(), [...new Set(called)].toSorted())
  })

  test('operators cannot raise their own role, disable themselves, or reset themselves', async () => {
    for (const [method, path, body] of [
      ['PUT', '/operators/admin/role', { role: 'auditor' }],
      ['POST', '/operators/admin/disable', {}],
      ['POST', '/operators/admin/reset', {}],
    ] as const)
      assert.equal((await call(method, path, body, tokens.get('admin'))).status, 400, path)
  })

  test('a role that is taken away is gone at the next request', async () => {
    const token = bearerOf(await consoleOf(site, 'demoted', 'support'))
    assert.equal((await call('GET', '/users', undefined, token)).status, 200)
    await call('PUT', '/operators/demoted/role', { role: 'reviewer' }, tokens.get('admin'))
    assert.equal((await call('GET', '/users', undefined, token)).status, 403)
  })

  test('an AppKey, a gateway, a merchant and a developer are nobody here', async () => {
    const merchant = site.merchant()
    await site.putUser('shopkeeper')
    const jos2 = site.sites.find(({ dialect }) => dialect.id === 'jos2')
    assert.ok(jos2)
    await merchant.login(jos2.link(), 'shopkeeper', PASSWORD)
    const cookie = merchant.cookies.get('hufu_session')
    assert.ok(cookie)
    const developer = 'd'.repeat(43)
    await site.store.putSession({
      id: digest('session', developer),
      kind: 'developer',
      accountId: 'operator admin',
      passwordMark: passwordMark((await site.store.operator('admin')) ?? { password: '' }),
      createdAt: site.clock.at,
      expiresAt: site.clock.at + 9999,
    })
    const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
    const strangers = [
      undefined,
      basic('KEY-app', secretOf('app')),
      basic(GATEWAY.id, GATEWAY.secret),
      `Bearer ${secretOf('app')}`,
      `Bearer ${cookie}`,
      `Bearer ${developer}`,
    ]
    for (const authorization of strangers) {
      for (const [method, path, , body] of [...calls, ['GET', '/session'], ['DELETE', '/session']] as const) {
        const { status, json, headers } = await call(method, path, body, authorization)
        assert.deepEqual(
          [status, json.error, headers['www-authenticate']],
          [401, 'not_logged_in', 'Bearer'],
          `${authorization} ${path}`,
        )
      }
    }
    const token = tokens.get('admin')?.slice('Bearer '.length) ?? ''
    for (const authorization of [
      'Bearer',
      'Bearer ',
      'Bearer KEY-app',
      `Bearer ${GATEWAY.secret}`,
      `Bearer ${'a'.repeat(43)}`,
      `Bearer ${'\u00e9'.repeat(43)}`,
      `Bearer ${token}x`,
      `Bearer ${token.slice(1)}`,
      `Bearer ${token} `.repeat(2),
      `Bearer ${digest('session', token)}`,
      basic('admin', OWN_PASSWORD),
      token,
    ])
      assert.equal((await call('GET', '/apps', undefined, authorization)).status, 401, authorization)
    const asOperator = { username: 'KEY-app', password: secretOf('app') }
    assert.equal((await call('POST', '/session', asOperator)).status, 401)
    for (const [name, value] of [
      ['hufu_operator', cookie],
      ['hufu_operator', developer],
      ['hufu_session', token],
    ] as const) {
      const answer = await send(site.origin, '/operator', { headers: { cookie: `${name}=${value}` } })
      assert.equal(answer.status, 303, name)
      assert.match(String(answer.headers.location), /^\/operator\/login/)
    }
    // A session's cookie is no key to the API: what a browser sends by itself opens nothing there.
    const answer = await send(site.origin, `/admin/api/apps?token=${token}`, {
      headers: { cookie: `hufu_operator=${token}` },
    })
    assert.equal(answer.status, 401)
  })

  test('the parameters of lists inject nothing, and come once', async () => {
    const hostile = ["x' or '1'='1", 'x" or 1=1 --', '%', '_', '\0', '{"$ne":null}', '../apps']
    for (const [path, name, list] of [
      ['/apps', 'platform', 'apps'],
      ['/apps', 'developer', 'apps'],
      ['/users', 'shopId', 'users'],
      ['/audit', 'actor', 'entries'],
      ['/audit', 'action', 'entries'],
      ['/audit', 'subject', 'entries'],
      ['/audit', 'text', 'entries'],
    ] as const) {
      for (const value of hostile) {
        const { status, json } = await call(
          'GET',
          `${path}?${name}=${encodeURIComponent(value)}`,
          undefined,
          tokens.get('admin'),
        )
        const found = status === 200 ? json[list].length : 0
        // The log itself tells of nobody who is called so.
        if (name !== 'text' || !['_', '%'].includes(value)) assert.equal(found, 0, `${path} ${name} ${value}`)
        assert.ok([200, 400].includes(status))
      }
      const twice = await call('GET', `${path}?${name}=a&${name}=b`, undefined, tokens.get('admin'))
      assert.equal(twice.status, 400)
    }
    for (const [path, bad] of [
      ['/audit', 'limit=0'],
      ['/audit', 'limit=1001'],
      ['/audit', 'limit=1e3'],
      ['/audit', 'before=-1'],
      ['/audit', 'from=x'],
      ['/audit', 'order=id'],
      ['/audit', '__proto__=x'],
      ['/apps', 'status=x'],
      ['/apps', 'sort=name'],
      ['/apps', '__proto__=x'],
    ] as const) {
      const { status, json } = await call('GET', `${path}?${bad}`, undefined, tokens.get('admin'))
      assert.equal(status, 400, bad)
      assert.match(json.message, new RegExp(bad.split('=', 1)[0] ?? ''))
    }
  })

  test('no secret is in an answer, a line of the log, an entry of the audit log or an error', async () => {
    const admin = tokens.get('admin') ?? ''
    const made = await call('POST', '/apps/judged-jos2/secret', { overlapSeconds: 0 }, admin)
    const pair = await call('POST', '/apps/judged-chainup/keys', {}, admin)
    const operator = await call('POST', '/operators', { username: 'secretive', role: 'auditor' }, admin)
    const gateway = await call('POST', '/gateways', {}, admin)
    await call('PUT', '/users/demo/password', { password: 'secret of demo, changed' }, admin)
    await call('PUT', '/users/demo/password', { password: ['secret of demo, changed'] }, admin)
    for (const { status, body } of [made, pair, operator, gateway]) assert.ok(status < 300, body)
    const held = await site.store.appById('judged-jos2')
    await liveGrant()
    const [grant] = await site.store.grants({ appId: 'app-jos2', limit: 1 })
    const secrets = [
      made.json.clientSecret,
      pair.json.privateKey,
      operator.json.oneTimePassword,
      gateway.json.secret,
      'secret of demo',
      OWN_PASSWORD,
      PASSWORD,
      secretOf('app'),
      ...[...tokens.values()].map((each) => each.slice('Bearer '.length)),
      ...(held?.secrets.flatMap(({ digest: kept, sealed }) => [kept, sealed ?? kept]) ?? []),
      digest('client', gateway.json.secret),
      digest('session', admin.slice('Bearer '.length)),
      grant?.access ?? '',
      grant?.refresh ?? '',
    ]
    const seen = [site.log(), JSON.stringify(await site.store.auditEntries({ limit: 1000 }))]
    for (const [method, path] of calls)
      if (method === 'GET') seen.push((await call(method, path, undefined, admin)).body)
    for (const secret of secrets) {
      assert.match(secret, /./)
      for (const text of seen) assert.ok(!text.includes(secret), `${secret} in ${text.slice(0, 200)}`)
    }
    for (const text of seen) assert.doesNotMatch(text, /argon2|"digest"|"sealed"/)
    assert.match(
      seen[0] ?? '',
      /"operator":"admin","method":"POST","path":"\/admin\/api\/gateways","status":201/,
    )
  })
})

const formAction = (forms: readonly { readonly action: string }[]): string | undefined =>
  forms.find(({ action }) => action !== '/language')?.action
