/* Operators look after organisations and their developers. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { keyRing } from '@hufu/crypto'
import { builtInPlatforms } from '@hufu/dialects'
import {
  type Developer,
  acceptInvitation,
  checkDeveloperLogin,
  chooseOperatorPassword,
  createOperator,
  createOrganisation,
  inviteOrganisation,
  isRefusal,
  setOperatorRole,
} from '@hufu/accounts'
import { rateLimit } from '@hufu/engine'
import { type Running, openStore, serve } from '@hufu/platform'
import { logTo } from '@hufu/web/log'
import { readConfig } from '@hufu/server'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { Browser } from '../security/browser.ts'
import { enteredAs } from '../security/operators.ts'
import { pageOf, textOf } from './chromium.ts'
import { judgedAt } from './judged.ts'

const OWN = 'a password of my own'
let running: Running
let organisationId = ''

before(async () => {
  const config = readConfig({ listen: { port: 0 }, store: 'memory:' }, builtInPlatforms)
  const ring = keyRing([{ id: 'test', key: new Uint8Array(32).fill(3) }])
  running = await serve(config, ring, logTo('silent'), openStore(config))
  const { store } = running.runtime
  for (const [username, role] of [
    ['helper', 'support'],
    ['looker', 'auditor'],
    ['judge', 'reviewer'],
  ] as const) {
    const made = await createOperator(username, { store })
    assert.ok(!isRefusal(made))
    await chooseOperatorPassword(made.operator, OWN, { store })
    await setOperatorRole(username, role, { store })
  }
  const made = await createOrganisation({ name: '订单管家', verified: false }, { store })
  assert.ok(!isRefusal(made))
  organisationId = made.id
})
after(() => running.close())

const context = () => ({ store: running.runtime.store, registration: 'invitation' }) as const
const url = (path: string) => `${running.url}/operator${path}`

async function newDeveloper(name: string, changes: Partial<Developer> = {}): Promise<Developer> {
  const { store } = running.runtime
  const invited = await inviteOrganisation({ email: `${name}@example.com`, organisationId }, context())
  assert.ok(!isRefusal(invited))
  const made = await acceptInvitation(invited.secret, { name, password: 'long enough!' }, { store })
  assert.ok(made && !isRefusal(made))
  const next = { ...made, ...changes, version: 1 }
  assert.ok(await store.putDeveloper(next))
  return next
}

/** Who has logged in to the console, by name: once, and each page is theirs. */
const visitors = new Map<string, Promise<Browser>>()
async function opened(username = 'helper', options: BrowserContextOptions = {}): Promise<Page> {
  const held = visitors.get(username) ?? enteredAs(running.url, username, OWN)
  visitors.set(username, held)
  const { page } = await pageOf(await held, running.url, options)
  return page
}

const press = (page: Page, below: string) => page.locator(`form[action$="${below}"] button`).click()
const totp = { sealed: 'x', lastStep: 0, recovery: [], since: 1 } as const

