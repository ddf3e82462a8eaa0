/*
 * docs/security-rules.md, R10 and R20 in the merchant's account: each of its forms is good for the browser and session that it was
 * shown to, and for nothing else; logins begin new sessions; no page is framed, stored or scripted.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { nextLetter } from '../letters.ts'
import { SESSION, accountOf, changePassword, isLoggedIn, revoke } from './account.ts'
import { type Browser, type Form, browser } from './browser.ts'
import { sent } from './operators.ts'
import { PASSWORD, type Target, target } from './target.ts'
import { send } from './wire.ts'

const FRESH = 'another password'
const folder = mkdtempSync(join(tmpdir(), 'hufu-letters-'))
after(() => rmSync(folder, { recursive: true, force: true }))

let attacked: Target
let appId: string
before(async () => {
  attacked = await target({ config: { mail: { folder, from: 'a@example.com' } } })
  const [site] = attacked.sites
  assert.ok(site)
  appId = `app-${site.dialect.id}`
  await attacked.putUser('demo', { email: 'demo@example.com' })
  await attacked.putUser('mallory')
  await site.tokens()
  await site.code({}, 'mallory')
})
after(() => attacked.close())

const revocation = () => `/account/authorizations/${appId}/demo/revoke`
/** Each form: the page that it is on, where it posts to, and what would be changed by it. */
const forms: readonly (readonly [
  page: () => string,
  action: () => string,
  fields: Record<string, string>,
])[] = [
  [revocation, revocation, {}],
  [() => '/account/logins', () => '/account/logins/end-others', {}],
  [() => '/account/logins', () => '/account/logins/end', {}],
  [() => '/account/password', () => '/account/password', { now: PASSWORD, fresh: FRESH, again: FRESH }],
  [() => '/account', () => '/account/logout', {}],
]

async function formOn(visitor: Browser, page: string, action: string): Promise<Form> {
  const shown = await visitor.get(page)
  const form = shown.forms.find((each) => each.action === action)
  assert.ok(form, `no form to ${action} on ${page} (${shown.status})`)
  return form
}

async function assertUnchanged(me: Browser, why: string): Promise<void> {
  assert.equal(await isLoggedIn(me), true, why)
  assert.match((await me.get('/account')).body, /Name of app/, why)
}

suite('forms of an account', () => {
  for (const [page, action, fields] of forms) {
    test(`${action().replace(/undefined/, 'an app')}: no token, a made-up one, another’s, another form’s`, async () => {
      const [me, elsewhere] = [await accountOf(attacked), await accountOf(attacked)]
      const mallory = await accountOf(attacked, 'mallory')
      const own = await formOn(me, page(), action())
      const hers = await formOn(mallory, '/account/password', '/account/password')
      const foreign = await formOn(elsewhere, page(), action())
      const other = await formOn(
        me,
        action().endsWith('logout') ? '/account/password' : '/account',
        action().endsWith('logout') ? '/account/password' : '/account/logout',
      )
      for (const token of ['', 'x', hers.fields['token'], foreign.fields['token'], other.fields['token']]) {
        const answer = await me.submit(action(), { ...own.fields, ...fields, token: token ?? '' })
        assert.equal(answer.status, 403, token)
        await assertUnchanged(me, `token ${token}`)
        assert.equal(await isLoggedIn(elsewhere), true)
      }
      // A form that anybody may post is none: nobody is logged in.
      const stranger = await browser(attacked.origin).submit(action(), { ...own.fields, ...fields })
      assert.ok([303, 403].includes(stranger.status))
      if (stranger.status === 303) assert.match(String(stranger.headers.location), /^\/account\/login\?next=/)
      await assertUnchanged(me, 'a stranger')
      const get = await me.get(`${action()}?${new URLSearchParams({ ...own.fields, ...fields })}`)
      assert.ok([200, 404].includes(get.status))
      await assertUnchanged(me, 'by GET')
    })
  }

  test('a second click and the Back button after a revocation lead back to the list', async () => {
    await attacked.sites[1]!.tokens()
    const id = `app-${attacked.sites[1]!.dialect.id}`
    const me = await accountOf(attacked)
    const form = await formOn(
      me,
      `/account/authorizations/${id}/demo/revoke`,
      `/account/authorizations/${id}/demo/revoke`,
    )
    assert.equal((await me.submit(form.action, form.fields)).headers.location, '/account?done=revoked')
    assert.equal((await me.submit(form.action, form.fields)).headers.location, '/account')
    assert.equal((await me.get(form.action)).status, 404)
  })

  test('a session of one’s own is ended by its name; another’s is not', async () => {
    const [me, elsewhere, mallory] = [
      await accountOf(attacked),
      await accountOf(attacked),
      await accountOf(attacked, 'mallory'),
    ]
    const { forms: shown, body } = await me.get('/account/logins')
    const named = shown.filter(({ action }) => action.endsWith('/end'))
    assert.ok(named.length >= 1)
    // No session's own id, nor its digest, is on the page.
    for (const each of [me, elsewhere, mallory]) assert.ok(!body.includes(each.cookies.get(SESSION) ?? '?'))
    const hers = await mallory.get('/account/logins')
    const herOther = await accountOf(attacked, 'mallory')
    const [target_] = (await mallory.get('/account/logins')).forms.filter(({ action }) =>
      action.endsWith('/end'),
    )
    assert.ok(hers.status === 200 && target_)
    const [first] = named
    const foreign = await me.submit('/account/logins/end', {
      ...first!.fields,
      session: target_.fields['session'] ?? '',
    })
    assert.equal(foreign.headers.location, '/account/logins')
    assert.equal(await isLoggedIn(herOther), true)
    for (const { action, fields } of named) await me.submit(action, fields)
    assert.equal(await isLoggedIn(elsewhere), false)
    assert.equal(await isLoggedIn(me), true)
    assert.equal(await isLoggedIn(mallory), true)
  })
})

