/* The operator's working day in a real browser: in with a one-time password, review, stop, look it up. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type Role, createOperator, isRefusal } from '@hufu/accounts'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { png } from '../../packages/accounts/test/pictures.ts'
import { OWN_PASSWORD, consoleOf } from '../security/operators.ts'
import { type Target, target } from '../security/target.ts'
import { newPage, pageOf, textOf } from './chromium.ts'
import { judged, judgedAt } from './judged.ts'

/** Its host is found without asking anybody. */
const asking = { status: 'submitted', redirectUris: ['https://localhost/callback'] } as const

let site: Target
before(async () => {
  site = await target({ store: 'memory' })
})
after(() => site.close())

async function oneTimePassword(username: string): Promise<string> {
  const made = await createOperator(username, { store: site.store }, 'admin')
  assert.ok(!isRefusal(made))
  return made.oneTimePassword
}

async function logIn(page: Page, username: string): Promise<void> {
  await page.goto(`${site.origin}/operator`)
  await page.fill('[name=username]', username)
  await page.fill('[name=password]', await oneTimePassword(username))
  await page.click('main button')
  await page.fill('[name=fresh]', OWN_PASSWORD)
  await page.fill('[name=again]', OWN_PASSWORD)
  await page.click('main button')
}

/** A page of a new operator, who has logged in. */
async function opened(username: string, role: Role, options: BrowserContextOptions = {}): Promise<Page> {
  const { page } = await pageOf(await consoleOf(site, username, role), site.origin, options)
  return page
}

const notice = (page: Page): Promise<string> => page.innerText('.notice[role=status]')