suite('operators look after developers', () => {
  for (const javaScriptEnabled of [true, false])
    test(`an organisation is invited, found, verified, and gets another developer ${javaScriptEnabled ? '' : '(without JavaScript)'}`, async () => {
      const { store } = running.runtime
      const name = javaScriptEnabled ? 'Tea <b>keepers</b>' : 'Silk keepers'
      const email = javaScriptEnabled ? 'tea@example.com' : 'silk@example.com'
      const page = await opened('helper', { javaScriptEnabled })
      await page.goto(`${running.url}/operator`)
      await page.click('nav a[href="/operator/developers"]')
      await page.fill('[name=organisation]', `${name}\u200b`)
      await page.fill('[name=email]', email)
      await press(page, '/developers/invite')
      assert.match(await page.innerText('#organisation-wrong'), /invisible/)
      assert.equal(await page.inputValue('[name=email]'), email, 'what was typed is still there')
      await page.fill('[name=organisation]', name)
      await press(page, '/developers/invite')
      const ticket = new URL(await page.innerText('output')).searchParams.get('ticket') ?? ''
      assert.ok(!JSON.stringify(await store.auditEntries({ limit: 50 })).includes(ticket))
      const joined = await acceptInvitation(ticket, { name: 'Ann', password: 'long enough!' }, { store })
      assert.ok(joined && !isRefusal(joined))

      await page.goto(url(`/developers?q=${email}`))
      await page.click(`a[href$="${joined.organisationId}"]`)
      assert.equal(await page.innerText('h1'), name)
      await press(page, '/verify')
      assert.equal((await store.organisation(joined.organisationId))?.verified, true)
      assert.match(await page.innerText('main'), /Merchants see the badge/)
      await press(page, '/unverify')
      assert.equal((await store.organisation(joined.organisationId))?.verified, false)

      await page.fill('[name=email]', `second-${email}`)
      await press(page, '/invite')
      const second = new URL(await page.innerText('output')).searchParams.get('ticket') ?? ''
      const other = await acceptInvitation(second, { name: 'Bob', password: 'long enough!' }, { store })
      assert.ok(other && !isRefusal(other))
      assert.equal(other.organisationId, joined.organisationId)
    })

  test('a developer is disabled and enabled, loses their second factor, and is logged out', async () => {
    const { store } = running.runtime
    const { id } = await newDeveloper('wang', { totp })
    const logged = async () => {
      const session = {
        kind: 'developer',
        accountId: id,
        createdAt: 1,
        expiresAt: store.now() + 600,
      } as const
      await store.putSession({ ...session, id: 'd'.repeat(43) as never })
    }
    const sessions = async () => (await store.sessions(id, store.now())).length
    await logged()
    const page = await opened()
    await page.goto(url(`/developers/${id}`))
    await press(page, '/end-sessions')
    assert.equal(await sessions(), 0)
    await logged()
    await page.goto(url(`/developers/${id}`))
    await press(page, '/reset')
    const reset = await store.developer(id)
    assert.ok(reset && !('totp' in reset))
    assert.equal(await sessions(), 0)
    await press(page, '/disable')
    assert.equal((await store.developer(id))?.status, 'disabled')
    await press(page, '/enable')
    assert.equal((await store.developer(id))?.status, 'active')
    const enter = (password: string) =>
      checkDeveloperLogin(
        { email: 'wang@example.com', password, address: '192.0.2.7' },
        { store, rates: rateLimit() },
      )
    for (let nth = 0; nth < 6; nth++) await enter('wrong')
    assert.deepEqual(await enter('long enough!'), { failed: 'frozen' })
    await press(page, '/thaw')
    assert.ok('developer' in (await enter('long enough!')))
    assert.deepEqual(
      (await store.auditEntries({ subject: id, limit: 5 })).map(({ action }) => action),
      ['thaw', 'enable', 'disable', 'reset_second_factor', 'end_sessions'].map((deed) => `developer.${deed}`),
    )
  })

  test("a developer's personal data is exported, and deleted after a confirmation", async () => {
    const { store } = running.runtime
    const { id, email } = await newDeveloper('leaving')
    const page = await opened()
    await page.goto(url(`/developers/${id}`))
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click('a[href$="/export.json"]'),
    ])
    const text = await textOf(download)
    assert.match(text, /leaving@example\.com/)
    assert.doesNotMatch(text, /argon2/)
    await page.click('a[href$="/erase"]')
    await page.fill('[name=sure]', 'somebody@example.com')
    await page.click('button.danger')
    assert.equal(await page.locator('.wrong').count(), 1)
    assert.ok(await store.developer(id))
    await page.fill('[name=sure]', email)
    await page.click('button.danger')
    assert.match(await page.innerText('.notice'), /deleted/)
    assert.equal(await store.developerByEmail(email), undefined)
    assert.equal((await store.auditEntries({ subject: id, limit: 1 }))[0]?.action, 'developer.erase')
    assert.equal((await page.request.get(url(`/developers/${id}`))).status(), 404)
  })

  test('an operator who may only read sees developers, and changes nothing', async () => {
    const { id } = await newDeveloper('seen', { totp })
    for (const username of ['looker', 'judge']) {
      const page = await opened(username)
      for (const path of [`/developers/${id}`, `/developers/organisations/${organisationId}`]) {
        await page.goto(url(path))
        assert.equal(await page.locator('main button').count(), 0, path)
      }
      for (const path of [
        ...['disable', 'thaw', 'erase', 'end-sessions', 'reset'].map((each) => `/developers/${id}/${each}`),
        ...['verify', 'invite'].map((each) => `/developers/organisations/${organisationId}/${each}`),
        '/developers/invite',
      ])
        assert.equal((await page.request.post(url(path), { form: {} })).status(), 403, path)
      assert.equal((await page.request.get(url(`/developers/${id}/export.json`))).status(), 403)
    }
    const left = await running.runtime.store.developer(id)
    assert.ok(left?.status === 'active' && left.totp)
  })

  test('axe finds nothing, and nothing is wider than a phone', async () => {
    const { id } = await newDeveloper('axe', { totp })
    const paths = ['/developers', `/developers/organisations/${organisationId}`, `/developers/${id}`]
    await judgedAt(
      await opened(),
      running.url,
      paths.map((path) => `/operator${path}`),
    )
  })
})
