/* The reference: every parameter and every code of a platform, with the app's own values, and nothing secret. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { errorReasons, builtInPlatforms, referenceOf, servedDialects, servedIn } from '@hufu/dialects'
import { isTranslated } from '@hufu/reference/tables/parameter-words'
import { languagesFor } from '@hufu/reference/samples'
import type { Page } from 'playwright-core'
import { browser } from '../security/browser.ts'
import { CALLBACK, PASSWORD, type Target, appKeys, secretOf, target } from '../security/target.ts'
import { newPage } from './chromium.ts'
import { judgedAt } from './judged.ts'
import { recordOf } from '../records.ts'
import { withSignedUserInfo } from '../mechanisms.ts'

let server: Target
before(async () => void (server = await target()))
after(() => server.close())

async function logIn(page: Page): Promise<void> {
  await page.goto(`${server.origin}/developer/login`)
  await page.fill('[name=email]', 'dev-app@example.com')
  await page.fill('[name=password]', PASSWORD)
  await page.locator('main form button').click()
}

const [first] = servedDialects
assert.ok(first)
const signing = withSignedUserInfo[0] ?? first

for (const dialect of servedDialects) {
  test(`${dialect.id}: all that the dialect says, within the weight of a page`, async () => {
    const own = await server.developer()
    const base = `/developer/apps/app-${dialect.id}/reference`
    const page = await own.get(base)
    const errors = await own.get(`${base}/errors`)
    for (const { request, response, errors: rows, path } of referenceOf(recordOf(dialect))) {
      for (const { name } of [...request, ...response])
        assert.ok(page.body.includes(`<code>${name}</code>`), name)
      assert.ok(page.body.includes(`/${dialect.id}${path ?? ''}`))
      for (const [code, , , ...causes] of rows) {
        assert.ok(errors.body.includes(`<code>${code}</code>`), String(code))
        for (const cause of causes)
          assert.ok(!(cause in errorReasons) || errors.body.includes(`<code>${cause}</code>`), cause)
      }
    }
    assert.ok(page.body.includes('<code>KEY-app</code>') && page.body.includes('YOUR_APP_SECRET'))
    for (const language of ['zh-CN', 'en', 'th']) {
      const reader = browser(server.origin, { 'accept-language': language })
      const style = await reader.get(`/developer/reference/${dialect.id}`)
      const sheet = /href="([^"]+\.css[^"]*)"/.exec(style.body)?.[1]
      assert.ok(sheet)
      for (const path of ['', '/errors']) {
        const shown = await reader.get(`/developer/reference/${dialect.id}${path}`)
        const bytes = Buffer.byteLength(shown.body + (await reader.get(sheet)).body)
        assert.ok(
          bytes < 60_000 + 20_000 * (dialect.faces?.length ?? 0),
          `${language} ${path}: ${bytes} bytes`,
        )
        assert.doesNotMatch(shown.body, /undefined|\[object|NaN/)
      }
    }
  })

  test(`${dialect.id}: samples, here and as files, without a secret`, async () => {
    const own = await server.developer()
    for (const { id, file } of languagesFor(dialect)) {
      const base = `/developer/apps/app-${dialect.id}/reference`
      const shown = await own.get(`${base}/samples/${id}`)
      const sent = await own.get(`${base}/file/${id}`)
      assert.match(String(sent.headers['content-disposition']), new RegExp(`"${file}"`))
      assert.match(String(sent.headers['content-type']), /^text\/plain/)
      assert.ok(sent.body.includes('KEY-app'))
      for (const { body } of [shown, sent]) {
        assert.ok(!body.includes(secretOf('app')) && !body.includes((await appKeys).privateKey))
      }
    }
  })
}

test('every note of every dialect is there in three languages', () => {
  const notes = servedIn(builtInPlatforms).flatMap((platform) =>
    referenceOf(platform).flatMap(({ request, response }) =>
      [...request, ...response].map((each) => [each, platform.notes] as const),
    ),
  )
  assert.deepEqual(
    notes.filter(([each, own]) => !isTranslated(each, own)).map(([{ note }]) => note),
    [],
  )
})

test("the reference of another organisation's app, or of an unknown platform, is not found", async () => {
  const other = await server.developer('dev-other')
  for (const path of ['', '/errors', '/samples/go', '/file/go'])
    assert.equal((await other.get(`/developer/apps/app-${first.id}/reference${path}`)).status, 404, path)
  const nobody = browser(server.origin)
  for (const path of ['/nowhere', `/${first.id}/samples/cobol`, `/${first.id}/file/cobol`, '/__proto__'])
    assert.equal((await nobody.get(`/developer/reference${path}`)).status, 404, path)
})

test('from the login to a platform, without an account and without JavaScript', async () => {
  const { page } = await newPage({ javaScriptEnabled: false })
  await page.goto(`${server.origin}/developer/login`)
  await page.getByRole('link', { name: 'API reference' }).click()
  await page.getByRole('link', { name: signing.title }).click()
  await page.getByRole('link', { name: 'Errors' }).click()
  assert.match(await page.locator('h1').innerText(), /Errors/)
  await page.getByRole('link', { name: 'Samples' }).click()
  await page.getByRole('link', { name: 'Python' }).click()
  assert.match(await page.locator('pre').innerText(), /YOUR_APP_KEY/)
})

test('with JavaScript a sample is copied by a button', async () => {
  const { page, context } = await newPage()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await logIn(page)
  await page.goto(`${server.origin}/developer/apps/app-${signing.id}/reference/samples/node`)
  await page.getByRole('button', { name: 'Copy' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  assert.ok(copied.includes(CALLBACK) && copied.includes('createHash'))
})

test('everybody can read it', async () => {
  const { page } = await newPage()
  const paths = ['/errors', '/samples/go'].map((path) => `/developer/reference/${first.id}${path}`)
  await judgedAt(page, server.origin, paths)
  await logIn(page)
  await judgedAt(page, server.origin, [`/developer/apps/app-${first.id}/reference`])
})
