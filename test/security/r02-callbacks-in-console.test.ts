/* R1 and R2 at registration: what no link may lead to is not registered through the developer console either. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { triedDialects } from '../mechanisms.ts'
import type { Browser } from './browser.ts'
import { type Target, target } from './target.ts'

const dangerous = [
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'java\tscript:alert(1)',
  ' javascript:alert(1)',
  'javascript://example.com/%0aalert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https://example.com/1',
  '\u200bjavascript:alert(1)',
  'https://*.example.com/callback',
  'https://user@example.com/callback',
  'https://example.com/callback#fragment',
  'https://example.com/../callback',
  'https://example.com\\@evil.example/',
  'https:///example.com',
  '//example.com/callback',
  'https://exаmple.com/callback', // a Cyrillic letter
  `https://example.com/${'a'.repeat(8000)}`,
] as const

let it: Target
let own: Browser
before(async () => {
  it = await target()
  own = await it.developer('dev-app')
})
after(() => it.close())

const callbacksOf = async (platform: string) => {
  const app = await it.store.appById(`app-${platform}`)
  return [app?.redirectUris, app?.proposed]
}

for (const { id, title } of triedDialects) {
  suite(title, () => {
    test('a dangerous callback is not registered, and the page says why without running it', async () => {
      const before = await callbacksOf(id)
      const page = await own.get(`/developer/apps/app-${id}/settings`)
      const form = page.forms.find(({ action }) => action.endsWith('/settings/callbacks'))
      assert.ok(form, page.body)
      for (const each of dangerous) {
        const answer = await own.submit(form.action, { ...form.fields, redirectUris: each })
        // A space around a line is nobody's intention; without it the address is refused all the same.
        assert.equal(answer.status, 400, `${each}: ${answer.status}`)
        assert.match(answer.body, /class="wrong"/)
        assert.doesNotMatch(answer.body, /<script>alert/)
        assert.doesNotMatch(answer.body, /href="(?:javascript|data|vbscript)/i)
      }
      assert.deepEqual(await callbacksOf(id), before)
    })

    test('nor beside one that is good', async () => {
      const good = id === 'jd-finance' ? 'good.example.com' : 'https://good.example.com/callback'
      const page = await own.get(`/developer/apps/app-${id}/settings`)
      const form = page.forms.find(({ action }) => action.endsWith('/settings/callbacks'))
      const before = await callbacksOf(id)
      const redirectUris = `${good}\r\njavascript:alert(1)`
      const answer = await own.submit(form?.action ?? '', { ...form?.fields, redirectUris })
      assert.equal(answer.status, 400)
      assert.deepEqual(await callbacksOf(id), before)
    })

    test('while it is typed the reason is said as text alone', async () => {
      for (const each of dangerous.slice(0, 7)) {
        const asked = `/developer/apps/app-${id}/check-callback?value=${encodeURIComponent(each)}`
        const { status, headers, body } = await own.get(asked)
        assert.equal(status, 200)
        assert.match(String(headers['content-type']), /^text\/plain/)
        assert.equal(headers['x-content-type-options'], 'nosniff')
        assert.notEqual(body, '', each)
      }
    })
  })
}

suite('the reason', () => {
  const check = async (app: string, path: string, value: string, language = 'en') => {
    const browser = await it.developer('dev-app')
    browser.cookies.set('hufu_language', language)
    return (await browser.get(`/developer/apps/${app}/${path}?value=${encodeURIComponent(value)}`)).body
  }

  test('names the host that differs, in the language of the visitor', async () => {
    const value = 'https://order.example.com/callback'
    assert.equal(
      await check('app-jd-finance', 'check-address', value),
      'the host order.example.com differs from the registered host shop.example.com',
    )
    assert.match(await check('app-jd-finance', 'check-address', value, 'zh-CN'), /不是同一主机/)
    assert.match(await check('app-jd-finance', 'check-address', value, 'th'), /คนละโฮสต์/)
  })

  test('is empty where all is fine', async () => {
    assert.equal(await check('app-jd-finance', 'check-address', 'https://shop.example.com/any'), '')
    assert.equal(await check('app-jd-finance', 'check-callback', 'shop.example.com'), '')
    assert.equal(
      await check('app-jos2', 'check-callback', 'https://shop.example.com/\nhttps://b.example.com/'),
      '',
    )
    assert.equal(await check('app-jos2', 'check-callback', ''), '')
  })
})