suite('logins of an account', () => {
  test('the session id changes at login and after a new password; a planted one is worth nothing', async () => {
    await attacked.putUser('fixed')
    const planted = 'A'.repeat(43)
    const visitor = browser(attacked.origin)
    visitor.cookies.set(SESSION, planted)
    await accountOf(attacked, 'fixed', PASSWORD, visitor)
    const first = visitor.cookies.get(SESSION)
    assert.notEqual(first, planted)
    await changePassword(visitor, PASSWORD, FRESH)
    const then = visitor.cookies.get(SESSION)
    assert.notEqual(then, first)
    const thief = browser(attacked.origin)
    thief.cookies.set(SESSION, first ?? '')
    assert.equal(await isLoggedIn(thief), false)
    assert.equal(await isLoggedIn(visitor), true)
  })

  test('a merchant who is logged in to authorise is logged in here, and logs out everywhere', async () => {
    const [site] = attacked.sites
    const visitor = browser(attacked.origin)
    await visitor.login(site!.link(), 'demo', PASSWORD)
    assert.equal(await isLoggedIn(visitor), true)
    await sent(visitor, '/account', {}, '/account/logout')
    assert.equal(await isLoggedIn(visitor), false)
    assert.match((await visitor.get(site!.link())).body, /name="password"/)
  })

  test('login CSRF: a form without this browser’s token logs nobody in', async () => {
    const mallory = browser(attacked.origin)
    const { forms: shown } = await mallory.get('/account/login')
    const [form] = shown.filter(({ action }) => action === '/account/login')
    const victim = browser(attacked.origin)
    await victim.get('/account/login')
    const answer = await victim.submit('/account/login', {
      ...form!.fields,
      username: 'mallory',
      password: PASSWORD,
    })
    assert.equal(answer.status, 403)
    assert.equal(victim.cookies.has(SESSION), false)
  })

  for (const next of [
    'https://evil.example/account',
    '//evil.example/account',
    '/\\evil.example',
    '/account//../\\evil.example',
    '/account\r\nlocation: https://evil.example',
    '/accountant.evil.example',
    '/operator',
    'javascript:alert(1)',
  ]) {
    test(`after the login nobody is led to ${JSON.stringify(next)}`, async () => {
      const visitor = browser(attacked.origin)
      const path = `/account/login?next=${encodeURIComponent(next)}`
      const shown = await visitor.get(path)
      assert.ok(!shown.body.includes('value="https://evil'), shown.body)
      const answer = await sent(visitor, path, { username: 'demo', password: PASSWORD, next })
      assert.match(String(answer.headers.location), /^\/account($|\/)/)
      assert.doesNotMatch(String(answer.headers.location), /evil/)
    })
  }

  test('a visitor who comes from a page is led back to it', async () => {
    const visitor = browser(attacked.origin)
    const shown = await visitor.get('/account/password')
    const form = shown.forms.find(({ action }) => action === '/account/login')
    const answer = await visitor.submit('/account/login', {
      ...form!.fields,
      username: 'demo',
      password: PASSWORD,
    })
    assert.equal(answer.headers.location, '/account/password')
  })
})

