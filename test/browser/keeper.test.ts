/* The keeper's pages in a real browser: found, understood, acted upon; with and without scripts, on a phone and a desk. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { ask } from '../../packages/cli/test/keeper-child.ts'
import { DESK, newPage } from './chromium.ts'
import { assertNoBarrier, judgedAt } from './judged.ts'
import { type Shops, linkOf, shops } from './keeper-shops.ts'

let it: Shops
let state: NonNullable<BrowserContextOptions['storageState']>
before(async () => {
  it = await shops(52)
  const { page, context } = await newPage()
  await page.goto(linkOf(it))
  state = await context.storageState()
  await context.close()
})
after(() => it.close())

async function opened(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const { page } = await newPage({ storageState: state, ...options })
  await page.goto(`${it.daemon.url}/ui${path}`)
  return page
}
const pathOf = (shop: string) => `/connections/${it.ids[shop] ?? ''}`

test('a link of the terminal is good once; an administrator token is always, and a tenant token never', async () => {
  const { page } = await newPage()
  await page.goto(linkOf(it))
  assert.match((await page.textContent('.problem')) ?? '', /used or has expired/)
  const enter = async (token: string) => {
    await page.fill('[name=bearer]', token)
    await page.click('button.main')
  }
  await page.goto(`${it.daemon.url}/ui${pathOf('TH100231')}`)
  await enter(it.kept.tokens.acme)
  assert.match((await page.textContent('.problem')) ?? '', /does not allow this call/)
  await enter('hfk_nobody_knows_this_token')
  assert.match((await page.textContent('.problem')) ?? '', /does not know/)
  await enter(it.kept.tokens.admin)
  assert.equal(new URL(page.url()).pathname, `/ui${pathOf('TH100231')}`, 'where the visitor wanted to')
  const cookies = await page.context().cookies()
  await page.click('header button')
  await page.context().addCookies(cookies)
  await page.goto(`${it.daemon.url}/ui/connections`)
  assert.match(page.url(), /\/ui\/login/, 'a cookie of before the logout is worth nothing')
})

for (const javaScriptEnabled of [true, false]) {
  test(`connections are searched, and paged, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
    const page = await opened('/connections', { javaScriptEnabled, viewport: DESK })
    const rows = page.locator('tbody tr')
    assert.equal(await rows.count(), 50)
    await page.getByRole('link', { name: 'Next page' }).click()
    assert.equal(await rows.count(), 7)
    await page.selectOption('[name=status]', 'reauth_required')
    await page.click('button.main')
    assert.deepEqual(await page.locator('tbody td:first-child a').allTextContents(), ['京东旗舰店'])
    assert.match((await page.textContent('tbody')) ?? '', /Send the shop a link/)
    await page.getByRole('link', { name: 'Show all' }).click()
    await page.fill('[name=shop]', 'TH1002')
    await page.click('button.main')
    assert.deepEqual(await page.locator('tbody td:first-child a').allTextContents(), ['Bangkok Gadgets'])
  })
}

test('a connection is refreshed, disabled, enabled and disconnected, and its story shows each', async () => {
  const page = await opened(pathOf('SG-77'), { javaScriptEnabled: false })
  const click = async (name: string, done: RegExp) => {
    await page.getByRole('button', { name, exact: true }).click()
    assert.match((await page.textContent('[role=status]')) ?? '', done)
  }
  await click('Refresh now', /refreshed/)
  await click('Disable', /disabled/)
  assert.equal((await it.call('GET', pathOf('SG-77')))['status'], 'disabled')
  await click('Enable', /enabled/)
  await page.click('summary')
  await click('Yes, disconnect', /[Dd]isconnected/)
  assert.equal((await it.call('GET', pathOf('SG-77')))['status'], 'revoked')
  const story = (await page.locator('.card').last().locator('td:nth-child(2)').allTextContents()).join()
  assert.match(story, /disconnected,settings were changed,settings were changed,refreshed/)
})

test('a link for a new consent can be copied, and leads to the platform', async () => {
  const page = await opened(pathOf('CN-1024'))
  await page.getByRole('button', { name: 'Make a link' }).click()
  const link = (await page.textContent('#reconnect-link')) ?? ''
  await page.getByRole('button', { name: 'Copy' }).waitFor()
  const { page: shop } = await newPage()
  await shop.goto(link)
  assert.ok(shop.url().startsWith(it.sandbox.url), shop.url())
})

test('a refusal is shown on the page, with what to do', async () => {
  const page = await opened(pathOf('TH100777'))
  await it.call('POST', `${pathOf('TH100777')}/disconnect`)
  await page.getByRole('button', { name: 'Refresh now' }).click()
  assert.match((await page.textContent('.problem')) ?? '', /has ended.*link for a new consent/s)
})

test('the calendar shows each end on its day, by month and by week', async () => {
  const page = await opened('/calendar', { viewport: DESK })
  for (let month = 0; month < 3 && (await page.getByText('TH100555').count()) === 0; month++)
    await page.getByRole('link', { name: 'Later' }).click()
  await page.getByRole('link', { name: 'TH100555' }).click()
  assert.match(page.url(), new RegExp(pathOf('TH100555')))
  await page.goto(`${it.daemon.url}/ui/calendar?by=week&from=2026-02-30'%22%3E<script>`)
  assert.equal((await page.locator('.calendar li, main > .soft').count()) > 0, true)
})

test('a form of another browser, another page or another site changes nothing', async () => {
  const page = await opened(pathOf('TH100555'))
  const action = `${it.daemon.url}/ui${pathOf('TH100555')}/disable`
  const token = await page.locator('form[action$="/refresh"] [name=token]').inputValue()
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  for (const sent of ['', token, 'x'.repeat(60)]) {
    const { status } = await fetch(action, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token: sent }),
    })
    assert.equal(status, 403)
  }
  assert.notEqual((await it.call('GET', pathOf('TH100555')))['status'], 'disabled')
  const { status, headers } = await ask(it.daemon, undefined, 'GET', `/ui${pathOf('TH100555')}`)
  assert.equal(status, 303, 'who is not logged in is led to the login')
  const policy = (await fetch(`${it.daemon.url}/ui/login`)).headers.get('content-security-policy') ?? ''
  assert.match(policy, /default-src 'none'.*frame-ancestors 'none'/)
  assert.doesNotMatch(policy + String(headers.get('content-security-policy')), /unsafe/)
})

test('no page has a barrier, in three languages, by day and night, on a phone and a desk', async () => {
  const { page } = await newPage({ storageState: state })
  const paths = ['/connections?tenant=acme', pathOf('CN-1024'), '/calendar?by=week', '/calendar']
  await judgedAt(
    page,
    it.daemon.url,
    paths.map((path) => `/ui${path}`),
  )
  const { page: login } = await newPage()
  await login.goto(`${it.daemon.url}/ui/login`)
  await assertNoBarrier(login)
})
