/* Try it: only a developer can run an authorization of their own app, and only with a test shop. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { servedDialects } from '@hufu/dialects'
import type { Page } from 'playwright-core'
import { oneOfEach } from '../mechanisms.ts'
import { type Browser, browser, consentForm, formWith } from '../security/browser.ts'
import { CALLBACK, PASSWORD, SHOP, type Target, appKeys, secretOf, target } from '../security/target.ts'
import { DESK, newPage } from './chromium.ts'
import { judged } from './judged.ts'
import { withSignedUserInfo } from '../mechanisms.ts'

let server: Target
before(async () => {
  server = await target()
  for (const { id } of servedDialects) {
    await server.putApp(id, 'app', { testShops: [SHOP] })
    await server.putApp(id, 'real')
  }
})
after(() => server.close())

const pathOf = (platform: string, app = 'app'): string => `/developer/apps/${app}-${platform}/try`

/** Presses the button of the form that posts there; the page after it. */
async function press(
  own: Browser,
  path: string,
  below: string,
  fields: Readonly<Record<string, string>> = {},
) {
  const page = await own.get(path)
  const form = page.forms.find(({ action }) => action === `${path}/${below}`)
  assert.ok(form, `no form to ${below}:\n${page.body}`)
  const answer = await own.submit(form.action, { ...form.fields, ...fields })
  assert.equal(answer.status, 303, answer.body)
  return own.get(String(answer.headers.location))
}
const linkIn = (body: string): string =>
  (/<a class="button main" href="([^"]+)"/.exec(body)?.[1] ?? '').replace(/&#(\d+);/g, (_, number) =>
    String.fromCodePoint(Number(number)),
  )
const local = (url: string): string => url.slice(server.origin.length)

/** In the developer's browser: the merchant's user logs in and agrees. What the browser is sent to. */
async function agree(own: Browser, link: string, username = 'demo') {
  const page = await own.login(local(link), username, PASSWORD)
  const { action, fields } = consentForm(page)
  const left = await own.submit(action, { ...fields, decision: 'approve' })
  return String(left.headers.location)
}
const secrets = async () => ({ secret: secretOf('app'), key: (await appKeys).privateKey })

