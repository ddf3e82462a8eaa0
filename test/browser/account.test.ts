/* A merchant's account in a real browser: who has access and how to end it, logins, the password, and one that was forgotten. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { nextLetter, received } from '../letters.ts'
import { PASSWORD, type Target, target } from '../security/target.ts'
import { newPage, textOf } from './chromium.ts'
import { judged, judgedAt } from './judged.ts'

const FRESH = 'another password'
const folder = mkdtempSync(join(tmpdir(), 'hufu-letters-'))
let it: Target
before(async () => {
  it = await target({ config: { mail: { folder, from: 'Hufu <no-reply@example.com>' } } })
  for (const name of ['demo', 'with', 'without']) await it.putUser(name, { email: `${name}@example.com` })
  for (const site of it.sites) await site.tokens()
  await it.sites[0]?.code({}, 'with')
})
after(async () => {
  await it.close()
  rmSync(folder, { recursive: true, force: true })
})

async function opened(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const { page } = await newPage(options)
  await page.goto(it.origin + path)
  return page
}
async function logIn(page: Page, username = 'demo', password = PASSWORD): Promise<void> {
  await page.getByLabel('User name').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
}
const said = (page: Page) => page.getByRole('status').innerText()

for (const [name, javaScriptEnabled] of [
  ['with', true],
  ['without', false],
] as const) {
  test(`${name} scripts: an authorization is found, understood and ended`, async () => {
    const [site] = it.sites
    assert.ok(site)
    const code = await site.code({}, name)
    const { accessToken } = await site
      .ask('token', { code })
      .then((answer) => ('accessToken' in answer ? answer : assert.fail(JSON.stringify(answer))))
    const page = await opened('/account', { javaScriptEnabled })
    await logIn(page, name)
    const card = page.locator('section.card', { hasText: site.dialect.title }).first()
    assert.match(await card.innerText(), /Name of app/)
    assert.match(await card.innerText(), /A developer/)
    await card.getByRole('link', { name: /^Revoke the authorization of “Name of app”$/ }).click()
    assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /Revoke the authorization/)
    await page.getByRole('link', { name: 'Keep it' }).click()
    assert.equal(await it.live(accessToken), true)
    await card.getByRole('link', { name: /^Revoke/ }).click()
    await page.getByRole('button', { name: 'Revoke', exact: true }).click()
    assert.match(await said(page), /has ended/)
    assert.equal(await it.live(accessToken), false)
  })

  test(`${name} scripts: a strange device is logged out, and the password changed`, async () => {
    const [page, strange] = [
      await opened('/account/logins', { javaScriptEnabled }),
      await opened('/account', { javaScriptEnabled }),
    ]
    await logIn(page, name)
    await logIn(strange, name)
    await page.reload()
    assert.match(await page.getByRole('table').first().innerText(), /this one/)
    assert.match(await page.getByRole('table').nth(1).innerText(), /Chrome, Linux/)
    await page.getByRole('button', { name: 'Log out all others' }).click()
    assert.match(await said(page), /logged out/)
    await strange.reload()
    assert.match(strange.url(), /\/account\/login/)

    await page.getByRole('link', { name: 'Password', exact: true }).click()
    await page.getByLabel('Current password').fill('wrong')
    await page.getByLabel('New password', { exact: true }).fill(FRESH)
    await page.getByLabel('Repeat the new password').fill(FRESH)
    await page.getByRole('button', { name: 'Change the password' }).click()
    assert.match(await page.locator('#now-wrong').innerText(), /5 tries left/)
    await page.getByLabel('Current password').fill(PASSWORD)
    await page.getByLabel('New password', { exact: true }).fill(FRESH)
    await page.getByLabel('Repeat the new password').fill(FRESH)
    await page.getByRole('button', { name: 'Change the password' }).click()
    assert.match(await said(page), /password is changed/)
  })

  test(`${name} scripts: a forgotten password is replaced by a letter`, async () => {
    const page = await opened('/account', { javaScriptEnabled })
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await page.getByLabel('User name or e-mail address').fill(`${name}@example.com`)
    const before_ = received(folder).filter(({ to }) => to === `${name}@example.com`).length
    await page.getByRole('button', { name: 'Send the link' }).click()
    assert.match(await page.locator('main').innerText(), /we have sent a link/)
    const { link } = await nextLetter(folder, `${name}@example.com`, before_)
    await page.goto(it.origin + link)
    await page.getByLabel('New password', { exact: true }).fill('third password')
    await page.getByLabel('Repeat the new password').fill('different')
    await page.getByRole('button', { name: 'Set the password' }).click()
    assert.match(await page.locator('#again-wrong').innerText(), /differ/)
    await page.getByLabel('New password', { exact: true }).fill('third password')
    await page.getByLabel('Repeat the new password').fill('third password')
    await page.getByRole('button', { name: 'Set the password' }).click()
    assert.match(await said(page), /Log in with it/)
    await logIn(page, name, 'third password')
    await page.goto(`${it.origin}/account/data`)
    assert.match(await page.locator('main').innerText(), new RegExp(`${name}@example.com`))
    await page.goto(it.origin + link)
    assert.match(await page.getByRole('alert').innerText(), /does not work any more/)
  })
}

test('the data can be taken along', async () => {
  const page = await opened('/account/data')
  await logIn(page)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download my data' }).click()
  const file = await download
  assert.equal(file.suggestedFilename(), 'my-data.json')
  const told = JSON.parse(await textOf(file)) as { user: { username: string } }
  assert.equal(told.user.username, 'demo')
})

test('the keyboard alone is enough to revoke', async () => {
  const page = await opened('/account')
  await page.locator('[name=username]:focus').waitFor()
  await page.keyboard.type('demo')
  await page.keyboard.press('Tab')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${it.origin}/account`)
  const press = async (name: RegExp) => {
    for (let nth = 0; nth < 40; nth++) {
      await page.keyboard.press('Tab')
      const label = await page.evaluate(
        'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent',
      )
      if (name.test(String(label))) return page.keyboard.press('Enter')
    }
    return assert.fail(`no ${name} comes into focus`)
  }
  await press(/^Revoke the authorization/)
  await page.waitForURL(/\/revoke$/)
  await press(/^Revoke$/)
  await page.waitForURL(/done=revoked/)
})

const appId = () => `app-${it.sites.at(-1)?.dialect.id}`
const outside = ['/login', '/forgot', '/forgot/sent', '/reset?ticket=x']
const inside = () => [
  '',
  `/authorizations/${appId()}/demo/revoke`,
  '/logins',
  '/password',
  '/data',
  '/nothing',
]

test('axe finds nothing by day and by night, and nothing is wider than the screen', async () => {
  const addresses = (paths: readonly string[]) => paths.map((path) => `/account${path}`)
  const { page } = await newPage()
  await judgedAt(page, it.origin, addresses(outside))
  await judged(async (own) => {
    await own.goto(`${it.origin}/account/login`)
    await own.fill('#username', 'demo')
    await own.fill('#password', 'wrong')
    await own.click('main button.main')
  })
  await page.goto(`${it.origin}/account/login`)
  await page.fill('#username', 'demo')
  await page.fill('#password', PASSWORD)
  await page.click('main button.main')
  await page.waitForURL(`${it.origin}/account`)
  await judgedAt(page, it.origin, addresses(inside()))
})
