/* Operators look after merchants, and after each other. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { keyRing } from '@hufu/crypto'
import { builtInPlatforms } from '@hufu/dialects'
import {
  checkLogin,
  chooseOperatorPassword,
  createOperator,
  createShop,
  createUser,
  isRefusal,
  keepLogin,
  setOperatorRole,
} from '@hufu/accounts'
import { directoryOf, issueCode, rateLimit } from '@hufu/engine'
import { type Running, openStore, serve } from '@hufu/platform'
import { logTo } from '@hufu/web/log'
import { readConfig } from '@hufu/server'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { Browser } from '../security/browser.ts'
import { enteredAs } from '../security/operators.ts'
import { pageOf, textOf } from './chromium.ts'
import { judgedAt } from './judged.ts'
import { appOf } from '../../packages/store/test/rows.ts'

const OWN = 'a password of my own'
const THEIRS = 'their password'
let running: Running
let shopId = ''

before(async () => {
  const config = readConfig({ mode: 'demo', listen: { port: 0 }, store: 'memory:' }, builtInPlatforms)
  const ring = keyRing([{ id: 'test', key: new Uint8Array(32).fill(3) }])
  running = await serve(config, ring, logTo('silent'), openStore(config))
  const { store } = running.runtime
  for (const username of ['root', 'helper', 'looker']) {
    const made = await createOperator(username, { store })
    assert.ok(!isRefusal(made))
    await chooseOperatorPassword(made.operator, OWN, { store })
  }
  await setOperatorRole('helper', 'support', { store })
  await setOperatorRole('looker', 'auditor', { store })
  const shop = await createShop('小明的店', { store, directory: directoryOf(store) })
  assert.ok(!isRefusal(shop))
  shopId = shop.id
})
after(() => running.close())

const context = () => ({ store: running.runtime.store, directory: running.runtime.directory })

async function newUser(username: string) {
  const user = await createUser({ shopId, username, password: THEIRS }, context())
  assert.ok(!isRefusal(user))
  return user
}

/** Who has logged in to the console, by name: once, and each page is theirs. */
const visitors = new Map<string, Promise<Browser>>()
async function opened(username = 'root', options: BrowserContextOptions = {}): Promise<Page> {
  const held = visitors.get(username) ?? enteredAs(running.url, username, OWN)
  visitors.set(username, held)
  const { page } = await pageOf(await held, running.url, options)
  return page
}

const enter = (username: string) =>
  checkLogin(
    { username, password: THEIRS, address: '192.0.2.7' },
    { store: running.runtime.store, rates: rateLimit() },
  )