for (const dialect of oneOfEach('authentication', 'refresh', 'pages')) {
  test(`${dialect.id}: link, code, tokens, user information, refresh, revocation; nothing secret on any page`, async () => {
    const own = await server.developer()
    const path = pathOf(dialect.id)
    const pages: string[] = []
    const checked = await press(own, path, 'link')
    const link = linkIn(checked.body)
    assert.ok(link.startsWith(`${server.origin}/${dialect.id}${dialect.authorize.path}?`), checked.body)
    const callback = await agree(own, link)
    assert.ok(callback.startsWith(`${server.origin}/developer/try/callback?`), callback)
    const back = await own.get(local(callback))
    const code = new URL(callback).searchParams.get('code') ?? ''
    assert.ok(code.length > 20)
    pages.push(back.body)
    const steps = ['token', ...(dialect.userInfo ? ['userInfo'] : []), 'refresh', 'revoke']
    await press(own, path, 'call', { step: 'revoke' })
    for (const step of steps) {
      const page = await press(own, path, 'call', { ...(await secrets()), step })
      assert.doesNotMatch(page.body, /class="badge bad"|role="alert"/, `${step}: ${page.body}`)
      pages.push(page.body)
    }
    const entries = await server.store.auditEntries({
      subject: `app-${dialect.id}`,
      action: 'app.try_call',
      limit: 9,
    })
    assert.deepEqual(
      entries.map(({ detail }) => detail).toReversed(),
      steps.map((step) => ({ step })),
      'and not the call that lacked a secret',
    )
    const again = await own.get(path)
    assert.equal(formWith(again, 'step'), undefined, 'revoked tokens are still held')
    for (const body of pages) {
      for (const hidden of [code, secretOf('app'), (await appKeys).privateKey]) {
        assert.ok(!body.includes(hidden), 'a secret is on a page')
        assert.ok(!server.log().includes(hidden), 'a secret is in the log')
      }
      for (const [, token = ''] of body.matchAll(/(?:token|Token)\S*["=:\s]+([\w-]{20,})/g))
        assert.equal(await server.live(token), false)
    }
    for (const { detail } of await server.store.auditEntries({ limit: 200 })) {
      assert.ok(!JSON.stringify(detail ?? {}).includes(secretOf('app')))
    }
  })

  test(`${dialect.id}: what is wrong with a link, and with a call`, async () => {
    const own = await server.developer()
    const path = pathOf(dialect.id)
    const named = (key: string) =>
      dialect.authorize.request.fields.find((each) => 'key' in each && each.key === key)?.name ?? ''
    const page = await press(own, path, 'link', {
      [`p-${named('redirectUri')}`]: 'https://evil.example.net/',
    })
    assert.equal(linkIn(page.body), '')
    assert.match(page.body, /redirect_uri_mismatch/)
    assert.ok(page.body.includes(`id="p-${named('redirectUri')}-wrong"`))
    assert.match(
      (await press(own, path, 'link', { [`p-${named('clientId')}`]: '' })).body,
      /request_malformed/,
    )
    const other = await press(own, path, 'link', {
      [`p-${named('clientId')}`]: 'KEY-other',
      [`p-${named('redirectUri')}`]: 'https://evil.example.net/',
    })
    assert.doesNotMatch(other.body, new RegExp(new URL(CALLBACK).host), 'another app’s callback is told')

    await press(own, path, 'over')
    await press(own, path, 'link')
    await press(own, path, 'back', { pasted: 'a code that was never issued' })
    const refused = await press(own, path, 'call', { ...(await secrets()), step: 'token' })
    assert.match(refused.body, /code_unknown/)
  })
}

const [dialect] = withSignedUserInfo
assert.ok(dialect)
const path = pathOf(dialect.id)

/** Begun in the browser: where the authorization page is. */
async function begun(own: Browser): Promise<string> {
  await press(own, path, 'over').catch(() => undefined)
  return linkIn((await press(own, path, 'link')).body)
}

test('only the developer who began can use the callback, and only for the app that they try', async () => {
  const own = await server.developer()
  const link = await begun(own)
  const refused = /redirect_uri_mismatch|305/
  const everyone: readonly (readonly [string, Browser])[] = [
    ['nobody', browser(server.origin)],
    ['a merchant', server.merchant()],
    ['another organisation', await server.developer('dev-other')],
    ['the same developer elsewhere', await server.developer()],
  ]
  for (const [who, each] of everyone) {
    const page = await each.get(local(link))
    assert.equal(page.status, 400, who)
    assert.match(page.body, refused, who)
    assert.equal(page.headers.location, undefined, who)
  }
  // Another app of the same developer, for which no try has begun.
  const other = await server.putApp(dialect.id, 'second', { organisationId: 'org-app', testShops: [SHOP] })
  const elsewhere = await own.get(local(link).replace('KEY-app', other.clientId ?? ''))
  assert.match(elsewhere.body, refused)
  // After the developer has ended it, or an hour later.
  await press(own, path, 'over')
  assert.match((await own.get(local(link))).body, refused)
})

test('only a user of a test shop can agree, though the app is online', async () => {
  await server.store.putShop({ id: '2000000009', name: 'A real shop', createdAt: 0 })
  await server.putUser('real', { shopId: '2000000009' })
  const own = await server.developer()
  const page = await own.login(local(await begun(own)), 'real', PASSWORD)
  assert.equal(page.status, 403)
  assert.equal(formWith(page, 'decision'), undefined)
})

test('a callback with another state brings no code', async () => {
  const own = await server.developer()
  const callback = new URL(await agree(own, await begun(own)))
  callback.searchParams.set('state', 'another')
  const page = await own.get(local(callback.href))
  assert.match(page.body, /role="alert"/)
  assert.equal(formWith(page, 'step'), undefined)
})

test("another organisation's app is not there", async () => {
  const other = await server.developer('dev-other')
  assert.equal((await other.get(path)).status, 404)
  const own = await server.developer()
  const form = (await own.get(path)).forms.find(({ action }) => action === `${path}/link`)
  for (const below of ['link', 'back', 'call', 'over'])
    assert.notEqual((await other.submit(`${path}/${below}`, form?.fields ?? {})).status, 303, below)
})

async function logIn(page: Page): Promise<void> {
  await page.goto(`${server.origin}/developer/login`)
  await page.fill('[name=email]', 'dev-app@example.com')
  await page.fill('[name=password]', PASSWORD)
  await page.locator('main form button').click()
}

/** As far as the tokens, by hand. */
async function through(page: Page): Promise<void> {
  await logIn(page)
  await page.goto(server.origin + path)
  await page.locator('form[action$="/try/link"] button').click()
  await page.locator('a.button.main').click()
  if ((await page.locator('[name=username]').count()) > 0) {
    await page.fill('[name=username]', 'demo')
    await page.fill('[name=password]', PASSWORD)
    await page.locator('form[action$="/login"] button').last().click()
  }
  await page.locator('[name=decision][value=approve]').click()
  await page.waitForURL(`${server.origin}${path}`)
  await page.fill('[name=secret]', secretOf('app'))
  await page.locator('[name=step][value=token]').click()
}

test('the whole of it by hand, without JavaScript', async () => {
  const { page } = await newPage({ javaScriptEnabled: false, viewport: DESK })
  await through(page)
  await page.getByText('accepted').first().waitFor()
  assert.equal(await page.locator('[name=secret]').inputValue(), '')
  assert.ok(!page.url().includes('code='))
  assert.ok(!(await page.content()).includes(secretOf('app')))
  await page.fill('[name=secret]', 'wrong')
  await page.locator('[name=step][value=userInfo]').click()
  assert.match(await page.locator('details').first().innerText(), /signature_invalid/)
})

test('everybody can use it', async () => {
  await judged(through)
})
