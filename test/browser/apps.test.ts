/* The life of an app, as its developer sees it in a browser. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { chainUp, jdFinance } from '@hufu/dialects'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { png } from '../../packages/accounts/test/pictures.ts'
import { SHOP, type Target, target } from '../security/target.ts'
import { pageOf } from './chromium.ts'
import { judgedAt } from './judged.ts'

let it: Target
before(async () => void (it = await target()))
after(() => it.close())

async function loggedIn(options: BrowserContextOptions = {}): Promise<Page> {
  const { page } = await pageOf(await it.developer(), it.origin, options)
  return page
}

const at = (page: Page): string => new URL(page.url()).pathname
const save = (page: Page, card: string): Promise<void> =>
  page.click(`form[action$="/settings/${card}"] button.main`)

for (const javaScriptEnabled of [true, false]) {
  suite(`an app, from its creation to the review${javaScriptEnabled ? '' : ', without JavaScript'}`, () => {
    test('goes all the way', async () => {
      const page = await loggedIn({ javaScriptEnabled })
      await page.goto(`${it.origin}/developer`)
      await page.click('a[href="/developer/apps/new"]')
      assert.match(await page.innerText('main'), /encrypted with RSA keys/)
      await page.check(`[name=platform][value="${chainUp.id}"]`)
      await page.fill('[name=name]', 'Order keeper')
      await page.click('main button.main')

      const secret = await page.innerText('dd:nth-of-type(2) output')
      assert.match(secret, /^[0-9a-f]{64}$/)
      await page.click('main a[href^="/developer/apps/app_"]')
      const overview = at(page)
      const id = overview.split('/').at(-1) ?? ''
      assert.doesNotMatch(await page.content(), new RegExp(secret))
      assert.match(await page.innerText('main'), /in online test/)
      assert.match(
        await page.innerText('.checklist'),
        /Callback address\s*missing[\s\S]*RSA public key\s*missing/,
      )
      assert.match(await page.innerText('main'), new RegExp(`${it.origin}/${chainUp.id}/platformapi`))

      // Not complete: it stays where it is, and says why.
      await page.click(`form[action$="/submit"] button`)
      assert.match(await page.innerText('.problem'), /missing/)

      await page.goto(`${it.origin}${overview}/settings`)
      const callbacks = page.locator('[name=redirectUris]')
      await callbacks.fill('javascript:alert(1)')
      if (javaScriptEnabled) {
        const said = page.locator('[name=redirectUris] ~ .wrong').first()
        await said.filter({ hasText: 'javascript: is not https' }).waitFor()
        await callbacks.fill('https://isv.example.com/callback')
        await said.filter({ hasText: /^$/ }).waitFor({ state: 'attached' })
        await callbacks.fill('javascript:alert(1)')
      }
      await save(page, 'callbacks')
      assert.match(await page.innerText('#redirectUris-wrong'), /javascript: is not https/)
      assert.equal(await callbacks.inputValue(), 'javascript:alert(1)', 'what was typed is still there')
      await callbacks.fill('https://isv.example.com/callback')
      await save(page, 'callbacks')
      assert.match(await page.innerText('.notice'), /Saved/)

      await page.fill('[name=address]', 'https://other.example.com/callback')
      await page.click('form[method=get] button')
      assert.match(await page.innerText('#address-wrong'), /differs from every registered/)

      await page.check(`[name=testShops][value="${SHOP}"]`)
      await save(page, 'test-shops')
      await page.fill('[name=addresses]', '192.0.2.0/24')
      await save(page, 'addresses')

      const downloading = page.waitForEvent('download')
      await page.click('form[action$="/key-pair"] button[value=pem]')
      const file = await downloading
      assert.equal(file.suggestedFilename(), `${id}-private-key.pem`)
      await page.reload()
      assert.equal(await page.locator('form[action$="/keys/remove"]').count(), 1)

      const picture = { name: 'logo.png', mimeType: 'image/png', buffer: png(96, 96) }
      await page.setInputFiles('[name=logo]', { ...picture, buffer: Buffer.from('<svg/>') })
      await save(page, 'logo')
      assert.match(await page.innerText('#logo-wrong'), /not a PNG, JPEG or WebP/)
      await page.setInputFiles('[name=logo]', picture)
      await save(page, 'logo')
      const width = await page
        .locator('img.logo')
        .first()
        .evaluate((each) => (each as HTMLImageElement).naturalWidth)
      assert.equal(width, 96)

      await page.goto(`${it.origin}${overview}`)
      await page.click('form[action$="/submit"] button')
      assert.match(await page.innerText('main'), /submitted for review[\s\S]*is in review/)
      await page.click('form[action$="/withdraw"] button')
      assert.match(await page.innerText('main'), /withdrawn from review[\s\S]*in online test/)

      await page.click(`a[href="${overview}/history"]`)
      const told = await page.innerText('table')
      for (const deed of [
        'created',
        'online test started',
        'settings changed',
        'RSA keys made',
        'submitted',
      ]) {
        assert.ok(told.includes(deed), deed)
      }
      assert.match(told, /Name of dev-app/)
      assert.match(told, /Callback addresses: nothing → https:\/\/isv\.example\.com\/callback/)
      assert.match(told, /IP allow list: nothing → 192\.0\.2\.0\/24/)
    })
  })
}

suite('a platform where hosts are registered', () => {
  test('says in the visitor’s language which host differs, while it is typed', async () => {
    const page = await loggedIn({ locale: 'zh-CN' })
    await page.goto(`${it.origin}/developer/apps/app-${jdFinance.id}/settings`)
    await page.fill('[name=address]', 'https://order.example.com/callback')
    await page.getByText('order.example.com 与已登记的 shop.example.com 不是同一主机').waitFor()
  })
})

suite('what a reviewer answers', () => {
  test('is read where the app is, and what was reviewed changes by review', async () => {
    await it.putApp(chainUp.id, 'app', {
      status: 'changes_requested',
      statusReason: 'A clearer name, please',
    })
    const page = await loggedIn()
    await page.goto(`${it.origin}/developer/apps/app-${chainUp.id}`)
    assert.match(await page.innerText('main'), /asks for the changes[\s\S]*A clearer name, please/)
    await it.putApp(chainUp.id, 'app', { status: 'online' })
    await page.goto(`${it.origin}/developer/apps/app-${chainUp.id}/settings`)
    await page.fill('[name=name]', 'Another name')
    await save(page, 'name')
    assert.match(await page.innerText('main'), /Waits for review: Another name/)
    await page.goto(`${it.origin}/developer/apps/app-${chainUp.id}`)
    assert.match(await page.innerText('h1'), /Name of app/)
    assert.match(await page.innerText('main'), /Changes that wait for review[\s\S]*Another name/)
  })
})

test('axe finds nothing', async () => {
  const app = `/developer/apps/app-${chainUp.id}`
  const paths = ['/developer/apps/new', app, `${app}/settings`, `${app}/secret`, `${app}/history`]
  await judgedAt(await loggedIn(), it.origin, paths)
})