test('every page is a page of ours: not framed, not stored, nothing inline, no referrer', async () => {
  await attacked.sites[0]!.tokens()
  const me = await accountOf(attacked)
  const visitor = browser(attacked.origin)
  await sent(visitor, '/account/forgot', { name: 'demo' })
  const { link } = await nextLetter(folder, 'demo@example.com', 0)
  const answers = [
    ...(await Promise.all(
      ['', '/logins', '/password', '/data', '/nothing', `/authorizations/${appId}/demo/revoke`].map((path) =>
        me.get(`/account${path}`),
      ),
    )),
    ...(await Promise.all(
      ['/login', '/forgot', '/forgot/sent', '/reset', '/reset?ticket=x'].map((path) =>
        visitor.get(`/account${path}`),
      ),
    )),
    await visitor.get(link),
    await changePassword(me, 'wrong', FRESH),
    await sent(visitor, '/account/login', { username: 'nobody', password: 'x' }),
  ]
  for (const { headers, body, status } of answers) {
    const why = `${status} ${/<title>([^<]*)/.exec(body)?.[1]}`
    assert.ok(status < 500, why)
    assert.match(String(headers['cache-control']), /^no-store/, why)
    assert.equal(headers['x-frame-options'], 'DENY', why)
    assert.equal(headers['referrer-policy'], 'no-referrer', why)
    assert.equal(headers['x-content-type-options'], 'nosniff', why)
    const csp = String(headers['content-security-policy'])
    for (const part of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'"])
      assert.ok(csp.split('; ').includes(part), `${why}: ${csp}`)
    // Nothing there is for the script to do: it is neither loaded nor allowed.
    assert.doesNotMatch(csp, /script-src|connect-src/, why)
    assert.doesNotMatch(body, /<script|<style|\sstyle=|\son\w+=|javascript:/i, why)
  }
  const data = await me.get('/account/data.json')
  assert.equal(data.headers['content-disposition'], 'attachment; filename="my-data.json"')
  assert.match(String(data.headers['content-type']), /^application\/json/)
  const told = JSON.parse(data.body) as Record<string, unknown>
  assert.deepEqual(Object.keys(told), ['user', 'shop', 'authorizations', 'logins', 'sessions'])
  assert.doesNotMatch(data.body, /argon2|"password"|digest|"access"|"refresh"/)
  assert.equal((await send(attacked.origin, '/account/data.json')).status, 303)
})

test('names that others chose are shown as text', async () => {
  const [site] = attacked.sites
  const hostile = '<img src=x onerror=alert(1)>"\'&'
  await attacked.putApp(site!.dialect.id, 'app', { name: hostile, developer: hostile, version: 1 })
  await attacked.putUser('evil', { displayName: hostile, username: '"><script>alert(1)</script>' })
  await site!.tokens()
  const me = await accountOf(attacked, '"><script>alert(1)</script>')
  for (const path of ['', '/logins', '/password', '/data', `/authorizations/${appId}/demo/revoke`]) {
    const { body, status } = await me.get(`/account${path}`)
    assert.equal(status, 200, path)
    assert.doesNotMatch(body, /<img src=x|<script>/, path)
  }
  const failed = await sent(browser(attacked.origin), '/account/login', { username: hostile, password: 'x' })
  assert.doesNotMatch(failed.body, /<img src=x/)
  await revoke(me, appId, 'demo')
})