suite('operators look after merchants', () => {
  for (const javaScriptEnabled of [true, false]) {
    const name = javaScriptEnabled ? 'wang' : 'zhao'
    test(`a user is made, found, changed, disabled and enabled ${javaScriptEnabled ? '' : '(without JavaScript)'}`, async () => {
      const page = await opened('helper', { javaScriptEnabled })
      await page.goto(`${running.url}/operator`)
      await page.click('nav a[href="/operator/merchants"]')
      await page.fill('[name=username]', name)
      await page.fill('[name=password]', 'short')
      await page.locator('form[action$="/merchants/user"] button').click()
      assert.match(await page.innerText('#password-wrong'), /fewer than 8 characters/)
      assert.equal(await page.inputValue('[name=username]'), name, 'what was typed is still there')
      assert.equal(await page.inputValue('[name=password]'), '', 'but for the password')
      await page.fill('[name=password]', THEIRS)
      await page.locator('form[action$="/merchants/user"] button').click()
      assert.equal(await page.innerText('h1'), name)
      assert.ok('user' in (await enter(name)))

      await page.fill('[name=displayName]', '<b>Wang</b>')
      await page.fill('[name=addresses]', '10.0.0.0/8\nnonsense')
      await page.locator('form:has([name=displayName]) button').click()
      assert.match(await page.innerText('#addresses-wrong'), /address/i)
      assert.equal(await page.inputValue('[name=addresses]'), '10.0.0.0/8\nnonsense', 'what was typed')
      await page.fill('[name=displayName]', '<b>Wang</b>')
      await page.fill('[name=addresses]', '10.0.0.0/8')
      await page.uncheck('[name=mayAuthorise]')
      await page.locator('form:has([name=displayName]) button').click()
      assert.match(await page.innerText('.notice'), /are saved/)
      const user = await running.runtime.store.userByName(name)
      assert.partialDeepStrictEqual(user, {
        displayName: '<b>Wang</b>',
        mayAuthorise: false,
        addresses: ['10.0.0.0/8'],
      })
      assert.deepEqual(await enter(name), { reason: 'address_denied' })

      await page.click('button.danger')
      assert.equal((await running.runtime.store.userByName(name))?.status, 'disabled')
      await page.locator('form[action$="/enable"] button').click()
      assert.equal((await running.runtime.store.userByName(name))?.status, 'active')

      await page.goto(`${running.url}/operator/merchants?q=${shopId}`)
      assert.equal(await page.locator('td b').count(), 0)
      assert.ok((await page.innerText('main')).includes('<b>Wang</b>'))
    })
  }

  test('a frozen account is thawed', async () => {
    const user = await newUser('frozen')
    const wrong = () =>
      checkLogin(
        { username: 'frozen', password: 'x', address: '192.0.2.7' },
        { store: running.runtime.store, rates: rateLimit() },
      )
    for (let nth = 0; nth < 6; nth++) await wrong()
    assert.equal(('reason' in (await enter('frozen')) && 'frozen') || '', 'frozen')
    const page = await opened()
    await page.goto(`${running.url}/operator/merchants/${user.id}`)
    await page.locator('form[action$="/thaw"] button').click()
    assert.ok('user' in (await enter('frozen')))
  })

  test("a merchant's personal data is exported, and deleted after a confirmation", async () => {
    const user = await newUser('leaving')
    const { store, platforms } = running.runtime
    await keepLogin(
      user.id,
      { at: store.now(), outcome: 'in', network: '192.0.2.0', browser: 'Firefox on Linux' },
      store,
    )
    const [platform] = platforms.values()
    assert.ok(platform)
    const app = appOf('app-1', { platform: platform.dialect.id, clientId: 'KEY', status: 'online' })
    await store.putApp(app)
    await issueCode({ app, user, scope: [], redirectUri: 'https://x.example/' }, platform.grants)

    const page = await opened()
    await page.goto(`${running.url}/operator/merchants/${user.id}`)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click('a[href$="/export.json"]'),
    ])
    const text = await textOf(download)
    assert.match(text, /leaving/)
    assert.match(text, /Firefox on Linux/)
    assert.doesNotMatch(text, /argon2/)

    await page.click('a[href$="/erase"]')
    await page.fill('[name=sure]', 'somebody else')
    await page.click('button.danger')
    assert.equal(await page.locator('.wrong').count(), 1)
    assert.ok(await store.user(user.id))
    await page.fill('[name=sure]', 'leaving')
    await page.click('button.danger')
    assert.match(await page.innerText('.notice'), /deleted/)
    assert.equal(await store.user(user.id), undefined)
    assert.deepEqual(await store.logins(user.id), [])
    assert.deepEqual(await enter('leaving'), { reason: 'username_unknown' })
    const [entry] = await store.auditEntries({ subject: user.id, limit: 1 })
    assert.equal(entry?.action, 'user.erase')
    const gone = await page.request.get(`${running.url}/operator/merchants/${user.id}`)
    assert.equal(gone.status(), 404)
  })

  test('an operator who may only read sees merchants, and changes nothing', async () => {
    const user = await newUser('seen')
    const page = await opened('looker')
    await page.goto(`${running.url}/operator/merchants/${user.id}`)
    assert.equal(await page.locator('main button').count(), 0)
    for (const path of ['disable', 'thaw', 'erase', 'end-sessions', 'revoke']) {
      const answered = await page.request.post(`${running.url}/operator/merchants/${user.id}/${path}`, {
        form: { username: 'seen' },
      })
      assert.equal(answered.status(), 403, path)
    }
    assert.equal(
      (await page.request.get(`${running.url}/operator/merchants/${user.id}/export.json`)).status(),
      403,
    )
    assert.equal((await running.runtime.store.user(user.id))?.status, 'active')
  })
})

suite('operators look after each other', () => {
  test('an operator is created with a one-time password, gets another role, is disabled and enabled', async () => {
    const page = await opened()
    await page.goto(`${running.url}/operator`)
    await page.click('nav a[href="/operator/operators"]')
    await page.fill('[name=username]', 'fresh')
    await page.selectOption('[name=role]', 'support')
    await page.click('main button.main')
    const password = await page.innerText('output')
    const { store } = running.runtime
    assert.partialDeepStrictEqual(await store.operator('fresh'), { role: 'support', oneTime: true })
    assert.ok(!JSON.stringify(await store.auditEntries({ limit: 50 })).includes(password))

    await page.goto(`${running.url}/operator/operators/fresh`)
    await page.selectOption('[name=role]', 'auditor')
    await page.click('main button.main')
    assert.equal((await store.operator('fresh'))?.role, 'auditor')
    await page.goto(`${running.url}/operator/operators/fresh`)
    await page.click('button.danger')
    assert.equal((await store.operator('fresh'))?.status, 'disabled')
    await page.goto(`${running.url}/operator/operators/fresh`)
    await page.locator('form[action$="/enable"] button').click()
    await page.goto(`${running.url}/operator/operators/fresh`)
    await page.locator('form[action$="/reset"] button').click()
    assert.notEqual(await page.innerText('output'), password)
  })

  test('operators cannot change their own account', async () => {
    const page = await opened()
    await page.goto(`${running.url}/operator/operators/root`)
    assert.match(await page.innerText('h1'), /Page not found/)
    assert.partialDeepStrictEqual(await running.runtime.store.operator('root'), { status: 'active' })
  })
})

suite('the pages', () => {
  test('axe finds nothing', async () => {
    const user = await newUser('axe')
    const paths = [
      '/operator/merchants',
      `/operator/merchants/${user.id}`,
      `/operator/merchants/${user.id}/erase`,
      '/operator/operators',
      '/operator/operators/helper',
    ]
    await judgedAt(await opened(), running.url, paths)
  })
})
