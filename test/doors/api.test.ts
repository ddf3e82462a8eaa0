/* What the admin API alone has: its login, its bodies, its lists and its errors (R8, R14, R15, R17, R19, R20). */
import { setTimeout as delay } from 'node:timers/promises'
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type AppEvent, type AuditEntry, createOperator, isRefusal } from '@hufu/accounts'
import { generateRsaKeyPair } from '@hufu/crypto'
import { chainUp, jos, jos2 } from '@hufu/dialects'
import fc from 'fast-check'
import { png } from '../../packages/accounts/test/pictures.ts'
import { OWN_PASSWORD as OWN } from '../security/operators.ts'
import { SHOP } from '../security/target.ts'
import { type Doors, done, doors } from './doors.ts'

let all: Doors
let isBroken = false
/** Commits wait for this. */
let heldUp: Promise<void> | undefined
before(async () => {
  all = await doors({
    config: { trustedProxies: ['127.0.0.1'] },
    through: (store) => ({
      ...store,
      async commit(changes) {
        await heldUp
        return store.commit(changes)
      },
      async appendAuditEntries(entries) {
        await heldUp
        return store.appendAuditEntries(entries)
      },
      organisations: () =>
        isBroken ? Promise.reject(new Error('disk /var/lib/secret is full')) : store.organisations(),
    }),
  })
})
after(() => all.close())

const call = (...given: Parameters<Doors['api']>) => all.api(...given)
const said = async (...given: Parameters<Doors['api']>) => done(await all.api(...given)).json

/** With another token, or none. */
const withToken = (token: string) => ({ authorization: `Bearer ${token}` })
const login = (body: object, headers: Readonly<Record<string, string>> = {}) =>
  call('POST', '/session', body, headers)

/** Made, and logged in; the token. */
async function loggedIn(username: string): Promise<string> {
  const made = await createOperator(username, { store: all.store })
  assert.ok(!isRefusal(made))
  const first = { username, password: made.oneTimePassword, newPassword: OWN }
  return done(await login(first)).json.token
}

let nth = 0
const madeApp = async (platform: string = jos.id): Promise<string> => {
  const asked = { platform, name: `App ${nth++}`, developer: 'ISV', redirectUris: ['https://isv.example/cb'] }
  return (await said('POST', '/apps', asked)).app.id
}

