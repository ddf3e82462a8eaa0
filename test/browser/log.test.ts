/* The developer's log and usage in a real browser: what was refused is found, understood, and followed while it happens. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { type Site, type Target, CALLBACK, granted, target } from '../security/target.ts'
import { send } from '../security/wire.ts'
import { DESK, pageOf } from './chromium.ts'
import { judgedAt } from './judged.ts'
import { withSignedUserInfo } from '../mechanisms.ts'

const DAY = 86_400
const dialect = withSignedUserInfo[0]
assert.ok(dialect)
const app = `/developer/apps/app-${dialect.id}`

let it: Target
let site: Site
before(async () => {
  it = await target()
  site = it.site(dialect)
  await happenings()
})
after(() => it.close())

/** Good and bad of several kinds, on two days of this period and one of the last. */
async function happenings(): Promise<void> {
  it.later(-40 * DAY)
  await site.tokens()
  await it.running.runtime.recorder.flush()
  it.later(35 * DAY)
  granted(await site.refresh(await site.tokens()))
  await it.running.runtime.recorder.flush()
  it.later(5 * DAY)
  const { accessToken, openId = '' } = await site.tokens()
  const code = await site.code()
  for (let twice = 0; twice < 2; twice++) await site.ask('token', { code })
  await site.ask('token', { code: 'nonsense', clientSecret: 'wrong' })
  await send(it.origin, site.link({ redirectUri: 'https://evil.example.net/' }))
  const asked = { clientId: 'KEY-app', accessToken, openId }
  await site.deliver('userInfo', site.wire('userInfo', asked, site.speaking('app', 'another secret')))
  await send(it.origin, site.link({ redirectUri: `${CALLBACK}<script>alert(1)</script>` }))
}

async function loggedIn(options: BrowserContextOptions = {}): Promise<Page> {
  const { page } = await pageOf(await it.developer(), it.origin, options)
  await page.goto(`${it.origin}${app}/log`)
  return page
}
const rowsOf = (page: Page) => page.locator('[data-live] tbody tr')

for (const javaScriptEnabled of [true, false]) {
  test(`a refusal is found by its reason and its request, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
    const page = await loggedIn({ javaScriptEnabled })
    const all = await rowsOf(page).count()
    assert.ok(all > 10, String(all))
    await page.selectOption('[name=outcome]', 'refused')
    await page.selectOption('[name=reason]', 'signature_invalid')
    await page.click('form[role=search] button')
    assert.equal(await rowsOf(page).count(), 1)
    const row = rowsOf(page).first()
    assert.match(await row.innerText(), /refused.*12.*Invalid signature/s)
    await row.locator('summary').click()
    assert.match(await row.locator('pre').innerText(), /^\{AppSecret\}360buy_param_json.*v2\.0\{AppSecret\}$/)
    await row.getByRole('link', { name: 'signature_invalid' }).click()
    assert.match(page.url(), /#reason-signature_invalid$/)
    assert.match(await page.locator('dt[id] + dd').innerText(), /is wrong.*Correct/)

    await page.goto(`${it.origin}${app}/log`)
    const [, id = ''] = /([0-9a-f]{32})/.exec(await rowsOf(page).nth(3).innerText()) ?? []
    await page.fill('[name=request]', ` ${id} `)
    await page.click('form[role=search] button')
    assert.equal(await rowsOf(page).count(), 1)
    assert.ok((await rowsOf(page).first().innerText()).includes(id))
  })
}

test('new exchanges appear by themselves, and an open one stays open; without scripts a link reloads', async () => {
  const [page, plain] = [await loggedIn(), await loggedIn({ javaScriptEnabled: false })]
  await page.selectOption('[name=reason]', 'client_unauthenticated')
  await page.click('form[role=search] button')
  const before_ = await rowsOf(page).count()
  await site.ask('token', { code: 'x', clientSecret: 'wrong' })
  await page.waitForFunction(
    (count) => document.querySelectorAll('[data-live] tbody tr').length === count,
    before_ + 1,
    { timeout: 8000 },
  )
  const count = await rowsOf(plain).count()
  await plain.getByRole('link', { name: 'Refresh' }).click()
  assert.ok((await rowsOf(plain).count()) > count || count === 40)
})

test('usage: a chart, the same figures as a table, what changed, what is left', async () => {
  const page = await loggedIn({ viewport: DESK })
  await page.getByRole('link', { name: 'Usage' }).click()
  const figure = (name: string) => page.locator('.figures .card', { hasText: name }).innerText()
  assert.match(await figure('Authorizations'), /^Authorizations\s+3\s+\+2 · 1 before$/)
  assert.match(await figure('Refreshes'), /^Refreshes\s+1\s+\+1 · 0 before$/)
  assert.equal(await page.locator('svg.chart g').count(), 30)
  assert.equal(await page.locator('svg.chart rect.bad').count(), 1)
  await page.getByText('Show as a table').click()
  const [head, today] = await Promise.all([
    page.locator('details thead th').allInnerTexts(),
    page.locator('details tbody tr').first().locator('td').allInnerTexts(),
  ])
  const shown = Object.fromEntries(head.map((name, nth) => [name, today[nth]]))
  assert.equal(shown['Authorizations'], '2')
  assert.ok(Number(shown['Refused']) >= 5)
  await page.getByRole('link', { name: 'code_used' }).click()
  assert.equal(await rowsOf(page).count(), 1)
})

test('both pages read well to everybody: axe finds nothing, in either scheme and three languages', async () => {
  const paths = ['/log?outcome=refused', '/usage'].map((path) => app + path)
  await judgedAt(await loggedIn(), it.origin, paths, async (page) => {
    for (const summary of await page.locator('main summary').all()) await summary.click()
  })
})

test('another organisation’s developer finds neither page', async () => {
  const other = await it.developer('dev-other')
  for (const path of ['/log', '/usage']) {
    assert.equal((await other.get(`${app}${path}`)).status, 404)
    const page = await (await it.developer('dev-app')).get(`${app}${path}`)
    assert.equal(page.status, 200)
    assert.ok(page.body.length < 48_000, `${path}: ${page.body.length} bytes`)
    assert.ok(!page.body.includes('<script>'))
  }
})
