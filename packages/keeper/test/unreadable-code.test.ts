/* A success that answers a code and cannot be read may hold the only tokens of a shop: it is kept as that of a refresh is. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { formatKeys, generateKey } from '@hufu/crypto'
import { type KeeperOptions, createKeeper } from '@hufu/keeper'
import { visitor } from '@hufu/demo/visitor'
import { keys, listening } from './browsing.ts'
import { newFolder } from './kept.ts'
import { type Scripted, scripted } from './scripted.ts'

const BROKEN = '{"access_token":"NEW-ACCESS","refresh_token":"NEW-REFRESH", oh'

/** A platform that answers a code so, an application with the keeper's pages, and a browser that comes back with a code. */
async function site(t: TestContext, answer: () => Scripted, more: Partial<KeeperOptions> = {}) {
  const kept = await scripted(t, 'oauth2', answer, { keeper: more })
  const here = await listening()
  t.after(() => here.close())
  const routes = kept.keeper.routes('/oauth')
  here.use((request, response) => routes(request, response, () => response.end('the shops')))
  /** The page at the end. */
  const comesBack = async (link: string): Promise<string> => {
    const browser = visitor(here.origin)
    const { leftFor = '' } = await browser.open(link)
    const { searchParams } = new URL(leftFor)
    const back = new URL(searchParams.get('redirect_uri') ?? '')
    back.search = String(new URLSearchParams({ code: 'THE-CODE', state: searchParams.get('state') ?? '' }))
    return (await browser.open(back.href)).html
  }
  const secrets = /NEW-|THE-CODE/
  return { ...kept, comesBack, secrets }
}

describe('a reply to a code that cannot be read', () => {
  test('of a shop’s first connect is kept sealed, told, and read again by a person', async (t) => {
    const { keeper, store, told, warned, comesBack, secrets } = await site(t, () => ({ body: BROKEN }))
    const page = await comesBack(await keeper.connectUrl('oauth2', { tenant: 'acme', shop: 'TH1' }))
    assert.doesNotMatch(page, secrets)
    assert.deepEqual(await keeper.connections({}), [])

    const [found, ...more] = await keeper.unreadableReplies()
    assert.equal(more.length, 0)
    assert.deepEqual(
      [found?.status, found?.mediaType, found?.body, found?.begun],
      [200, 'application/json', BROKEN, { tenant: 'acme', platform: 'oauth2', app: 'APP', shop: 'TH1' }],
    )
    assert.deepEqual(
      told.map(({ type, tenant, data }) => [type, tenant, data]),
      [['token.unreadable', 'acme', { platform: 'oauth2', app: 'APP', shop: 'TH1', status: 200 }]],
    )
    assert.match(JSON.stringify(warned), /could not be read: it is stored sealed/)
    assert.doesNotMatch(JSON.stringify([told, warned, await store.allHeldReplies('', 9)]), secrets)
  })

  test('is printed by hufu keeper replies, without a name', async (t) => {
    const folder = newFolder()
    const store = `sqlite:${join(folder, 'keeper.db')}`
    const { keeper, comesBack } = await site(t, () => ({ body: BROKEN }), { store })
    await comesBack(await keeper.connectUrl('oauth2', { tenant: 'acme', shop: 'TH1' }))
    const config = join(folder, 'keeper.json')
    const apps = { oauth2: { clientId: 'APP', clientSecret: 'SECRET', baseUrl: 'http://127.0.0.1:9' } }
    writeFileSync(config, JSON.stringify({ store, apps }))
    const hufu = join(import.meta.dirname, '../../cli/bin/hufu.js')
    const env = { ...process.env, HUFU_KEYS: keys }
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [hufu, 'keeper', 'replies', '--config', config],
      { env },
    )
    assert.match(stdout, /acme\/oauth2\/APP\/TH1 {2}HTTP 200 application\/json/)
    assert.ok(stdout.includes(BROKEN), stdout)
  })

  test('is kept once, however often a platform’s page comes in its place', async (t) => {
    let nth = 0
    const { keeper, told, comesBack } = await site(t, () => ({ type: 'text/html', body: `<p>${nth++}</p>` }))
    for (let times = 0; times < 3; times++)
      await comesBack(await keeper.connectUrl('oauth2', { tenant: 'acme' }))
    assert.deepEqual(
      (await keeper.unreadableReplies()).map(({ body }) => body),
      ['<p>0</p>'],
    )
    assert.equal(told.length, 1)
  })

  test('of a shop that connects again is its connection’s, and the doctor shows it', async (t) => {
    const { keeper, name, now, comesBack } = await site(t, () => ({ body: BROKEN }))
    const { id } = await keeper.add({
      ...name,
      accessToken: 'A0',
      refreshToken: 'R0',
      expiresAt: now() + 9000,
    })
    await comesBack(await keeper.reconnectUrl(id))
    assert.deepEqual(
      (await keeper.unreadableReplies(id)).map(({ body }) => body),
      [BROKEN],
    )
    assert.deepEqual(await keeper.unreadableReplies(), [])
    for (const language of ['en', 'zh-CN', 'th'] as const) {
      const { findings } = await keeper.doctor(id, language)
      assert.match(findings.find(({ code }) => code === 'unreadable')?.todo ?? '', /hufu keeper replies/)
    }
  })

  test('but for its refresh token is kept beside the connection that its tokens make', async (t) => {
    const body = {
      access_token: 'A1',
      token_type: 'bearer',
      expires_in: 1000,
      refresh_token: { v: 'NEW-REFRESH' },
    }
    const { keeper, comesBack, told, warned, secrets } = await site(t, () => ({ body }))
    await comesBack(await keeper.connectUrl('oauth2', { tenant: 'acme', shop: 'S1' }))
    const [view] = await keeper.connections({})
    assert.ok(view)
    const [found] = await keeper.unreadableReplies(view.id)
    assert.match(found?.body ?? '', /NEW-REFRESH/)
    assert.doesNotMatch(JSON.stringify([told, warned]), secrets)
  })

  test('is sealed with the current key by a rekey', async (t) => {
    const { keeper, store, comesBack } = await site(t, () => ({ body: BROKEN }))
    await comesBack(await keeper.connectUrl('oauth2', { tenant: 'acme', shop: 'TH1' }))
    const fresh = generateKey()
    const ofNewKey = (ring: string) => createKeeper({ store, keys: ring, apps: {}, schedule: false })
    const both = await ofNewKey(`${formatKeys([fresh])},${keys}`)
    assert.equal((await both.rekey()).done, true)
    const alone = await ofNewKey(formatKeys([fresh]))
    const [found] = await alone.unreadableReplies()
    assert.equal(found?.body, BROKEN)
  })
})
