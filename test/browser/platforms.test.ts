/* Operators set a platform's terms while the server runs. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { keyRing } from '@hufu/crypto'
import { builtInPlatforms, servedDialects } from '@hufu/dialects'
import { chooseOperatorPassword, createOperator, isRefusal, setOperatorRole } from '@hufu/accounts'
import { type Running, openStore, serve } from '@hufu/platform'
import { logTo } from '@hufu/web/log'
import { readConfig } from '@hufu/server'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { Browser } from '../security/browser.ts'
import { enteredAs } from '../security/operators.ts'
import { pageOf } from './chromium.ts'
import { judgedAt } from './judged.ts'

const OWN = 'a password of my own'
let running: Running
const sealing = servedDialects.find(({ envelope }) => envelope !== undefined)
const quota = servedDialects.find(({ policy }) => 'refreshQuota' in policy)
assert.ok(sealing && quota)

before(async () => {
  const config = readConfig({ mode: 'demo', listen: { port: 0 }, store: 'memory:' }, builtInPlatforms)
  const ring = keyRing([{ id: 'test', key: new Uint8Array(32).fill(3) }])
  running = await serve(config, ring, logTo('silent'), openStore(config))
  const { store } = running.runtime
  for (const username of ['root', 'looker']) {
    const made = await createOperator(username, { store })
    assert.ok(!isRefusal(made))
    await chooseOperatorPassword(made.operator, OWN, { store })
  }
  assert.ok(!isRefusal(await setOperatorRole('looker', 'auditor', { store })))
})
after(() => running.close())

/** Who has logged in to the console, by name: once, and each page is theirs. */
const visitors = new Map<string, Promise<Browser>>()
async function opened(username = 'root', options: BrowserContextOptions = {}): Promise<Page> {
  const held = visitors.get(username) ?? enteredAs(running.url, username, OWN)
  visitors.set(username, held)
  const { page } = await pageOf(await held, running.url, options)
  return page
}

const settingsPage = (id: string) => `${running.url}/operator/platforms/${id}`

suite('a platform’s settings', () => {
  for (const javaScriptEnabled of [true, false]) {
    test(`are changed, in force at once, and said to be ${javaScriptEnabled ? '' : '(without JavaScript)'}`, async () => {
      const page = await opened('root', { javaScriptEnabled })
      await page.goto(`${running.url}/operator`)
      await page.click('nav a[href="/operator/platforms"]')
      await page.click(`a[href="/operator/platforms/${quota.id}"]`)
      await page.fill('[name="codeLifetime"]', '77')
      await page.fill('[name="refreshQuota.count"]', '9')
      await page.selectOption('[name="refresh.refreshToken"]', 'new')
      await page.click('main button.main')
      assert.match(await page.innerText('.notice'), /in force/)
      const { codeLifetime, refreshQuota, refresh } = running.runtime.settings.policyOf(quota.id)
      assert.equal(codeLifetime, 77)
      assert.deepEqual(refreshQuota, { ...quota.policy.refreshQuota, count: 9 })
      assert.deepEqual(refresh, { ...quota.policy.refresh, refreshToken: 'new' })
      assert.equal(await page.inputValue('[name="codeLifetime"]'), '77')

      await page.fill('[name="codeLifetime"]', 'soon')
      await page.click('main button.main')
      assert.match(await page.innerText('.problem'), /codeLifetime/)
      assert.equal(await page.inputValue('[name="codeLifetime"]'), 'soon', 'what was typed is still there')
      assert.equal(running.runtime.settings.policyOf(quota.id).codeLifetime, 77)

      await page.goto(settingsPage(quota.id))
      for (const name of ['codeLifetime', 'refreshQuota.count', 'refreshQuota.timeZone'])
        await page.fill(`[name="${name}"]`, '')
      await page.selectOption('[name="refreshQuota.per"]', '')
      for (const name of ['refresh.accessToken', 'refresh.refreshToken'])
        await page.selectOption(`[name="${name}"]`, '')
      await page.check('[name="refreshQuota.none"]')
      await page.click('main button.main')
      assert.equal(running.runtime.settings.policyOf(quota.id).refreshQuota, undefined)
      await page.uncheck('[name="refreshQuota.none"]')
      await page.click('main button.main')
      assert.deepEqual(running.runtime.settings.overrideOf(quota.id), {}, 'all as documented again')
    })
  }

  test('words of a scope reach the merchant', async () => {
    const page = await opened()
    const [scope = ''] = quota.policy.scopes
    await page.goto(settingsPage(quota.id))
    await page.fill(`[name="words ${scope} en"]`, 'Count your <b>lucky</b> stars')
    await page.click('main button.main')
    const { scopeWords } = running.runtime.settings.policyOf(quota.id)
    assert.equal(scopeWords[scope]?.en, 'Count your <b>lucky</b> stars')
    assert.notEqual(scopeWords[scope]?.th, '', 'the other languages stay')
    assert.equal(await page.locator('main b').count(), 0)
  })

  test('a new key is in force, after a second look', async () => {
    const page = await opened()
    await page.goto(settingsPage(sealing.id))
    const before = await page.innerText('output')
    await page.click(`a[href$="/rotate"]`)
    await page.click('main button.danger')
    assert.match(await page.innerText('.notice'), /new key/)
    const shown = await page.innerText('output')
    assert.notEqual(shown, before)
    assert.equal(shown, running.runtime.settings.keysOf(sealing.id).publicKey)
    const entries = await running.runtime.store.auditEntries({ action: 'platform.rotate_key', limit: 5 })
    assert.equal(entries[0]?.actor.id, 'root')
  })

  test('an operator who may only read sees no button, and changes nothing', async () => {
    const page = await opened('looker')
    await page.goto(settingsPage(sealing.id))
    assert.equal(await page.locator('main button').count(), 0)
    const answered = await page.request.post(settingsPage(sealing.id), { form: { codeLifetime: '5' } })
    assert.equal(answered.status(), 403)
    assert.deepEqual(running.runtime.settings.overrideOf(sealing.id), {})
  })

  test('axe finds nothing', async () => {
    const paths = ['', `/${sealing.id}`, `/${quota.id}`, `/${sealing.id}/rotate`]
    await judgedAt(
      await opened(),
      running.url,
      paths.map((path) => `/operator/platforms${path}`),
    )
  })
})
