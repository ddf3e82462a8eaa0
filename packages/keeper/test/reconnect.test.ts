/* A shop gives its consent anew: the connection keeps its id, and no other shop takes its place. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { browser, keeperOf, listening, ofClient } from './browsing.ts'
import { type TestSandbox, startSandbox } from './sandbox.ts'

let sandbox: TestSandbox
before(async () => {
  sandbox = await startSandbox()
})
after(() => sandbox.close())

/** A shop that is connected as `TH123`. */
async function connected(platform: string) {
  const here = await listening()
  after(() => here.close())
  const app = await sandbox.app(platform, `${here.origin}/oauth/callback/${platform}/main`)
  const { keeper } = await keeperOf({ [platform]: ofClient(app) })
  after(() => keeper.close())
  const told: string[] = []
  keeper.on('*', ({ type }) => told.push(type))
  here.use(keeper.routes('/oauth'))
  const who = await sandbox.shopkeeper()
  const name = { tenant: 'acme', platform, shop: 'TH123' }
  const newBrowser = () => browser(here.origin, sandbox.url)
  await newBrowser().connect(await keeper.connectUrl(platform, { tenant: 'acme', shop: 'TH123' }), who)
  return { keeper, told, who, name, newBrowser }
}

for (const platform of ['jd-central', 'jos', 'chainup'])
  describe(`reconnecting a shop of ${platform}`, () => {
    test('keeps the connection’s id and its alias, with new tokens', async () => {
      const { keeper, told, who, name, newBrowser } = await connected(platform)
      const before = await keeper.token(name)
      const view = await keeper.connection(name)
      for (const which of [name, view.id]) {
        const page = await newBrowser().connect(await keeper.reconnectUrl(which, { locale: 'en' }), who)
        assert.match(page.html, /The shop is connected/)
        assert.match(page.html, /TH123/)
      }
      const after = await keeper.token(name)
      assert.equal(after.connectionId, before.connectionId)
      assert.equal(after.generation, before.generation + 2)
      assert.deepEqual(told, ['connection.created', 'connection.reauthorized', 'connection.reauthorized'])
      assert.equal((await keeper.connections({})).length, 1)
    })

    test('refuses another shop, and changes nothing', async () => {
      const { keeper, told, name, newBrowser } = await connected(platform)
      const before = [await keeper.connection(name), await keeper.token(name)]
      const link = await keeper.reconnectUrl(name, { locale: 'en' })
      const page = await newBrowser().connect(link, await sandbox.shopkeeper())
      assert.equal(page.status, 409)
      assert.match(page.html, /that was another shop/)
      assert.match(page.html, /TH123/, 'it says which shop is meant')
      const back = await keeper.reconnectUrl(name, { returnTo: '/shops' })
      const left = await newBrowser().connect(back, await sandbox.shopkeeper())
      assert.equal(new URL(left.url).search, '?error=another_shop')
      assert.deepEqual([await keeper.connection(name), await keeper.token(name)], before)
      assert.equal((await keeper.connections({})).length, 1)
      assert.deepEqual(told, ['connection.created'])
    })
  })

test('a shop that is connected already keeps its id when it is connected once more', async () => {
  const { keeper, who, name, newBrowser } = await connected('jd-central')
  const before = await keeper.connection(name)
  await newBrowser().connect(await keeper.connectUrl('jd-central', { tenant: 'acme' }), who)
  const after = await keeper.connection(name)
  assert.equal(after.id, before.id)
  assert.equal(after.alias, 'TH123')
  await newBrowser().connect(await keeper.connectUrl('jd-central', { tenant: 'other' }), who)
  assert.equal((await keeper.connections({})).length, 2, 'another tenant has a connection of its own')
})

test('an alias that another shop has is refused in words', async () => {
  const { keeper, newBrowser } = await connected('jd-central')
  const link = await keeper.connectUrl('jd-central', { tenant: 'acme', shop: 'TH123', locale: 'en' })
  const page = await newBrowser().connect(link, await sandbox.shopkeeper())
  assert.equal(page.status, 500)
  assert.match(page.html, /alias_taken/)
  assert.equal((await keeper.connections({})).length, 1)
})

test('a connection that there is none of has no link', async () => {
  const { keeper } = await connected('jd-central')
  await assert.rejects(keeper.reconnectUrl('cn_000000000000000000000000'), { error: 'connection_unknown' })
  await assert.rejects(keeper.reconnectUrl({ tenant: 'other', platform: 'jd-central', shop: 'TH123' }), {
    error: 'connection_unknown',
  })
})

test('links of before do not undo that a shop was disabled or disconnected; new ones connect it', async () => {
  const { keeper, who, name, newBrowser } = await connected('jd-central')
  const old = [
    await keeper.connectUrl('jd-central', { tenant: 'acme', locale: 'en' }),
    await keeper.reconnectUrl(name, { locale: 'en' }),
  ]
  await new Promise((done) => setTimeout(done, 1200))
  const refuses = async (status: string) => {
    for (const link of old) {
      const page = await newBrowser().connect(link, who)
      assert.equal(page.status, 400)
      assert.match(page.html, /link_withdrawn/)
      assert.equal((await keeper.connection(name)).status, status)
    }
  }
  await keeper.disable(name)
  await refuses('disabled')
  const page = await newBrowser().connect(await keeper.reconnectUrl(name, { locale: 'en' }), who)
  assert.match(page.html, /the connection is paused/)
  assert.equal((await keeper.connection(name)).status, 'disabled')
  assert.equal((await keeper.enable(name)).status, 'active')
  await keeper.disconnect(name)
  await refuses('revoked')
  await newBrowser().connect(await keeper.connectUrl('jd-central', { tenant: 'acme' }), who)
  assert.equal((await keeper.connection(name)).status, 'active')
})

test('tokens that are added leave a disabled connection disabled', async () => {
  const { keeper, name } = await connected('jd-central')
  const { shop } = await keeper.disable(name)
  const expiresAt = Math.floor(Date.now() / 1000) + 3 * 365 * 86_400
  const tokens = { accessToken: 'A2', refreshToken: 'R2', expiresAt }
  const view = await keeper.add({ ...name, shop, ...tokens })
  assert.deepEqual([view.status, view.generation], ['disabled', 2])
  await assert.rejects(keeper.token(name), { error: 'connection_disabled' })
})
