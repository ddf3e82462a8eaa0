/* Where a merchant's way ends otherwise: refused, frozen, gone back, or with a code to copy. In a real browser. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { pageErrorsOf, servedDialects, encodeError } from '@hufu/dialects'
import { oneOfEach } from '../mechanisms.ts'
import { newPage } from './chromium.ts'
import {
  type MerchantServer,
  arrived,
  decide,
  fresh,
  heading,
  logIn,
  merchantServer,
} from './merchant-server.ts'
import { recordOf } from '../records.ts'

let server: MerchantServer
before(async () => (server = await merchantServer()))
after(() => server.close())

for (const dialect of oneOfEach('pages')) {
  suite(dialect.id, () => {
    test('the error of a link is shown in the merchant’s language, without a redirect', async () => {
      const { page, context } = await newPage({ locale: 'th' })
      const link = server.link(dialect, { redirectUri: 'https://evil.example.org/' })
      const answer = await page.goto(link)
      assert.equal(answer?.status(), 400)
      assert.equal(await heading(page), 'ไม่สามารถดำเนินการต่อได้')
      const said = await page.getByRole('alert').textContent()
      assert.doesNotMatch(said ?? '', /\p{Script=Han}/u, 'the platform’s own words are for developers')
      assert.equal(await page.locator('.languages').count(), 0, 'nothing of the request is repeated')
      // The language that the merchant chose elsewhere holds here too.
      await context.addCookies([{ name: 'hufu_language', value: 'en', url: link }])
      await page.reload()
      assert.match((await page.getByRole('alert').textContent()) ?? '', /an address that is not registered/)
      assert.equal(page.url(), link)
      const folded = page.locator('details dl')
      assert.equal(await folded.isVisible(), false)
      await page.locator('summary').click()
      const { code } = encodeError(pageErrorsOf(recordOf(dialect)), { error: 'redirect_uri_mismatch' })
      const rows = (await folded.textContent()) ?? ''
      assert.ok(rows.includes(String(code)), rows)
      assert.match(rows, /redirect_uri_mismatch.*[0-9a-f]{32}/s)
      assert.ok(!(await page.content()).includes('evil'))
      await context.close()
    })

    test('a user without the right learns why, and who can; then another account', async () => {
      const page = await fresh()
      await page.goto(server.link(dialect))
      await logIn(page, 'clerk')
      assert.equal(await heading(page), 'This account cannot authorise')
      assert.match((await page.getByRole('alert').textContent()) ?? '', /“สมชาย” has no right/)
      assert.deepEqual((await page.locator('.people li').allTextContents()).toSorted(), ['李明', '王芳'])
      await page.getByRole('button', { name: 'Log in with another account' }).click()
      await logIn(page)
      await decide(page, 'approve')
      assert.ok((await arrived(server, page)).get('code'))
    })

    test('an application in test says so, and is for its test shops alone', async () => {
      const page = await fresh()
      const link = server.link(dialect, { clientId: 'KEY-other' })
      await page.goto(link)
      await logIn(page, 'stranger')
      assert.match(
        (await page.getByRole('alert').textContent()) ?? '',
        /“Elsewhere” is not one of its test shops/,
      )
      assert.equal(await page.locator('.people').count(), 0)
      await page.getByRole('button', { name: 'Log in with another account' }).click()
      await logIn(page)
      assert.match((await page.locator('.notice').textContent()) ?? '', /in test/)
      await decide(page, 'approve')
      assert.ok((await arrived(server, page)).get('code'))
    })

    test('"Not you?", the Back button, and a form that was used', async () => {
      const page = await fresh()
      await page.goto(server.link(dialect))
      await logIn(page, 'boss')
      assert.match((await page.locator('dl').textContent()) ?? '', /王芳/)
      await page.getByRole('button', { name: 'Not you?' }).click()
      await logIn(page)
      assert.match((await page.locator('dl').textContent()) ?? '', /李明/)
      const used = await page.locator('form[action$="/consent"] [name=token]').inputValue()
      await decide(page, 'approve')
      await arrived(server, page)
      await page.goBack()
      await page.locator('form[action$="/consent"] [name=token]').evaluate((field, token) => {
        ;(field as HTMLInputElement).value = token
      }, used)
      await decide(page, 'deny')
      assert.match((await page.getByRole('alert').textContent()) ?? '', /used before/)
      await page.getByRole('link', { name: 'Show the request again' }).click()
      await decide(page, 'deny')
      assert.equal((await arrived(server, page)).get('code'), null)
    })

    const { outOfBand } = dialect.policy
    if (outOfBand !== undefined) {
      test('a code to copy, with the time at which it ends', async () => {
        const { page, context } = await newPage()
        await context.grantPermissions(['clipboard-read', 'clipboard-write'])
        await page.goto(server.link(dialect, { redirectUri: outOfBand }))
        await logIn(page)
        await decide(page, 'approve')
        const code = await page.locator('output#code').textContent()
        assert.match(code ?? '', /^[\w-]{6,}$/)
        assert.match(
          (await page.locator('main').textContent()) ?? '',
          /It works once, until .*\d:\d\d .*5 minutes/,
        )
        await page.getByRole('button', { name: 'Copy' }).click()
        await page.getByRole('button', { name: 'Copied' }).waitFor()
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), code)
        await context.close()
      })

      test('a code without JavaScript; a denial', async () => {
        const { page, context } = await newPage({ javaScriptEnabled: false })
        const link = server.link(dialect, { redirectUri: outOfBand })
        await page.goto(link)
        await logIn(page)
        await decide(page, 'approve')
        assert.match((await page.locator('output#code').textContent()) ?? '', /^[\w-]{6,}$/)
        assert.equal(await page.getByRole('button', { name: 'Copy' }).count(), 0)
        await page.goto(link)
        await decide(page, 'deny')
        assert.equal(await heading(page), 'You have denied access')
        await context.close()
      })
    }
  })
}

suite('an internal error', () => {
  test("it is shown in the merchant's language, with the request id", async () => {
    const [dialect] = servedDialects
    assert.ok(dialect)
    const { store } = server.target.running.runtime
    const { users } = store
    Object.assign(store, { users: () => Promise.reject(new Error('the disk is on fire')) })
    const { page, context } = await newPage({ locale: 'th' })
    await page.goto(server.link(dialect))
    await logIn(page, 'clerk')
    Object.assign(store, { users })
    assert.match((await page.getByRole('alert').textContent()) ?? '', /เป็นความผิดพลาดของเรา/)
    const shown = await page.content()
    assert.match(shown, /[0-9a-f]{32}/)
    assert.ok(!shown.includes('fire'))
    await context.close()
  })
})

suite('six wrong passwords', () => {
  test('freeze the account until a time that is said', async () => {
    const [dialect] = servedDialects
    assert.ok(dialect)
    const page = await fresh()
    await page.goto(server.link(dialect))
    for (let nth = 0; nth < 6; nth++) await logIn(page, 'stranger', 'wrong')
    const said = (await page.getByRole('alert').textContent()) ?? ''
    const until = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit' })
    assert.ok(said.includes(until.format((server.target.clock.at + 7200) * 1000)), said)
    assert.match(said, /in 2 hours\.$/)
    server.target.later(7200 - 61)
    await logIn(page, 'stranger')
    assert.match((await page.getByRole('alert').textContent()) ?? '', /in 2 minutes\.$/)
    server.target.later(62)
    await logIn(page, 'stranger')
    assert.equal(await page.locator('#password').count(), 0)
  })
})
