/* Merchants of an OpenID provider, a real one: oidc-provider, which knows one user and asks nothing. */
import assert from 'node:assert/strict'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { after, before, suite, test } from 'node:test'
import { keyRing } from '@hufu/crypto'
import { builtInPlatforms } from '@hufu/dialects'
import { type Running, openStore, serve } from '@hufu/platform'
import { logTo } from '@hufu/web/log'
import { readConfig } from '@hufu/server'
import { Provider } from 'oidc-provider'

const SECRET = 'the client secret at the provider'
let claims: Record<string, unknown> = {}
let issuer = ''
let logged = ''
let running: Running

const web = createServer((request, response) => void handler(request, response))
let handler: (request: IncomingMessage, response: ServerResponse) => unknown = () => undefined

before(async () => {
  await new Promise<void>((done) => void web.listen(0, '127.0.0.1', done))
  issuer = `http://127.0.0.1:${(web.address() as AddressInfo).port}`
  const config = readConfig(
    {
      mode: 'demo',
      listen: { port: 0 },
      store: 'memory:',
      login: { openid: { issuer, clientId: 'hufu', name: 'Example', scopes: ['openid', 'shop'] } },
    },
    builtInPlatforms,
  )
  const ring = keyRing([{ id: 'test', key: new Uint8Array(32).fill(3) }])
  const sink = new Writable({ write: (chunk, _encoding, done) => done(void (logged += String(chunk))) })
  running = await serve(config, ring, logTo('warn', sink), openStore(config), { openid: SECRET })
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'hufu',
        client_secret: SECRET,
        redirect_uris: [`${running.url}/login/openid/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    cookies: { keys: ['for tests'] },
    pkce: { required: () => true },
    claims: { shop: ['shop_id', 'shop_name', 'may_authorise', 'preferred_username'] },
    conformIdTokenClaims: false,
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...claims }),
    }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, { uid }: { readonly uid: string }) => `/interaction/${uid}` },
  })
  const callback = provider.callback()
  handler = async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return callback(request, response)
    const { prompt } = await provider.interactionDetails(request, response)
    const grant = new provider.Grant({ accountId: 'wang', clientId: 'hufu' })
    grant.addOIDCScope('openid shop')
    const result =
      prompt.name === 'login'
        ? { login: { accountId: 'wang' } }
        : { consent: { grantId: await grant.save() } }
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true })
  }
})
after(async () => {
  await running.close()
  web.closeAllConnections()
  web.close()
})

/** A browser with cookies for both hosts. */
function visitor() {
  const jars = new Map<string, Map<string, string>>()
  async function get(url: string): Promise<Response> {
    const { origin } = new URL(url)
    const jar = jars.get(origin) ?? new Map<string, string>()
    jars.set(origin, jar)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const each of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? []
      if (value === '' || /expires=thu, 01 jan 1970/i.test(each)) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
  /** Follows until a page is shown, or `stop` says so. */
  async function follow(
    start: string,
    stop = (_url: string): boolean => false,
  ): Promise<{ url: string; response: Response }> {
    let url = start
    for (let hop = 0; hop < 12; hop++) {
      if (stop(url)) return { url, response: new Response() }
      const response = await get(url)
      const location = response.headers.get('location')
      if (location === null) return { url, response }
      url = new URL(location, url).href
    }
    throw new Error('it goes round in circles')
  }
  return { get, follow, jars }
}

/** A number that is written digit by digit: TypeScript does not know `JSON.rawJSON` yet. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): object }

const good = { shop_id: '3000000001', shop_name: '小明的店', may_authorise: true, preferred_username: 'wang' }

suite('a merchant of an OpenID provider', () => {
  const startAt = (next: string) => `${running.url}/login/openid?next=${encodeURIComponent(next)}`

  test('a merchant logs in at the provider, returns to their page, and is the user that the provider names', async () => {
    claims = good
    const merchant = visitor()
    const { url } = await merchant.follow(startAt('/jos/oauth/authorize?x=1&y=%20'), (at) =>
      at.includes('/jos/oauth/authorize'),
    )
    assert.equal(url, `${running.url}/jos/oauth/authorize?x=1&y=%20`)
    assert.ok(merchant.jars.get(running.url)?.has('hufu_session'))
    const [user] = await running.runtime.store.users({ shopId: '3000000001' })
    assert.partialDeepStrictEqual(user, {
      username: 'wang',
      source: 'openid',
      mayAuthorise: true,
      password: '',
    })
  })

  test('is led nowhere but to this server', async () => {
    claims = good
    for (const next of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      '/jos/login',
      '/nowhere',
      '',
    ]) {
      const { url } = await visitor().follow(
        startAt(next),
        (at) => at.endsWith('/account') || !at.startsWith('http://127.0.0.1'),
      )
      assert.equal(url, `${running.url}/account`, next)
    }
  })

  test('without the right claims, or switched off here, is not let in', async () => {
    for (const wrong of [{}, { ...good, shop_id: '../1' }, { ...good, preferred_username: 'a b' }]) {
      claims = wrong
      const merchant = visitor()
      const { response } = await merchant.follow(startAt('/jos/oauth/authorize'))
      assert.equal(response.status, 502)
      assert.match(await response.text(), /251/)
      assert.ok(!merchant.jars.get(running.url)?.has('hufu_session'))
    }
    claims = { ...good, may_authorise: 'true' }
    await visitor().follow(startAt('/jos/oauth/authorize'), (at) => at.endsWith('/jos/oauth/authorize'))
    const [user] = await running.runtime.store.users({ shopId: '3000000001' })
    assert.equal(user?.mayAuthorise, false, 'a text is no yes')
    assert.ok(user)
    const { store } = running.runtime
    const { version } = user
    assert.ok(await store.putUser({ ...user, version: version + 1, status: 'disabled' }))
    const { response } = await visitor().follow(startAt('/jos/oauth/authorize'))
    assert.equal(response.status, 502)
    assert.ok(await store.putUser({ ...user, version: version + 2 }))
  })

  test('a shop’s number that is a JSON number of 18 digits stays that number', async () => {
    const { store } = running.runtime
    for (const number of ['300000000000000001', '300000000000000002']) {
      claims = { ...good, shop_id: rawJSON(number) }
      await visitor().follow(startAt('/jos/oauth/authorize'), (at) => at.endsWith('/jos/oauth/authorize'))
      assert.equal((await store.users({ shopId: number }))[0]?.username, 'wang')
    }
    assert.equal(await store.shop('300000000000000000'), undefined)
  })

  test('a claim that is not taken is named in the log, without its value', async () => {
    for (const [wrong, claim] of [
      [{ ...good, shop_id: 'x-9241' }, 'shop_id'],
      [{ ...good, shop_id: rawJSON('9241e20') }, 'shop_id'],
      [{ ...good, shop_id: undefined }, 'shop_id'],
      [{ ...good, shop_name: 9241 }, 'shop_name'],
      [{ ...good, preferred_username: 'a 9241' }, 'preferred_username'],
    ] as const) {
      claims = wrong
      logged = ''
      assert.equal((await visitor().follow(startAt('/jos/oauth/authorize'))).response.status, 502)
      assert.match(logged, new RegExp(`the claim ${claim} is not taken`))
      assert.doesNotMatch(logged, /9241/)
    }
  })

  test('an answer is for the browser that asked, once', async () => {
    claims = good
    const merchant = visitor()
    const { url } = await merchant.follow(startAt('/jos/oauth/authorize'), (at) => at.includes('/callback'))
    const thief = visitor()
    assert.equal((await thief.get(url)).status, 502, 'a stranger’s browser')
    await thief.follow(startAt('/jos/oauth/authorize'), (at) => at.startsWith(issuer))
    assert.equal((await thief.get(url)).status, 502, "with the thief's own cookie")
    assert.equal((await merchant.get(url)).status, 303)
    assert.equal((await merchant.get(url)).status, 502, 'a second time')
  })

  test('a provider that is down is said so, and nothing breaks', async () => {
    const config = readConfig(
      {
        mode: 'demo',
        listen: { port: 0 },
        store: 'memory:',
        login: { openid: { issuer: 'http://127.0.0.1:9', clientId: 'x', name: 'X' } },
      },
      builtInPlatforms,
    )
    const ring = keyRing([{ id: 'test', key: new Uint8Array(32).fill(3) }])
    const alone = await serve(config, ring, logTo('silent'), openStore(config))
    const response = await visitor().get(`${alone.url}/login/openid?next=/jos/oauth/authorize`)
    assert.equal(response.status, 502)
    assert.match(await response.text(), /href="\/jos\/oauth\/authorize"/)
    await alone.close()
  })
})
