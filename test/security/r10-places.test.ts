/*
 * docs/security-rules.md, R10: where a login leads on to, and what was typed before a session ended: only pages, and only what this
 * browser was shown itself.
 */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, suite, test } from 'node:test'
import { createOperator, isRefusal } from '@hufu/accounts'
import { accountOf } from './account.ts'
import { type Browser, browser, formWith } from './browser.ts'
import { OWN_PASSWORD, consoleOf, sent } from './operators.ts'
import { PASSWORD, SHOP, type Target, target } from './target.ts'

const EIGHT_HOURS = 8 * 3600
let attacked: Target
beforeEach(async () => {
  attacked = await target({ store: 'memory' })
})
afterEach(() => attacked.close())

const ORGANISATION = '/operator/developers/organisations/org-app'
const TEST_SHOPS = `${ORGANISATION}/test-shops`
const logIn = (visitor: Browser, path: string) =>
  sent(visitor, path, { username: 'root', password: OWN_PASSWORD }, '/operator/login')

/** The form of the organisation's test shops, shown while the operator was logged in, sent after the session ended. */
async function sentTooLate(fields: Readonly<Record<string, string>>) {
  const root = await consoleOf(attacked, 'root')
  const form = (await root.get(ORGANISATION)).forms.find(({ action }) => action === TEST_SHOPS)
  assert.ok(form)
  attacked.later(EIGHT_HOURS)
  return { root, form, answer: await root.submit(form.action, { ...form.fields, ...fields }) }
}

suite('after a login', () => {
  test('next leads to a page that can be got by GET, or to the first page', async () => {
    await consoleOf(attacked, 'root')
    for (const [next, place] of [
      ['/operator/merchants?q=x', '/operator/merchants?q=x'],
      [ORGANISATION, ORGANISATION],
      [TEST_SHOPS, '/operator'],
      ['/operator/logout', '/operator'],
      ['/operator/audit.csv', '/operator'],
      ['/operator/merchants/u1/export.json', '/operator'],
      ['/operator/login', '/operator'],
      ['/operator/nowhere', '/operator'],
      ['/operator/../account', '/operator'],
      ['/account', '/operator'],
      ['//evil.example', '/operator'],
    ] as const) {
      const visitor = browser(attacked.origin)
      const answer = await logIn(visitor, `/operator/login?next=${encodeURIComponent(next)}`)
      assert.equal(answer.headers.location, place, next)
      assert.equal((await visitor.get(place)).status, 200, place)
    }
  })

  test('in a merchant’s account too', async () => {
    for (const [next, place] of [
      ['/account/logins', '/account/logins'],
      ['/account/logout', '/account'],
      ['/account/nowhere', '/account'],
    ] as const) {
      const path = `/account/login?next=${encodeURIComponent(next)}`
      const answer = await sent(browser(attacked.origin), path, { username: 'demo', password: PASSWORD })
      assert.equal(answer.headers.location, place, next)
    }
  })

  test('a form that is not kept leads back to the page that it was on', async () => {
    const me = await accountOf(attacked)
    const form = formWith(await me.get('/account/password'), 'fresh')
    assert.ok(form)
    attacked.later(EIGHT_HOURS * 30)
    const fields = { ...form.fields, now: PASSWORD, fresh: 'a new password', again: 'a new password' }
    const answer = await me.submit(form.action, fields)
    assert.equal(answer.headers.location, '/account/login?next=%2Faccount%2Fpassword')
    assert.equal(attacked.calls.of('putTicket'), 0, 'a password is not kept')
  })

  test('a change of language after a form leads to a page too', async () => {
    const root = await consoleOf(attacked, 'root')
    const refused = await sent(root, ORGANISATION, { testShops: 'no shop' }, TEST_SHOPS)
    const language = refused.forms.find(({ action }) => action === '/language')
    assert.equal(language?.fields['back'], ORGANISATION)
  })
})

suite('what was typed before the session ended', () => {
  test('is shown after the next login, and sent when that is said', async () => {
    await attacked.store.putShop({ id: '2000000002', name: 'Another', createdAt: 0 })
    const { root, answer } = await sentTooLate({ testShops: '2000000002' })
    assert.equal(answer.headers.location, '/operator/login?next=%2Foperator%2Ftyped')
    assert.deepEqual((await attacked.store.organisation('org-app'))?.testShops, [SHOP])
    const login = await logIn(root, '/operator/login?next=%2Foperator%2Ftyped')
    assert.equal(login.headers.location, '/operator/typed')
    const shown = await root.get('/operator/typed')
    assert.match(shown.body, /2000000002/)
    const form = shown.forms.find(({ action }) => action === TEST_SHOPS)
    assert.ok(form)
    assert.equal((await root.submit(form.action, form.fields)).status, 303)
    assert.deepEqual((await attacked.store.organisation('org-app'))?.testShops, ['2000000002'])
  })

  test('is for the browser in which it was typed, for an hour', async () => {
    const { root, answer } = await sentTooLate({ testShops: '2000000002' })
    const other = browser(attacked.origin)
    await logIn(other, String(answer.headers.location))
    assert.doesNotMatch((await other.get('/operator/typed')).body, /2000000002/)
    attacked.later(3601)
    await logIn(root, String(answer.headers.location))
    assert.doesNotMatch((await root.get('/operator/typed')).body, /2000000002/)
  })

  test('is for the account that typed it, whoever logs in next on that browser', async () => {
    const { root } = await sentTooLate({ testShops: '2000000002' })
    const made = await createOperator('second', { store: attacked.store }, 'admin')
    assert.ok(!isRefusal(made))
    const typed = '/operator/login?next=%2Foperator%2Ftyped'
    await sent(root, typed, { username: 'second', password: made.oneTimePassword }, '/operator/login')
    await sent(root, '/operator/password', { fresh: OWN_PASSWORD, again: OWN_PASSWORD })
    assert.doesNotMatch((await root.get('/operator/typed')).body, /2000000002/)
    await root.submit(
      '/operator/logout',
      (await root.get('/operator')).forms.find(({ action }) => action.endsWith('/logout'))?.fields ?? {},
    )
    await logIn(root, typed)
    assert.match((await root.get('/operator/typed')).body, /2000000002/)
  })

  test('is kept of no form that this browser was not shown', async () => {
    const { root, form } = await sentTooLate({ testShops: '' })
    attacked.calls.reset()
    const next = `/operator/login?next=${encodeURIComponent(ORGANISATION)}`
    for (const token of ['', 'x', `${form.fields['token']}x`]) {
      const forged = await root.submit(form.action, { ...form.fields, token, testShops: '1' })
      assert.equal(forged.headers.location, next)
    }
    const elsewhere = await browser(attacked.origin).submit(form.action, { ...form.fields, testShops: '1' })
    assert.equal(elsewhere.headers.location, next)
    assert.equal(attacked.calls.of('putTicket'), 0)
  })
})
