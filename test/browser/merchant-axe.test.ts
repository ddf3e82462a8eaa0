/* Every page that a merchant can meet: nothing that axe finds, nothing too small for a finger, nothing beside the screen. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { servedDialects } from '@hufu/dialects'
import type { Page } from 'playwright-core'
import { newPage } from './chromium.ts'
import { assertNoBarrier } from './judged.ts'
import { type MerchantServer, decide, logIn, merchantServer } from './merchant-server.ts'

let server: MerchantServer
before(async () => (server = await merchantServer()))
after(() => server.close())

/** One with a page for a code to copy has all the others, too. */
const dialect = servedDialects.find(({ policy }) => policy.outOfBand !== undefined)
assert.ok(dialect)
const outOfBand = dialect.policy.outOfBand
const link = (changes?: Readonly<Record<string, unknown>>) => server.link(dialect, changes)

async function assertGood(page: Page, name: string): Promise<void> {
  await assertNoBarrier(page, name)
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('button, a, input:not([type=hidden]), summary')]
      .filter((each) => each.getBoundingClientRect().height < 44)
      .map((each) => each.outerHTML.slice(0, 120)),
  )
  assert.deepEqual(small, [], name)
}

for (const locale of ['zh-CN', 'en', 'th']) {
  suite(locale, () => {
    test('login, its failures, and the root of the demo', async () => {
      const { page, context } = await newPage({ locale })
      await page.goto(server.target.origin)
      await assertGood(page, 'root')
      await page.goto(link())
      await assertGood(page, 'login')
      await logIn(page, 'nobody')
      await assertGood(page, 'unknown name')
      await logIn(page, 'boss', 'wrong')
      await assertGood(page, 'wrong password')
      for (let nth = 0; nth < 5; nth++) await logIn(page, 'boss', 'wrong')
      await assertGood(page, 'frozen')
      server.target.later(7200)
      await context.close()
    })

    test('consent and its ends', async () => {
      const { page, context } = await newPage({ locale })
      await page.goto(link({ clientId: 'KEY-other' }))
      await logIn(page)
      await assertGood(page, 'consent, in test')
      await page.goto(link({ redirectUri: outOfBand }))
      await assertGood(page, 'consent')
      await page
        .locator('[name=token]')
        .first()
        .evaluate((field) => field.setAttribute('value', 'x'))
      await decide(page, 'approve')
      await assertGood(page, 'used before')
      await page.locator('a.button').click()
      await decide(page, 'approve')
      await assertGood(page, 'code')
      await page.goto(link({ redirectUri: outOfBand }))
      await decide(page, 'deny')
      await assertGood(page, 'denied')
      await context.close()
    })

    test('errors, folded and unfolded, and who may not', async () => {
      const { page, context } = await newPage({ locale })
      await page.goto(link({ redirectUri: 'https://elsewhere.example/' }))
      await assertGood(page, 'error')
      await page.locator('summary').click()
      await assertGood(page, 'error, unfolded')
      await page.goto(`${link()}&state=1&state=2`)
      await page.locator('summary').click()
      await assertGood(page, 'malformed, unfolded')
      await page.goto(link())
      await logIn(page, 'clerk')
      await assertGood(page, 'not permitted')
      await context.close()
    })
  })
}
