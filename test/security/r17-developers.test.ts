/*
 * R17, developers: nobody sees or touches an app of another organisation's, and no credentials of other people are worth
 * anything in the developer console. R10: its forms and sessions.
 */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { digest } from '@hufu/engine'
import { operatorAccount, passwordMark } from '@hufu/accounts'
import { createServer } from '@hufu/server'
import { partOf } from '@hufu/platform'
import { type Browser, browser, formWith } from './browser.ts'
import { PASSWORD, START, type Target, target } from './target.ts'
import { pairs, post, send } from './wire.ts'

let it: Target
before(async () => void (it = await target()))
after(() => it.close())

const OWN = 'app-jos2'
const THEIRS = 'other-jos2'

interface Route {
  readonly path: string
  readonly methods: readonly string[]
}

/** Out of the router itself, so that a page that is added tomorrow is tried too. */
async function routes(): Promise<readonly Route[]> {
  const { runtime } = it.running
  const server = await partOf('/developer', runtime, await createServer(runtime))
  await server.ready()
  const parents: string[] = []
  const found = server
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line): readonly Route[] => {
      const [, indent = '', path = '', methods] = /^([│├└─\s]*)(\S+)(?: \(([^)]*)\))?/.exec(line) ?? []
      const depth = indent.length / 4
      parents.length = Math.max(0, depth - 1)
      const whole = parents.join('') + path
      parents.push(path)
      return methods === undefined ? [] : [{ path: whole, methods: methods.split(', ') }]
    })
  await server.close()
  const own = found.filter(({ path }) => path.startsWith('/developer'))
  assert.ok(own.length > 10, JSON.stringify(found))
  return own
}

/** For anybody: the ways in, and what the platforms document. */
const open = [
  '/login',
  '/login/code',
  '/register',
  '/letter',
  '/welcome',
  '/forgot',
  '/password',
  '/logout',
].map((path) => `/developer${path}`)
const pathOf = (path: string, id: string) => path.replace(/:(?:app|id)\b/, id).replace(/:\w+/g, 'x1')

suite("another organisation's app", () => {
  for (const platform of ['jos2', 'chainup']) {
    test(`of ${platform} is not there, on no path of the router`, async () => {
      const [own, other] = [await it.developer('dev-app'), await it.developer('dev-other')]
      const theirs = `other-${platform}`
      const before = await it.store.appById(theirs)
      const shown = await other.get(`/developer/apps/${theirs}/settings`)
      const paths = (await routes()).filter(({ path }) => path.includes('/apps/:app'))
      assert.ok(paths.length > 0)
      for (const { path, methods } of paths) {
        if (methods.includes('GET')) {
          const page = await own.get(pathOf(path, theirs))
          const nobodys = await own.get(pathOf(path, 'never-jos2'))
          assert.equal(page.status, 404, path)
          assert.equal(said(page.body), said(nobodys.body), path)
        }
        if (!methods.includes('POST')) continue
        // One cannot get a token for it. Neither one of an own form fits, nor the one that the other's browser was shown.
        const tokens = [
          formWith(await own.get('/developer/account'), 'token')?.fields['token'],
          shown.forms.find(({ action }) => action === pathOf(path, theirs))?.fields['token'],
        ]
        for (const token of tokens)
          for (const id of [theirs, 'never-jos2']) {
            const { status } = await own.submit(pathOf(path, id), { token: token ?? '' })
            assert.ok([403, 404].includes(status), `${path} ${status}`)
          }
      }
      assert.deepEqual(await it.store.appById(theirs), before)
    })
  }

  test('is not on the list', async () => {
    const page = await (await it.developer('dev-app')).get('/developer')
    assert.ok(page.body.includes(OWN))
    assert.ok(!page.body.includes(THEIRS))
  })

  test('is seen by a colleague until they are removed', async () => {
    await it.putDeveloper('app', { id: 'dev-colleague' })
    const first = await it.developer('dev-app')
    const colleague = await it.developer('dev-colleague')
    assert.equal((await colleague.get(`/developer/apps/${OWN}`)).status, 200)
    const page = await first.get('/developer/organisation')
    const form = page.forms.find(({ action }) => action.endsWith('/remove/dev-colleague'))
    const left = await first.submit(form?.action ?? '', form?.fields ?? {})
    assert.equal(left.status, 303)
    assert.equal(
      formWith(await colleague.get(`/developer/apps/${OWN}`), 'password')?.action,
      '/developer/login',
    )
    const [entry] = await it.store.auditEntries({ action: 'developer.remove', limit: 1 })
    assert.deepEqual([entry?.actor.id, entry?.subject], ['dev-app', 'dev-colleague'])
  })
})

