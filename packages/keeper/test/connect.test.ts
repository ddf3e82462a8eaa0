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
})