suite('the operator console', () => {
  for (const javaScriptEnabled of [true, false]) {
    const name = javaScriptEnabled ? 'scripted' : 'plain'
    test(`leads through a review and a suspension to their traces (JavaScript: ${javaScriptEnabled})`, async () => {
      const app = await site.putApp('jos2', name, { ...asking, name: `Shop helper ${name}` })
      const { page } = await newPage({ javaScriptEnabled, acceptDownloads: true })
      await logIn(page, name)
      assert.match(await notice(page), /password was changed/)

      await page.click('nav a[href="/operator/review"]')
      await page.click(`a[href="/operator/apps/${app.id}"]`)
      assert.equal(await page.locator('h1').innerText(), app.name)
      assert.match(await page.locator('main').innerText(), /Callback uses https[\s\S]+ok/)
      await page.click('button[value=approve]')
      assert.match(await notice(page), /approved and online/)
      assert.equal((await site.store.appById(app.id))?.status, 'online')

      await page.click(`a[href="/operator/apps/${app.id}/suspend"]`)
      assert.match(await page.locator('main').innerText(), /within 2 seconds/)
      await page.fill('[name=reason]', `Sells what ${name} reads`)
      await page.click('button.danger')
      assert.match(await notice(page), /suspended/)
      assert.match(await page.locator('main').innerText(), /Sells what/)
      await page.click('main form[action$="/lift"] button')
      assert.match(await notice(page), /lifted/)
      assert.equal((await site.store.appById(app.id))?.status, 'online')

      await page.click('nav a[href="/operator/audit"]')
      await page.fill('[name=text]', `sells what ${name}`)
      await page.click('main form[role=search] button')
      const row = page.locator('tbody tr').first()
      assert.match(await row.innerText(), new RegExp(`${name}[\\s\\S]+app.suspend[\\s\\S]+${app.id}`))
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.click('a[href^="/operator/audit.csv"]'),
      ])
      const csv = await textOf(file)
      assert.equal(file.suggestedFilename(), 'audit.csv')
      assert.match(csv, /^\uFEFFid,time,[^\r]+\r\n\d+,[^\r]+,app\.suspend,[^\r]+\r\n$/)
    })
  }

  test('sends an app back with a reason, keeps it where it is refused, and judges only what was seen', async () => {
    const app = await site.putApp('jos2', 'back', asking)
    const page = await opened('judge', 'reviewer')
    await page.goto(`${site.origin}/operator/apps/${app.id}`)
    await page.fill('[name=reason]', 'x'.repeat(501))
    await page.click('button[value=ask_changes]')
    assert.match(await page.innerText('.problem'), /500 characters/)
    assert.equal((await page.inputValue('[name=reason]')).length, 501)
    await site.putApp('jos2', 'back', { name: 'Another name' })
    await page.click('button[value=approve]')
    assert.match(await page.innerText('.problem'), /has changed since you opened/)
    assert.match(await page.locator('h1').innerText(), /Another name/)
    await page.fill('[name=reason]', 'Say what the orders are for')
    await page.click('button[value=ask_changes]')
    assert.match(await notice(page), /asked for changes/)
    const kept = await site.store.appById(app.id)
    assert.deepEqual([kept?.status, kept?.statusReason], ['changes_requested', 'Say what the orders are for'])
  })

  test('revokes all grants of an app in two steps', async () => {
    const jos2 = site.sites.find(({ dialect }) => dialect.id === 'jos2')
    assert.ok(jos2)
    const { accessToken } = await jos2.tokens()
    const page = await opened('helper', 'support', { javaScriptEnabled: false })
    await page.goto(`${site.origin}/operator/apps/app-jos2/grants`)
    assert.equal(await page.innerText('.figure'), '1')
    await page.click('a[href$="/revoke"]')
    assert.ok(await site.live(accessToken))
    await page.click('button.danger')
    assert.match(await notice(page), /revoked/)
    assert.equal(await site.live(accessToken), false)
  })

  test('keeps every column of its tables in view at every width, and the open section in the navigation', async () => {
    const long = 'n'.repeat(64)
    const page = await opened(long, 'admin')
    await site.putApp('jos2', 'long', { name: 'Wm'.repeat(32), developer: 'Mw'.repeat(32) })
    for (const section of ['audit', 'apps', 'operators']) {
      await page.goto(`${site.origin}/operator/${section}`)
      for (const width of [360, 660, 900, 1280]) {
        await page.setViewportSize({ width, height: 800 })
        const said = `${section} at ${width}`
        const [scroll] = await page
          .locator('.scroll')
          .evaluateAll((all) => all.map((each) => each.scrollWidth - each.clientWidth))
        assert.ok((scroll ?? 1) <= 0, `the table of ${said} is pushed out by ${scroll}`)
        const current = await page.locator('nav a[aria-current]').boundingBox()
        assert.ok(current && current.x >= 0 && current.x + current.width <= width, `the tab of ${said}`)
      }
    }
  })

  test('offers each role what it may do, and nothing else', async () => {
    const app = await site.putApp('jos2', 'offered', asking)
    for (const [role, sections, buttons] of [
      ['reviewer', ['review', 'apps', 'platforms'], ['approve', 'ask_changes', 'reject']],
      ['support', ['review', 'apps', 'platforms'], []],
      ['auditor', ['review', 'apps', 'platforms', 'audit'], []],
    ] as const) {
      const page = await opened(`offered-${role}`, role)
      await page.goto(`${site.origin}/operator`)
      const links = await page
        .locator('nav a')
        .evaluateAll((all) => all.map((each) => each.getAttribute('href')))
      const known = ['review', 'apps', 'platforms', 'audit']
      assert.deepEqual(
        known.filter((each) => links.includes(`/operator/${each}`)),
        sections,
      )
      await page.goto(`${site.origin}/operator/apps/${app.id}`)
      const values = await page
        .locator('button[name=decision]')
        .evaluateAll((all) => all.map((each) => each.getAttribute('value')))
      assert.deepEqual(values, buttons)
      const revoke = await page.locator('a[href$="/revoke"]').count()
      assert.equal(revoke, role === 'support' ? 1 : 0)
    }
  })

  test('has no barrier', async () => {
    const app = await site.putApp('jos2', 'axe', asking)
    await site.putApp('jos2', 'changing', {
      redirectUris: asking.redirectUris,
      proposed: { at: 1, by: { kind: 'developer', id: 'd' }, settings: { name: 'New' } },
    })
    await judged(async (page) => void (await page.goto(`${site.origin}/operator/login`)))
    const paths = [
      '',
      '/password',
      '/review',
      '/apps',
      `/apps/${app.id}`,
      `/apps/changing-jos2`,
      `/apps/${app.id}/suspend`,
      `/apps/${app.id}/grants`,
      `/apps/${app.id}/revoke`,
      `/apps/${app.id}/history`,
      '/audit',
      '/nowhere',
    ].map((path) => `/operator${path}`)
    await judgedAt(await opened('axe', 'admin'), site.origin, paths)
  })

  test('shows the logo that was uploaded', async () => {
    const app = await site.putApp('jos2', 'logo', { ...asking, logo: 'v'.repeat(22) })
    const bytes = png()
    await site.store.putLogo({ appId: app.id, version: 'v'.repeat(22), type: 'image/png', bytes }, [])
    const page = await opened('logo', 'admin')
    await page.goto(`${site.origin}/operator/apps/${app.id}`)
    assert.ok(
      await page.locator('img.logo').evaluate((image) => (image as { naturalWidth?: number }).naturalWidth),
    )
    assert.match(await page.locator('main').innerText(), /no data besides the picture/)
  })
})