suite('an operator', () => {
  test('chooses their own password before anything else', async () => {
    const made = await createOperator('new', { store: all.store })
    assert.ok(!isRefusal(made))
    const first = { username: 'new', password: made.oneTimePassword }
    const refused = await login(first)
    assert.deepEqual([refused.status, refused.json.error], [403, 'new_password_needed'])
    const short = await login({ ...first, newPassword: 'short' })
    assert.deepEqual([short.status, short.json.message], [400, 'password: has fewer than 12 characters'])
    const entered = await login({ ...first, newPassword: OWN })
    assert.equal(entered.status, 201)
    assert.match(entered.json.token, /^[\w-]{43}$/)
    assert.equal((await login(first)).status, 401)
    assert.equal((await login({ username: 'new', password: OWN })).status, 201)
  })

  test('has a session that ends by logging out, by a reset, when they are disabled, and by time', async () => {
    const statusOf = async (token: string) =>
      (await call('GET', '/session', undefined, withToken(token))).status
    const first = await loggedIn('first')
    const { json } = await call('GET', '/session', undefined, withToken(first))
    assert.equal(json.username, 'first')
    assert.equal((await call('DELETE', '/session', undefined, withToken(first))).status, 204)
    assert.equal(await statusOf(first), 401)
    const [left] = await all.store.auditEntries({ action: 'operator.logout', limit: 1 })
    assert.deepEqual([left?.actor.id, left?.subject], ['first', 'first'])

    const second = await loggedIn('second')
    assert.equal(await statusOf(second), 200)
    assert.match((await said('POST', '/operators/second/reset')).oneTimePassword, /^[2-9a-z-]{23}$/)
    assert.equal(await statusOf(second), 401)
    const third = await loggedIn('third')
    await said('POST', '/operators/third/disable')
    assert.equal(await statusOf(third), 401)
    assert.equal((await login({ username: 'third', password: OWN })).status, 401)

    const start = all.site.clock.at
    const fourth = await loggedIn('fourth')
    all.site.later(8 * 3600)
    assert.equal(await statusOf(fourth), 401)
    all.site.clock.at = start
  })

  test('ends their other sessions with a new password, which is in the audit log', async () => {
    const one = await loggedIn('changer')
    const other = (await login({ username: 'changer', password: OWN })).json.token
    const entries = await all.logged(async () => {
      const given = { username: 'changer', password: OWN, newPassword: 'quite another one' }
      const changed = done(await login(given)).json.token
      for (const old of [one, other])
        assert.equal((await call('GET', '/session', undefined, withToken(old))).status, 401)
      assert.equal((await call('GET', '/session', undefined, withToken(changed))).status, 200)
    })
    assert.deepEqual(
      entries.map(({ action, actor, subject }) => [action, actor.id, subject]),
      [
        ['operator.password', 'changer', 'changer'],
        ['operator.login', 'changer', 'changer'],
      ],
    )
  })

  test('leaves some of the wrong passwords in the audit log; a name that nobody has leaves none', async () => {
    await loggedIn('guessed')
    const shown = ({ action, actor, subject, detail }: AuditEntry) => [action, actor.id, subject, detail]
    const failed = (because: string, attempts: string) => [
      'operator.login_failed',
      'login',
      'guessed',
      { because, attempts },
    ]
    const entries = await all.logged(async () => {
      for (let time = 0; time < 9; time++) await login({ username: ' guessed', password: `wrong ${time}` })
      await login({ username: 'nobody', password: 'wrong' })
    })
    assert.deepEqual(entries.map(shown), Array(3).fill(failed('wrong', '1')))
    const start = all.site.clock.at
    all.site.later(3601)
    const [later] = await all.logged(() => login({ username: 'guessed', password: 'wrong' }))
    assert.deepEqual(later && shown(later), failed('frozen', '7'))
    all.site.clock.at = start
  })

  test('with a wrong password is answered before the audit log gets its entry', async () => {
    await loggedIn('answered')
    const failures = async () =>
      all.store.auditEntries({ subject: 'answered', action: 'operator.login_failed', limit: 1 })
    let goOn = () => {}
    const entries = await all.logged(async () => {
      heldUp = new Promise((resolve) => (goOn = resolve))
      const asked = login({ username: 'answered', password: 'wrong' })
      const late = setTimeout(goOn, 10_000)
      assert.equal((await asked).status, 401)
      assert.deepEqual(await failures(), [])
      clearTimeout(late)
      goOn()
      // Nobody waits for it: it comes when the log has got to it.
      for (let time = 0; time < 500 && (await failures()).length === 0; time++) await delay(20)
    })
    assert.deepEqual(
      entries.map(({ action }) => action),
      ['operator.login_failed'],
    )
  })

  test('is frozen after six wrong passwords, from that network, and an unknown one looks the same', async () => {
    await loggedIn('target')
    const from = (address: string) => ({ 'x-forwarded-for': address })
    const answers = async (username: string) => {
      const seen: string[] = []
      for (let time = 0; time < 7; time++) {
        const { status, body } = await login({ username, password: `wrong ${time}` }, from('198.51.100.1'))
        seen.push(`${status} ${body}`)
      }
      return seen
    }
    const known = await answers('target')
    assert.deepEqual(
      known.map((each) => each.slice(0, 3)),
      ['401', '401', '401', '401', '401', '429', '429'],
    )
    assert.deepEqual(await answers('no-one'), known)
    const right = { username: 'target', password: OWN }
    assert.equal((await login(right, from('198.51.100.2'))).status, 429)
    assert.equal((await login(right)).status, 201)
  })
})

suite('apps', () => {
  test('say who did what, the newest first', async () => {
    const id = await madeApp()
    await said('POST', `/apps/${id}/submit`)
    await said('POST', `/apps/${id}/ask-changes`, { reason: 'a clearer name' })
    await said('POST', `/apps/${id}/submit`)
    const { history } = await said('GET', `/apps/${id}/history?limit=2`)
    assert.deepEqual(
      history.map(({ deed, actor, reason }: AppEvent) => [deed, actor.kind, reason]),
      [
        ['submit', 'operator', undefined],
        ['ask_changes', 'operator', 'a clearer name'],
      ],
    )
  })

  test('have a logo, which is a picture', async () => {
    const path = `/apps/${await madeApp()}/logo`
    const put = async (picture: Buffer) =>
      (await call('PUT', path, picture, { ...all.headers, 'content-type': 'image/png' })).status
    assert.equal((await call('GET', path)).status, 404)
    assert.equal(await put(Buffer.from('<svg/>')), 400)
    assert.equal(await put(Buffer.alloc(200_000)), 413)
    assert.equal(await put(png()), 200)
    const { status, headers } = await call('GET', path)
    assert.deepEqual([status, headers['content-type']], [200, 'image/png'])
  })

  test('are changed as a whole, or not, and in nothing but their settings', async () => {
    const id = await madeApp()
    const changes = {
      name: '订单助手',
      addresses: ['192.0.2.0/24'],
      testShops: [SHOP],
      mayRefresh: true,
      scopes: ['read'],
    }
    const { app } = await said('PATCH', `/apps/${id}`, changes)
    assert.deepEqual(app, { ...app, ...changes })
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
    assert.equal((await said('GET', `/apps/${id}`)).app.developer, 'ISV')
  })

  test('are given a key pair, whose private half is told once and kept nowhere, or hand in public keys', async () => {
    const id = await madeApp(chainUp.id)
    const { privateKey } = await said('POST', `/apps/${id}/keys`)
    assert.ok(privateKey.length > 1000)
    const part = privateKey.slice(100, 200)
    assert.ok(!JSON.stringify(await all.store.appById(id)).includes(part))
    const { publicKey } = await generateRsaKeyPair()
    const given = { publicKeys: [Buffer.from(publicKey, 'base64url').toString('base64')] }
    assert.deepEqual((await said('POST', `/apps/${id}/keys`, given)).app.publicKeys, [publicKey])
    for (const text of ['x', privateKey]) {
      const { status, body } = await call('POST', `/apps/${id}/keys`, { publicKeys: [text] })
      assert.equal(status, 400)
      assert.ok(!body.includes(part))
    }
    assert.equal((await call('POST', `/apps/${await madeApp()}/keys`)).status, 400)
  })
})

