/* A merchant's way through login and consent, in a real browser, on each kind of platform. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Request } from 'playwright-core'
import { oneOfEach } from '../mechanisms.ts'
import { newPage } from './chromium.ts'
import {
  type MerchantServer,
  PASSWORD,
  arrived,
  decide,
  fresh,
  heading,
  logIn,
  merchantServer,
} from './merchant-server.ts'

let server: MerchantServer
before(async () => (server = await merchantServer()))
after(() => server.close())

for (const dialect of oneOfEach('pages')) {
  suite(dialect.id, () => {
    test('wrong, then right; approve; back at the application with a code', async () => {
      const page = await fresh()
      await page.goto(server.link(dialect, { state: 's 1&+' }))
      assert.equal(await heading(page), 'Log in')
      assert.match((await page.locator('main').textContent()) ?? '', /“Order Desk” asks for access/)
      await logIn(page, 'boss', 'not this one')
      assert.match((await page.locator('#password-wrong').textContent()) ?? '', /5 tries left/)
      assert.equal(await page.locator('#username').inputValue(), 'boss')
      assert.equal(await page.locator('#password').getAttribute('aria-describedby'), 'password-wrong')
      await logIn(page, 'boss')
      assert.equal(await heading(page), '“Order Desk” asks for access to your shop')
      await decide(page, 'approve')
      const answer = await arrived(server, page)
      assert.ok(answer.get('code'))
      assert.equal(answer.get('state'), 's 1&+')
    })

    test('deny', async () => {
      const page = await fresh()
      await page.goto(server.link(dialect))
      await logIn(page)
      await decide(page, 'deny')
      assert.equal((await arrived(server, page)).get('code'), null)
    })

    test('the keyboard alone, without JavaScript', async () => {
      const { page, context } = await newPage({ javaScriptEnabled: false })
      await page.goto(server.link(dialect))
      await page.locator('#username:focus').waitFor()
      await page.keyboard.type('demo')
      await page.keyboard.press('Tab')
      await page.keyboard.type(PASSWORD)
      await page.keyboard.press('Enter')
      await page.locator('[name=decision]').first().waitFor()
      await page.waitForLoadState()
      // Deny, then approve: the first things that a key comes to.
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.waitForURL(`${server.callback}**`)
      assert.ok(new URL(page.url()).searchParams.get('code'))
      await context.close()
    })

    test('another language, and the link stays as it was, byte for byte', async () => {
      const page = await fresh()
      const view = dialect.authorize.request.fields.some((each) => 'key' in each && each.key === 'view')
      const link = server.link(dialect, { state: "a'b(c)*é", ...(view && { view: 'wap' }) })
      const odd = dialect.id === 'jd-finance' ? link : link.replace('?', '?&').replace('&', '&&')
      const queryOf = (url: string) => url.slice(url.indexOf('?'))
      await page.goto(odd)
      // As the browser spells it.
      const query = queryOf(page.url())
      await page.getByRole('button', { name: '简体中文' }).click()
      assert.equal(await heading(page), '登录')
      assert.equal(queryOf(page.url()), query)
      await logIn(page)
      assert.equal(await heading(page), '“Order Desk”申请访问您的店铺')
      await page.getByRole('button', { name: 'ไทย' }).click()
      assert.equal(await heading(page), '“Order Desk” ขอเข้าถึงร้านค้าของคุณ')
      assert.equal(await page.locator('html').getAttribute('lang'), 'th')
      assert.equal(queryOf(page.url()), query)
      await decide(page, 'approve')
      assert.equal((await arrived(server, page)).get('state'), "a'b(c)*é")
    })

    test('two requests a page, 60 KB at most; four from the login to the application', async () => {
      const { page, context } = await newPage()
      const sent: Request[] = []
      page.on('request', (request) => sent.push(request))
      server.asked()
      await page.goto(server.link(dialect))
      const weights = await Promise.all(sent.map((each) => each.sizes()))
      const bytes = weights.reduce((sum, each) => sum + each.responseBodySize + each.responseHeadersSize, 0)
      assert.ok(bytes > 3000 && bytes < 60_000, `${bytes} bytes`)
      // Where who has not logged in is sent to a page of its own, that is a step of the platform's.
      const [first, ...others] = server.asked().toReversed()
      assert.match(first ?? '', /^GET .*\/pages\.css$/)
      assert.equal(others.length, dialect.authorize.loginPath === undefined ? 1 : 2, others.join('\n'))

      await logIn(page)
      await decide(page, 'approve')
      await arrived(server, page)
      const way = server.asked().map((each) => each.replace(`/${dialect.id}`, ''))
      assert.deepEqual(way, [
        'POST /login',
        `GET ${dialect.authorize.path}`,
        'POST /consent',
        'GET /callback',
      ])
      await context.close()
    })
  })
}
