/* What a console's page says of a thing agrees with what the thing is, and with what other pages say of it. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { jos2 } from '@hufu/dialects'
import type { Browser } from './browser.ts'
import { consoleOf, sent } from './operators.ts'
import { PASSWORD, type Target, target } from './target.ts'

const english = { 'accept-language': 'en' }
const textOf = (html: string): string => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
/** What stands below a field because its value does not do. */
const wrongOf = (html: string, field: string): string | undefined =>
  new RegExp(`id="${field}-wrong">([^<]*)<`).exec(html)?.[1]

suite('an account that wrong passwords have frozen', () => {
  let site: Target
  let admin: Browser
  before(async () => {
    site = await target()
    admin = await consoleOf(site, 'root', 'admin', english)
  })
  after(() => site.close())

  const pageOf = async (path: string): Promise<string> => textOf((await admin.get(path)).body)
  const demo = async () => (await site.store.users({})).find(({ username }) => username === 'demo')?.id ?? ''

  test('is called frozen in the list and on its page, with network and end, until it is thawed', async () => {
    const link = site.site(jos2).link()
    assert.doesNotMatch(await pageOf('/operator/merchants'), /frozen/)
    for (let nth = 0; nth < 7; nth++) await site.merchant(`guess-${nth}`).login(link, 'demo', 'wrong')
    assert.match(await pageOf('/operator/merchants'), /demo .* active frozen/)
    const path = `/operator/merchants/${await demo()}`
    assert.match(await pageOf(path), /Logins from 127\.0\.0\.0\/24 are frozen until .* UTC|GMT/)
    await sent(admin, path, {}, `${path}/thaw`)
    assert.doesNotMatch(await pageOf(path), /frozen until/)
    assert.doesNotMatch(await pageOf('/operator/merchants'), /active frozen/)
  })

  test('names the end of the day of tries that strangers have used up', async () => {
    const id = await demo()
    const { at } = site.clock
    for (let nth = 0; nth < 60; nth++)
      await site.store.countLoginFailure(`strangers user ${id}`, at, at, at + 86_400)
    assert.match(
      await pageOf(`/operator/merchants/${id}`),
      /Until .*, this account accepts no login from a network that it was not used from before/,
    )
  })

  test('is called frozen among the operators too', async () => {
    const victim = await consoleOf(site, 'victim', 'support', english)
    assert.ok(victim.cookies.get('hufu_operator'))
    await site.store.countLoginFailure(
      'frozen operator victim 192.0.2.0/24',
      site.clock.at,
      site.clock.at,
      site.clock.at + 3600,
    )
    assert.match(await pageOf('/operator/operators'), /victim .* active frozen/)
    const path = '/operator/operators/victim'
    assert.match(await pageOf(path), /192\.0\.2\.0\/24 are frozen until/)
    await sent(admin, path, {}, `${path}/thaw`)
    assert.doesNotMatch(await pageOf(path), /frozen until/)
  })
})

suite('a grant that is over', () => {
  test('says on the page of its merchant why it ended', async () => {
    const site = await target()
    try {
      const admin = await consoleOf(site, 'root', 'admin', english)
      const app = site.site(jos2)
      await app.revoke((await app.tokens()).accessToken)
      const [user] = (await site.store.users({})).filter(({ username }) => username === 'demo')
      const page = textOf((await admin.get(`/operator/merchants/${user?.id ?? ''}`)).body)
      assert.match(page, /ended revoked by the app/)
    } finally {
      await site.close()
    }
  })
})

suite('an app of a platform where refresh tokens are a right', () => {
  test('says to its developer whether it has the right', async () => {
    const site = await target()
    try {
      const developer = await site.developer()
      for (const [mayRefresh, said] of [
        [false, /没有权限：令牌到期后商家需要重新授权/],
        [true, /有权获得/],
      ] as const) {
        await site.putApp('jos', 'app', { mayRefresh })
        assert.match(textOf((await developer.get('/developer/apps/app-jos')).body), said)
      }
    } finally {
      await site.close()
    }
  })
})

suite('the reasons of refusals', () => {
  let site: Target
  let admin: Browser
  before(async () => {
    site = await target()
    admin = await consoleOf(site, 'root', 'admin', english)
  })
  after(() => site.close())

  test('are the same rows in usage, log, filter and overview, a refused login among them', async () => {
    const app = site.site(jos2)
    for (let nth = 0; nth < 3; nth++) await app.ask('token', { code: 'no code of ours' })
    for (let nth = 0; nth < 2; nth++) await site.merchant(`wrong-${nth}`).login(app.link(), 'demo', 'wrong')
    const { recorder, traffic } = site.running.runtime
    await recorder.flush()
    const appId = `app-${jos2.id}`
    const day = Math.floor(site.clock.at / 86_400)
    const counted = (await site.store.usage(appId, day, day)).flatMap(({ kind, count }) =>
      kind.startsWith('refused ') ? [[kind.slice('refused '.length), count] as const] : [],
    )
    assert.deepEqual(Object.fromEntries(counted), { code_unknown: 3, login_refused: 2 })
    for (const [reason, count] of counted) {
      const rows = await site.store.exchanges({ appId, reason: reason as 'login_refused', limit: 99 })
      assert.equal(rows.length, count, reason)
    }
    assert.deepEqual(Object.fromEntries(traffic.lastHour().reasons), Object.fromEntries(counted))
  })

  test('that there are not are refused by the pages that filter, at the field', async () => {
    for (const [path, field, said] of [
      ['/operator/apps?status=onlin', 'status', '“onlin” is not an option. Choose one of the list.'],
      ['/operator/apps?platform=amazon', 'platform', '“amazon” is not an option. Choose one of the list.'],
      ['/operator/audit?from=yesterday', 'from', '“yesterday” is not a date. Write it as 2026-11-30.'],
      ['/operator/audit?to=2026-02-30', 'to', '“2026-02-30” is not a date. Write it as 2026-11-30.'],
      ['/operator/audit.csv?from=yesterday', 'from', '“yesterday” is not a date. Write it as 2026-11-30.'],
    ] as const) {
      const page = await admin.get(path)
      assert.equal(page.status, 400, path)
      assert.equal(wrongOf(page.body, field), said, path)
      assert.doesNotMatch(page.body, /<table/, path)
    }
  })
})

suite('a form that was refused', () => {
  test('says so at the field, in words, and keeps what was typed', async () => {
    const site = await target()
    try {
      const admin = await consoleOf(site, 'root', 'admin', english)
      const to = '/operator/merchants/user'
      const [shop] = await site.store.shops()
      const given = { shopId: shop?.id ?? '', username: 'demo', email: 'lin@example.com', password: PASSWORD }
      const taken = await sent(admin, '/operator/merchants', given, to)
      assert.equal(taken.status, 400)
      assert.equal(wrongOf(taken.body, 'username'), 'It is already in use.')
      assert.match(taken.body, /value="lin@example.com"/)
      assert.doesNotMatch(taken.body, /class="problem"/)
      const unfit = await sent(
        admin,
        '/operator/merchants',
        { ...given, username: 'new', email: 'nowhere' },
        to,
      )
      assert.match(wrongOf(unfit.body, 'email') ?? '', /e-mail address/)
      const operator = await sent(admin, '/operator/operators', { username: 'root', role: 'auditor' })
      assert.equal(wrongOf(operator.body, 'username'), 'It is already in use.')
    } finally {
      await site.close()
    }
  })
})