suite('merchants', () => {
  test('are listed whole, however many they are, and a list is answered once', async () => {
    const ids = Array.from({ length: 600 }, (_, each) => String(3_000_000_000 + each))
    for (const id of ids) await all.store.putShop({ id, name: `店 ${id}`, createdAt: 0 })
    const { headers, json } = await call('GET', '/shops')
    const shops: readonly { readonly id: string }[] = json.shops
    assert.deepEqual(
      shops.map(({ id }) => id).filter((id) => id.startsWith('3')),
      ids,
    )
    assert.match(String(headers['content-type']), /^application\/json/)
    assert.doesNotMatch(all.site.log(), /already sent|after they are sent/)
  })

  test('are users of a shop, and lose a picture that is set to null', async () => {
    const { shop } = await said('POST', '/shops', { name: 'Tea house' })
    assert.deepEqual((await said('GET', `/shops/${shop.id}`)).shop, shop)
    const create = (username: string) =>
      call('POST', '/users', { shopId: shop.id, username, password: 'good-password', displayName: '小王' })
    const { user } = done(await create('tea-one')).json
    assert.equal((await create('tea-two')).status, 201)
    const again = await create('tea-one')
    assert.deepEqual([again.status, again.json.error], [409, 'taken'])
    assert.equal((await said('GET', `/users?shopId=${shop.id}`)).users.length, 2)
    assert.equal((await said('GET', '/users?shopId=0')).users.length, 0)
    const change = async (changes: object) => (await said('PATCH', `/users/${user.id}`, changes)).user
    const avatarUrl = 'https://img.example/a.png'
    assert.equal((await change({ avatarUrl })).avatarUrl, avatarUrl)
    assert.ok(!('avatarUrl' in (await change({ avatarUrl: null }))))
  })
})

test('grants are listed by app and user, the newest first, and ended together', async () => {
  const site = all.site.sites.find(({ dialect }) => dialect.id === jos2.id)
  for (let times = 0; times < 3; times++) await site?.tokens()
  const list = async (path: string): Promise<readonly { id: number; revoked?: object }[]> =>
    (await said('GET', path)).grants
  const ids = (await list('/apps/app-jos2/grants')).map(({ id }) => id)
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => b - a),
  )
  assert.equal((await list('/users/demo/grants?limit=2')).length, 2)
  assert.deepEqual(await said('DELETE', '/apps/app-jos2/grants'), { revoked: 3 })
  assert.ok((await list('/apps/app-jos2/grants')).every(({ revoked }) => revoked))
  for (const limit of ['0', '1001', '-1', 'x', '1e2', ''])
    assert.equal((await call('GET', `/users/demo/grants?limit=${limit}`)).status, 400, limit)
  for (const id of ['x', '-1', '1.5', '9'.repeat(20)])
    assert.equal((await call('DELETE', `/grants/${id}`)).status, 400, id)
})

suite('whatever is asked', () => {
  test('every answer is JSON that nobody keeps', async () => {
    const answers = [
      await call('GET', '/apps'),
      await call('GET', '/nowhere'),
      await call('GET', '/apps', undefined, {}),
      await login({}),
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
      [`${'['.repeat(20_000)}${']'.repeat(20_000)}`, 400, /more than 256 parameters/],
    ]
    for (const [body, status, message] of bodies) {
      const answer = await call('POST', '/shops', body)
      assert.equal(answer.status, status, String(body).slice(0, 40))
      assert.match(answer.json.message, message)
    }
    const form = { ...all.headers, 'content-type': 'application/x-www-form-urlencoded' }
    assert.equal((await call('POST', '/shops', 'name=a', form)).status, 415)
  })

  test('nothing breaks it: an answer of its own, and never a 500', async () => {
    const id = await madeApp(chainUp.id)
    const paths = [
      ['POST', '/session'],
      ['POST', '/apps'],
      ['PATCH', `/apps/${id}`],
      ['POST', `/apps/${id}/reject`],
      ['POST', `/apps/${id}/secret`],
      ['POST', `/apps/${id}/keys`],
      ['POST', '/shops'],
      ['POST', '/users'],
      ['PATCH', '/users/demo'],
      ['PUT', '/users/demo/password'],
      ['POST', '/gateways'],
      ['POST', '/operators'],
    ] as const
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
    isBroken = true
    const { status, body } = await call('GET', '/organisations')
    isBroken = false
    assert.equal(status, 500)
    assert.match(body, /^\{"error":"server_error"/)
    assert.ok(!body.includes('secret'))
  })
})