test("a developer can remove neither another organisation's developer nor the last of their own", async () => {
  const own = await it.developer('dev-app')
  const page = await own.get('/developer/organisation')
  const form = page.forms.find(({ action }) => action.endsWith('/remove/dev-app'))
  assert.ok(form)
  const other = await own.submit('/developer/organisation/remove/dev-other', form.fields)
  assert.equal(other.status, 403)
  const last = await own.submit(form.action, form.fields)
  assert.equal(last.status, 400)
  assert.match(last.body, /role="alert"/)
  for (const id of ['dev-app', 'dev-other']) assert.ok(await it.store.developer(id), id)
})

suite('what is nothing in the developer console', () => {
  const everyPage = async (as: Browser, headers: Record<string, string> = {}) => {
    for (const { path, methods } of await routes()) {
      if (open.includes(path) || path.startsWith('/developer/reference')) continue
      const target = pathOf(path, OWN)
      const cookie = [...as.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const sent = { ...headers, ...(cookie !== '' && { cookie }) }
      const methodsAsked = methods.filter((each) => each === 'GET' || each === 'POST')
      for (const method of methodsAsked) {
        const answer =
          method === 'GET'
            ? await send(it.origin, target, { headers: sent })
            : await post(it.origin, target, pairs({ token: 'x' }), undefined, sent)
        assert.equal(answer.status, 303, `${method} ${path}`)
        assert.match(String(answer.headers.location), /^\/developer\/login\?next=/, path)
      }
    }
  }

  test('nobody', () => everyPage(browser(it.origin)))

  test('an AppKey with its secret', async () => {
    const basic = `Basic ${Buffer.from(`KEY-app:secret of app`).toString('base64')}`
    await everyPage(browser(it.origin), { authorization: basic })
  })

  for (const [kind, accountId] of [
    ['merchant', 'demo'],
    ['operator', operatorAccount('root')],
    ['merchant', 'dev-app'],
    ['operator', 'dev-app'],
  ] as const) {
    test(`a session of kind ${kind}, of ${accountId}`, async () => {
      const value = 'A'.repeat(42) + kind.charAt(0)
      await it.store.putSession({
        id: digest('session', value),
        kind,
        accountId,
        passwordMark: passwordMark((await it.store.developer('dev-app'))!),
        createdAt: START,
        expiresAt: START + 9999,
      })
      const as = browser(it.origin)
      for (const name of ['hufu_developer', 'hufu_session', 'hufu_operator']) as.cookies.set(name, value)
      await everyPage(as, { authorization: `Bearer ${value}` })
    })
  }

  test('the session of a developer who was disabled, or whose time is over', async () => {
    const own = await it.developer('dev-app')
    assert.equal((await own.get('/developer/account')).status, 200)
    await it.putDeveloper('app', { status: 'disabled' })
    await everyPage(own)
    await it.putDeveloper('app', { status: 'active' })
    it.later(8 * 3600 + 1)
    await everyPage(own)
  })

  test("a developer's session, to merchants, operators and the admin API", async () => {
    const own = await it.developer('dev-app')
    const value = own.cookies.get('hufu_developer') ?? ''
    const as = browser(it.origin)
    for (const name of ['hufu_session', 'hufu_operator']) as.cookies.set(name, value)
    assert.ok(formWith(await as.get('/operator'), 'password'))
    const { status } = await send(it.origin, '/admin/api/apps', {
      headers: { authorization: `Bearer ${value}` },
    })
    assert.equal(status, 401)
  })
})

suite('forms and sessions', () => {
  const posts = async () =>
    (await routes()).filter(({ methods }) => methods.includes('POST')).map(({ path }) => pathOf(path, OWN))

  test('no form is taken without its own token', async () => {
    const own = await it.developer('dev-app')
    const strange = formWith(await (await it.developer('dev-other')).get('/developer/account'), 'name')
    const elsewhere = formWith(await own.get('/developer/account'), 'name')
    assert.ok(strange && elsewhere)
    for (const path of await posts()) {
      const tokens = ['', 'x', strange.fields['token'] ?? '']
      if (path !== elsewhere.action) tokens.push(elsewhere.fields['token'] ?? '')
      for (const token of tokens) {
        const { status } = await own.submit(path, { token, name: 'Mallory', email: 'm@example.com' })
        assert.equal(status, 403, path)
      }
    }
    assert.equal((await it.store.developer('dev-app'))?.name, 'Name of dev-app')
  })

  test('a session id that was planted before the login is worth nothing after it', async () => {
    const planted = 'B'.repeat(43)
    const victim = browser(it.origin)
    victim.cookies.set('hufu_developer', planted)
    const form = formWith(await victim.get('/developer/login'), 'password') ?? assert.fail()
    await victim.submit(form.action, { ...form.fields, email: 'dev-app@example.com', password: PASSWORD })
    assert.equal((await victim.get('/developer/account')).status, 200)
    assert.notEqual(victim.cookies.get('hufu_developer'), planted)
    const attacker = browser(it.origin)
    attacker.cookies.set('hufu_developer', planted)
    assert.ok(formWith(await attacker.get('/developer/account'), 'password'))
  })

  test('a login leads back into the console and nowhere else', async () => {
    for (const [next, place] of [
      ['/developer/account', '/developer/account'],
      ['//evil.example', '/developer'],
      ['https://evil.example/developer', '/developer'],
      ['/developer/../admin', '/developer'],
      ['/developer/%2e%2e/admin', '/developer'],
      ['/developers', '/developer'],
      ['/jos2/oauth', '/developer'],
      ['/developer\\evil', '/developer'],
    ] as const) {
      const own = browser(it.origin)
      const page = await own.get(`/developer/login?next=${encodeURIComponent(next)}`)
      const form = formWith(page, 'password') ?? assert.fail()
      const sent = { ...form.fields, next, email: 'dev-app@example.com', password: PASSWORD }
      const left = await own.submit(form.action, sent)
      assert.equal(left.headers.location, place, next)
    }
  })

  test('a changed password ends the other sessions', async () => {
    const [here, elsewhere] = [await it.developer('dev-other'), await it.developer('dev-other')]
    const form = formWith(await here.get('/developer/account'), 'fresh') ?? assert.fail()
    const fresh = 'another password'
    const wrong = await here.submit(form.action, { ...form.fields, present: 'not it', fresh })
    assert.equal(wrong.status, 400)
    const left = await here.submit(form.action, { ...form.fields, present: PASSWORD, fresh })
    assert.equal(left.headers.location, '/developer/account?done=password')
    assert.equal((await here.get('/developer/account')).status, 200)
    assert.ok(formWith(await elsewhere.get('/developer/account'), 'email'), 'the login')
    assert.match((await here.get('/developer/account')).body, /dev-other@example\.com/)
  })
})

/** What a page says, without what is different at each look. */
const said = (body: string) => body.replaceAll(/value="[^"]*"/g, '')
