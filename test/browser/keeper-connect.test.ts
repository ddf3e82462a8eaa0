/* A shop connects on a phone: the link that was sent to it, the platform's pages, and the keeper's one page. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { keeperOf, listening, ofClient } from '../../packages/keeper/test/browsing.ts'
import { type TestSandbox, startSandbox } from '../../packages/keeper/test/sandbox.ts'
import { newPage } from './chromium.ts'
import { assertNoBarrier, judged } from './judged.ts'
import { decide, logIn } from './merchant-server.ts'

let sandbox: TestSandbox
before(async () => {
  sandbox = await startSandbox()
})
after(() => sandbox.close())

async function site() {
  const here = await listening()
  after(() => here.close())
  const app = await sandbox.app('jd-central', `${here.origin}/oauth/callback/jd-central/main`)
  const { keeper } = await keeperOf({ 'jd-central': ofClient(app) }, { publicUrl: here.origin })
  after(() => keeper.close())
  const routes = keeper.routes('/oauth')
  here.use((request, response) =>
    routes(request, response, () => {
      response.setHeader('content-type', 'text/html')
      response.end('<!doctype html><title>Shops</title><h1>Shops</h1>')
    }),
  )
  return { keeper, origin: here.origin }
}

/** From a message to the decision; what the page's console said. */
async function agrees(page: Page, link: string, decision: 'approve' | 'deny' = 'approve') {
  const who = await sandbox.shopkeeper()
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  await page.goto(link)
  await logIn(page, who.username, who.password)
  await decide(page, decision)
  return said
}

test('a link that was sent connects the shop, and the page says so', async () => {
  const { keeper } = await site()
  const { page, context } = await newPage({ locale: 'th' })
  const said = await agrees(page, await keeper.connectUrl('jd-central', { tenant: 'acme', shop: 'TH123' }))
  await page.getByRole('heading', { level: 1, name: 'เชื่อมต่อร้านค้าแล้ว' }).waitFor()
  assert.match(await page.locator('main').innerText(), /TH123/)
  await assertNoBarrier(page)
  assert.deepEqual(said, [], 'the page breaks none of its own policy')
  const cookie = (await context.cookies()).find(({ name }) => name === 'hufu_browser')
  assert.ok(cookie?.httpOnly && cookie.sameSite === 'Lax' && cookie.path === '/oauth')
  assert.equal((await keeper.connections({})).length, 1)
  // The address that is left in the browser tells the same ending again, and tells it to this browser alone.
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'เชื่อมต่อร้านค้าแล้ว' }).waitFor()
  const { page: another } = await newPage({ locale: 'th' })
  await another.goto(page.url())
  assert.doesNotMatch(await another.locator('main').innerText(), /TH123/)
  assert.equal((await keeper.connections({})).length, 1)
})

test('an application gets its browser back, with what happened', async () => {
  const { keeper, origin } = await site()
  const { page } = await newPage()
  await agrees(page, await keeper.connectUrl('jd-central', { tenant: 'acme', returnTo: '/shops' }))
  await page.waitForURL(/\/shops\?connected=cn_[0-9a-f]{24}$/)
  assert.ok(page.url().startsWith(`${origin}/shops`))
})

test('a user who refused can begin again from the page, in each language', async () => {
  const { keeper } = await site()
  await judged(async (page) => {
    await agrees(page, await keeper.connectUrl('jd-central', { tenant: 'acme' }), 'deny')
    await page.getByRole('heading', { level: 1 }).waitFor()
    assert.equal(await page.locator('main a').count(), 1)
  })
  const { page } = await newPage()
  await agrees(page, await keeper.connectUrl('jd-central', { tenant: 'acme' }), 'deny')
  await page.getByRole('link', { name: 'Start again' }).click()
  await decide(page, 'approve')
  await page.getByRole('heading', { name: 'The shop is connected' }).waitFor()
  assert.equal((await keeper.connections({})).length, 1)
})
