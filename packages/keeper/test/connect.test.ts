/* A shop connects in its browser, over real HTTP: the link, the platform's pages, the callback. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { KeeperError } from '@hufu/keeper'
import { browser, keeperOf, listening, ofClient } from './browsing.ts'
import { type TestSandbox, startSandbox } from './sandbox.ts'

let sandbox: TestSandbox
before(async () => {
  sandbox = await startSandbox()
})
after(() => sandbox.close())

/** An application of this platform, whose site has the keeper's pages and answers everything else with its address. */
async function site(platform: string, options: Parameters<typeof keeperOf>[1] = {}) {
  const here = await listening()
  after(() => here.close())
  const app = await sandbox.app(platform, `${here.origin}/oauth/callback/${platform}/main`)
  const { keeper, warned } = await keeperOf({ [platform]: ofClient(app) }, options)
  after(() => keeper.close())
  const routes = keeper.routes('/oauth')
  here.use((request, response) =>
    routes(request, response, () => response.end(`<title>${request.url}</title>`)),
  )
  return { keeper, warned, app, origin: here.origin, browser: () => browser(here.origin, sandbox.url) }
}

describe('a shop', () => {
  test('connects, and its tokens are given out by its name and by its alias', async () => {
    const { keeper, browser } = await site('jd-central')
    const who = await sandbox.shopkeeper()
    const link = await keeper.connectUrl('jd-central', {
      tenant: 'acme',
      shop: 'TH123',
      returnTo: '/shops?tab=2',
    })
    assert.match(link, /^\/oauth\/connect\?link=[\w.-]+$/)
    const { url, html } = await browser().connect(link, who)
    const { pathname, searchParams } = new URL(url)
    assert.match(html, /^<title>\/shops/)
    assert.equal(pathname, '/shops')
    assert.equal(searchParams.get('tab'), '2')
    const [view] = await keeper.connections({ tenant: 'acme' })
    assert.equal(searchParams.get('connected'), view?.id)
    assert.equal(view?.alias, 'TH123')
    assert.equal(view?.status, 'active')
    const byAlias = await keeper.token({ platform: 'jd-central', shop: 'TH123', tenant: 'acme' })
    const byShop = await keeper.token({ platform: 'jd-central', shop: view?.shop ?? '', tenant: 'acme' })
    assert.equal(byAlias.accessToken, byShop.accessToken)
    await assert.rejects(
      keeper.token({ platform: 'jd-central', shop: 'TH123', tenant: 'other' }),
      (error) => {
        assert.ok(error instanceof KeeperError)
        return error.error === 'connection_unknown'
      },
    )
  })

  test('that does not agree is told so, on the page in its language, and in the return path', async () => {
    const { keeper, browser } = await site('jd-central')
    const who = await sandbox.shopkeeper()
    const thai = await keeper.connectUrl('jd-central', { tenant: 'acme', locale: 'th' })
    const page = await browser().connect(thai, who, 'deny')
    assert.match(page.html, /<html lang="th">/)
    assert.match(page.html, /ไม่ได้อนุญาต/)
    const back = await keeper.connectUrl('jd-central', {
      tenant: 'acme',
      returnTo: '/shops?error=x&connected=y',
    })
    const { url } = await browser().connect(back, who, 'deny')
    assert.equal(new URL(url).search, '?error=access_denied')
    assert.deepEqual(await keeper.connections({}), [])
  })

  test('reads what happened without a script, a frame or a stranger’s text', async () => {
    const { keeper, origin } = await site('jd-central')
    const link = await keeper.connectUrl('jd-central', { tenant: 'acme' })
    const forged = `${origin}/oauth/callback/jd-central/main?error=access_denied&error_description=<script>x</script>&state=${'0'.repeat(64)}`
    const answer = await fetch(forged, { headers: { 'accept-language': 'en-GB' } })
    const html = await answer.text()
    assert.equal(answer.status, 400)
    assert.match(html, /please start again/)
    assert.doesNotMatch(html, /<script|<iframe|style=/)
    const policy = answer.headers.get('content-security-policy') ?? ''
    assert.match(policy, /^default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'$/)
    for (const each of [answer, await fetch(origin + link, { redirect: 'manual' })]) {
      assert.equal(each.headers.get('cache-control'), 'no-store')
      assert.equal(each.headers.get('referrer-policy'), 'no-referrer')
      assert.equal(each.headers.get('x-content-type-options'), 'nosniff')
    }
  })

  test('that opens the link twice has two authorizations under way, and each works', async () => {
    const { keeper, browser } = await site('jd-central')
    const who = await sandbox.shopkeeper()
    const link = await keeper.connectUrl('jd-central', { tenant: 'acme' })
    const tab = browser()
    const [first, second] = [await tab.decided(link, who), await tab.decided(link, who)]
    assert.notEqual(new URL(first).searchParams.get('state'), new URL(second).searchParams.get('state'))
    assert.match((await tab.site.open(first)).html, /店铺已连接/)
    assert.match((await tab.site.open(second)).html, /店铺已连接/)
    assert.equal((await keeper.connections({})).length, 1)
  })
})

describe('a link', () => {
  test('that was changed, is too old, or of another keeper leads nowhere', async () => {
    const { keeper, origin } = await site('jd-central')
    const { keeper: other } = await site('jd-central')
    const link = await keeper.connectUrl('jd-central', { tenant: 'acme', expiresInSeconds: 1 })
    const stranger = (await other.connectUrl('jd-central', { tenant: 'acme' })).slice(0, -3)
    await new Promise((later) => setTimeout(later, 2100))
    for (const each of [link, stranger, '/oauth/connect', '/oauth/connect?link=1.k.x', `${link}A`]) {
      const answer = await fetch(origin + each, { redirect: 'manual', headers: { 'accept-language': 'en' } })
      assert.equal(answer.status, 400, each)
      assert.match(await answer.text(), /The link does not work/)
      assert.equal(answer.headers.get('set-cookie'), null)
    }
  })

  test('says nothing to who reads it', async () => {
    const { keeper } = await site('jd-central')
    const link = await keeper.connectUrl('jd-central', { tenant: 'a-secret-customer', shop: 'their-shop' })
    const sealed = link.split('=')[1] ?? ''
    const seen = sealed + Buffer.from(sealed.split('.')[2] ?? '', 'base64url').toString('latin1')
    assert.doesNotMatch(seen, /secret-customer|their-shop|acme/)
  })

  test('returns to a path of this site alone', async () => {
    const { keeper } = await site('jd-central', { returnPaths: ['/shops', '/deep/*'] })
    const asked = (returnTo: string) => keeper.connectUrl('jd-central', { tenant: 'acme', returnTo })
    await asked('/shops?x=1#y')
    await asked('/deep/er')
    const games = [
      'https://evil.example/shops',
      '//evil.example/shops',
      '/\\evil.example',
      '\\/evil.example',
      '/deep/../admin',
    ]
    const more = [
      '/%2e%2e//evil.example',
      '/.//evil.example',
      '/deep/..//evil.example',
      ' /shops',
      '/sh ops',
      '/shops\r\nx: y',
    ]
    const rest = [
      '/\t/evil.example',
      '',
      'shops',
      '/shopsx',
      '/deep',
      '/admin',
      'javascript:alert(1)',
      '/shops%00',
      '/店',
      '?x',
    ]
    for (const each of [...games, ...more, ...rest])
      await assert.rejects(asked(each), { name: 'KeeperError', error: 'return_not_allowed' }, each)
    const { keeper: open } = await site('jd-central')
    for (const each of [...games.slice(0, 4), ...more.slice(0, 3), '/\t/evil.example'])
      await assert.rejects(
        open.connectUrl('jd-central', { tenant: 'acme', returnTo: each }),
        /return_not_allowed/,
        each,
      )
    await open.connectUrl('jd-central', { tenant: 'acme', returnTo: '/anything?at=all' })
  })

  test('is not made for what the platform cannot spell, or for names that hide', async () => {
    const { keeper } = await site('jd-central')
    await assert.rejects(keeper.connectUrl('jd-central', { tenant: 'a\nb' }), { error: 'alias_unfit' })
    await assert.rejects(keeper.connectUrl('jd-central', { tenant: 'a', shop: ' ' }), {
      error: 'alias_unfit',
    })
    await assert.rejects(keeper.connectUrl('jos', { tenant: 'a' }), { error: 'app_unknown' })
    await assert.rejects(keeper.connectUrl('jd-central', { tenant: 'a', expiresInSeconds: 1e9 }), TypeError)
  })
})

describe('a callback', () => {
  const inEnglish = { 'accept-language': 'en' }

  test('is believed once, and the same browser is told the same each time', async () => {
    const { keeper, browser } = await site('jd-central')
    const tab = browser()
    const callback = await tab.decided(
      await keeper.connectUrl('jd-central', { tenant: 'acme', locale: 'en' }),
      await sandbox.shopkeeper(),
    )
    const pages = await Promise.all([1, 2, 3].map(() => tab.site.open(callback)))
    for (const { html } of [...pages, await tab.site.open(callback)])
      assert.match(html, /The shop is connected/)
    const [connection, ...others] = await keeper.connections({})
    assert.deepEqual([connection?.generation, others], [1, []])
    // To whoever else has the address it is used.
    const stranger = await fetch(callback, { headers: inEnglish })
    assert.equal(stranger.status, 400)
    assert.match(await stranger.text(), /state_unknown/)
  })

  test('whose ending is an error ends so again', async () => {
    const { keeper, browser } = await site('jd-central')
    const tab = browser()
    const link = await keeper.connectUrl('jd-central', { tenant: 'acme', returnTo: '/shops' })
    const callback = await tab.decided(link, await sandbox.shopkeeper(), 'deny')
    for (let time = 0; time < 2; time++)
      assert.equal(new URL((await tab.site.open(callback)).url).search, '?error=access_denied')
  })

  test('that a scanner or a prefetch asks first is still the user’s', async () => {
    const { keeper, browser } = await site('jd-central')
    const tab = browser()
    const link = await keeper.connectUrl('jd-central', { tenant: 'acme', locale: 'en' })
    const callback = await tab.decided(link, await sandbox.shopkeeper())
    const scanned = await fetch(callback, { headers: { ...inEnglish, 'sec-purpose': 'prefetch' } })
    assert.equal(scanned.status, 400)
    assert.match((await tab.site.open(callback)).html, /The shop is connected/)
  })

  test('in another browser connects nothing, and takes nothing from the one that began', async () => {
    const { keeper, browser } = await site('jd-central')
    const victim = browser()
    const attacker = browser()
    const link = await keeper.connectUrl('jd-central', { tenant: 'acme', locale: 'en' })
    const callback = await attacker.decided(link, await sandbox.shopkeeper())
    await victim.decided(link, await sandbox.shopkeeper()) // has a cookie of its own
    const page = await victim.site.open(callback)
    assert.match(page.html, /换了浏览器/)
    assert.deepEqual(await keeper.connections({}), [])
    assert.match((await attacker.site.open(callback)).html, /The shop is connected/)
    assert.match((await victim.site.open(callback)).html, /state_unknown/)
  })

  test('without the cookie, or with one that somebody made up, connects nothing', async () => {
    const { keeper, browser } = await site('jd-central')
    for (const cookie of [
      '',
      'hufu_browser=',
      'hufu_browser=admin',
      `hufu_browser=${'a'.repeat(64)}`,
      `__Host-hufu_browser=${'a'.repeat(64)}`,
    ]) {
      const link = await keeper.connectUrl('jd-central', { tenant: 'acme' })
      const callback = await browser().decided(link, await sandbox.shopkeeper())
      const answer = await fetch(callback, { headers: { ...inEnglish, cookie } })
      assert.equal(answer.status, 400, cookie)
    }
    assert.deepEqual(await keeper.connections({}), [])
  })

  test('of one application is not taken at the path of another (mix-up)', async () => {
    const here = await listening()
    after(() => here.close())
    const central = await sandbox.app('jd-central', `${here.origin}/oauth/callback/jd-central/main`)
    const second = await sandbox.app('jd-central', `${here.origin}/oauth/callback/jd-central/second`)
    const jos = await sandbox.app('jos', `${here.origin}/oauth/callback/jos/main`)
    const { keeper } = await keeperOf({
      'jd-central': ofClient(central),
      'jd-central/second': ofClient(second),
      jos: ofClient(jos),
    })
    after(() => keeper.close())
    here.use(keeper.routes('/oauth'))
    for (const path of ['/oauth/callback/jos/main', '/oauth/callback/jd-central/second']) {
      const tab = browser(here.origin, sandbox.url)
      const link = await keeper.connectUrl('jd-central', { tenant: 'acme', app: 'main', locale: 'en' })
      const came = new URL(await tab.decided(link, await sandbox.shopkeeper()))
      const page = await tab.site.open(`${path}${came.search}`)
      assert.equal(page.status, 400)
      assert.match(page.html, /state_misdirected/)
    }
    assert.deepEqual(await keeper.connections({}), [])
  })

  test('takes GET alone, at its own path alone', async () => {
    const { origin } = await site('jd-central')
    const path = `${origin}/oauth/callback/jd-central/main`
    for (const method of ['POST', 'HEAD', 'PUT', 'DELETE']) {
      const answer = await fetch(`${path}?code=x&state=y`, { method })
      assert.equal(answer.status, 405)
      assert.equal(answer.headers.get('allow'), 'GET')
    }
    for (const each of [
      '/oauth/callback/jd-central',
      '/oauth/callback/jd-central/main/',
      '/oauth/callback/jos/main',
      '/oauth',
    ])
      assert.match(await (await fetch(origin + each)).text(), /<title>/, 'passed on to the application')
  })

  test('whose code the platform does not take says what to do, and no code is shown or warned of', async () => {
    const { keeper, browser, warned } = await site('jd-central')
    const tab = browser()
    const link = await keeper.connectUrl('jd-central', { tenant: 'acme', locale: 'en' })
    const callback = new URL(await tab.decided(link, await sandbox.shopkeeper()))
    const code = callback.searchParams.get('code') ?? ''
    callback.searchParams.set('code', 'notThatCode123')
    const page = await tab.site.open(callback.href)
    assert.match(page.html, /please start again/)
    assert.match(page.html, /Start again/)
    for (const said of [page.html, ...warned])
      assert.ok(![code, 'notThatCode123'].some((each) => said.includes(each)))
  })

  test('while the platform fails says that it is for later', async () => {
    const { keeper, browser, warned, app } = await site('jd-central')
    const tab = browser()
    const link = await keeper.connectUrl('jd-central', { tenant: 'acme', locale: 'en' })
    const callback = await tab.decided(link, await sandbox.shopkeeper())
    await sandbox.fault({ kind: 'unavailable', platform: 'jd-central', clientId: app.clientId })
    const page = await tab.site.open(callback)
    assert.equal(page.status, 503)
    assert.match(page.html, /in a few minutes/)
    assert.match(warned.join('\n'), /platform_unavailable/)
    for (const said of [page.html, ...warned]) assert.ok(!said.includes(app.clientSecret))
  })
})
