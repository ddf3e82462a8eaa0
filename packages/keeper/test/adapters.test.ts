/* The keeper's pages in the frameworks that people use, the real ones; and what a request may say of its host. */
import assert from 'node:assert/strict'
import { type IncomingMessage, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import type { Keeper, KeeperOptions } from '@hufu/keeper'
import { browser, keeperOf, ofClient } from './browsing.ts'
import { type TestSandbox, startSandbox } from './sandbox.ts'

let sandbox: TestSandbox
before(async () => {
  sandbox = await startSandbox()
})
after(() => sandbox.close())

/** An application with the keeper's pages at `/oauth` and one page of its own, `/own`. Where it listens. */
type Serve = (keeper: Keeper) => Promise<string>

async function listen(handler: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(handler)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** What every adapter of `fetch` to node does. */
const answered =
  (act: (request: Request) => Response | Promise<Response>): Parameters<typeof createServer>[1] =>
  (request: IncomingMessage, response) => {
    const { method = 'GET', url = '', headers } = request
    const asked = new Request(`http://${headers.host}${url}`, { method, headers: headers as HeadersInit })
    void (async () => {
      const answer = await act(asked)
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
    })()
  }

const frameworks: Readonly<Record<string, Serve>> = {
  express: (keeper) => {
    const app = express()
    app.use(keeper.routes('/oauth'))
    app.get('/own', (_request, response) => void response.end('own'))
    return listen(app as never)
  },
  fastify: async (keeper) => {
    const app = fastify()
    after(() => app.close())
    await app.register(keeper.routes('/oauth').fastify)
    app.get('/own', () => 'own')
    return app.listen({ port: 0, host: '127.0.0.1' })
  },
  hono: (keeper) => {
    const app = new Hono()
    app.use(keeper.routes('/oauth').hono)
    app.get('/own', (context) => context.text('own'))
    return listen(answered(app.fetch))
  },
  fetch: (keeper) => {
    const { fetch } = keeper.routes('/oauth')
    return listen(
      answered((request) => (request.url.endsWith('/own') ? new Response('own') : fetch(request))),
    )
  },
  'node:http': (keeper) => {
    const routes = keeper.routes('/oauth')
    return listen((request, response) => {
      if (request.url === '/own') response.end('own')
      else routes(request, response)
    })
  },
}

test('below a prefix of fastify the path is the one that browsers ask', async () => {
  const app = await sandbox.app('jd-central', 'http://127.0.0.1/api/oauth/callback/jd-central/main')
  const { keeper } = await keeperOf({ 'jd-central': ofClient(app) })
  const own = fastify()
  after(() => Promise.all([own.close(), keeper.close()]))
  await assert.rejects(
    async () => fastify().register(keeper.routes('/oauth').fastify, { prefix: '/api' }),
    /^TypeError: routes: fastify puts \/api before each path: write keeper\.routes\('\/api\/\.\.\.'\)/,
  )
  await own.register(keeper.routes('/api/oauth').fastify, { prefix: '/api' })
  const origin = await own.listen({ port: 0, host: '127.0.0.1' })
  const link = await keeper.connectUrl('jd-central', { tenant: 'acme', locale: 'en' })
  const page = await browser(origin, sandbox.url).connect(link, await sandbox.shopkeeper())
  assert.match(page.html, /The shop is connected/)
})

for (const [name, serve] of Object.entries(frameworks))
  test(`a shop connects to an application of ${name}`, async () => {
    // Registered by host, so that the port may be known later.
    const app = await sandbox.app('jd-central', 'http://127.0.0.1/oauth/callback/jd-central/main')
    const { keeper } = await keeperOf({ 'jd-central': ofClient(app) })
    after(() => keeper.close())
    const origin = await serve(keeper)
    assert.equal(await (await fetch(`${origin}/own`)).text(), 'own')
    assert.equal((await fetch(`${origin}/oauth/nothing`)).status, 404)
    assert.equal((await fetch(`${origin}/oauth/connect`, { method: 'POST' })).status, 405)
    const link = await keeper.connectUrl('jd-central', { tenant: 'acme', locale: 'en' })
    const page = await browser(origin, sandbox.url).connect(link, await sandbox.shopkeeper())
    assert.match(page.html, /The shop is connected/)
    assert.equal((await keeper.connections({})).length, 1)
  })

describe('what a request says of its host', () => {
  const CALLBACK = 'https://app.example.com/oauth/callback/jd-central/main'

  /** Where the platform is told to send the browser back to; the status where it is told nothing. */
  async function redirectUri(
    options: Partial<KeeperOptions>,
    url: string,
    headers: Record<string, string> = {},
  ) {
    const app = await sandbox.app('jd-central', CALLBACK)
    const { keeper } = await keeperOf({ 'jd-central': ofClient(app) }, options)
    after(() => keeper.close())
    const { fetch } = keeper.routes('/oauth')
    const link = await keeper.connectUrl('jd-central', { tenant: 'acme' })
    const answer = await fetch(new Request(url + link.slice(link.indexOf('/oauth')), { headers }))
    const to = answer.headers.get('location')
    const cookie = answer.headers.get('set-cookie') ?? ''
    return to === null ? answer.status : { uri: new URL(to).searchParams.get('redirect_uri'), cookie }
  }
  const forwarded = { 'x-forwarded-host': 'app.example.com', 'x-forwarded-proto': 'https' }

  test('is believed over TLS, and in clear on this machine alone', async () => {
    const secure = await redirectUri({}, 'https://app.example.com')
    assert.ok(typeof secure === 'object')
    assert.equal(secure.uri, CALLBACK)
    assert.match(
      secure.cookie,
      /^__Host-hufu_browser=[0-9a-f]{64}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=1800$/,
    )
    const local = await redirectUri({}, 'http://localhost:8080')
    assert.ok(typeof local === 'object')
    assert.equal(local.uri, 'http://localhost:8080/oauth/callback/jd-central/main')
    assert.match(
      local.cookie,
      /^hufu_browser=[0-9a-f]{64}; Path=\/oauth; HttpOnly; SameSite=Lax; Max-Age=1800$/,
    )
    for (const host of [
      'http://app.example.com',
      'http://127.0.0.1.evil.example',
      'http://localhost.evil.example',
    ])
      assert.equal(await redirectUri({}, host), 500, host)
  })

  test('is believed of a proxy only if that is configured, and then the nearest', async () => {
    const untrusted = await redirectUri({}, 'http://127.0.0.1:1', forwarded)
    assert.ok(typeof untrusted === 'object')
    assert.equal(untrusted.uri, 'http://127.0.0.1:1/oauth/callback/jd-central/main')
    const trusting = { trustForwarded: true }
    for (const host of ['app.example.com', 'evil.example, app.example.com']) {
      const trusted = await redirectUri(trusting, 'http://10.0.0.1', {
        ...forwarded,
        'x-forwarded-host': host,
      })
      assert.ok(typeof trusted === 'object')
      assert.equal(trusted.uri, CALLBACK)
      assert.match(trusted.cookie, /Secure/)
    }
    for (const host of [
      'evil.example/path',
      'a@evil.example',
      'evil.example?',
      'x:99999',
      '',
      'a b',
      'evil.example#',
    ])
      assert.equal(
        await redirectUri(trusting, 'http://10.0.0.1', { ...forwarded, 'x-forwarded-host': host }),
        500,
        host,
      )
    assert.equal(await redirectUri(trusting, 'http://x.example', { 'x-forwarded-proto': 'javascript' }), 500)
  })

  test('does not matter where publicUrl says it', async () => {
    const app = await sandbox.app('jd-central', CALLBACK)
    const { keeper } = await keeperOf(
      { 'jd-central': ofClient(app) },
      { publicUrl: 'https://app.example.com' },
    )
    after(() => keeper.close())
    assert.match(
      await keeper.connectUrl('jd-central', { tenant: 'a' }),
      /^https:\/\/app\.example\.com\/oauth\/connect\?/,
    )
    const sent = await redirectUri({ publicUrl: 'https://app.example.com' }, 'http://evil.example', forwarded)
    assert.ok(typeof sent === 'object')
    assert.equal(sent.uri, CALLBACK)
    for (const publicUrl of [
      'http://app.example.com',
      'https://app.example.com/x',
      'app.example.com',
      'https://a@b.example',
      '',
    ])
      await assert.rejects(keeperOf({ 'jd-central': ofClient(app) }, { publicUrl }), /publicUrl/, publicUrl)
  })
})

describe('the address of a callback', () => {
  test('is the one that was registered long ago, where the app says so', async () => {
    const origin = await listen((request, response) => routes(request, response))
    const redirectUri = `${origin}/jd/back`
    const app = await sandbox.app('jd-central', redirectUri)
    const { keeper } = await keeperOf({ 'jd-central': { ...ofClient(app), redirectUri } })
    after(() => keeper.close())
    const routes = keeper.routes('/oauth')
    const link = await keeper.connectUrl('jd-central', { tenant: 'acme', locale: 'en' })
    const tab = browser(origin, sandbox.url)
    const callback = await tab.decided(link, await sandbox.shopkeeper())
    assert.ok(callback.startsWith(redirectUri))
    const started = await fetch(origin + link, { redirect: 'manual' })
    assert.match(started.headers.get('set-cookie') ?? '', /; Path=\/;/, 'a browser brings it there too')
    assert.match((await tab.site.open(callback)).html, /The shop is connected/)
  })

  test('is never that of two applications, and never one that cannot be', async () => {
    const app = ofClient(await sandbox.app('jd-central'))
    const redirectUri = 'https://app.example.com/back'
    const { keeper } = await keeperOf({
      'jd-central': { ...app, redirectUri },
      jos: { ...ofClient(await sandbox.app('jos')), redirectUri },
    })
    after(() => keeper.close())
    assert.throws(() => keeper.routes(), /each needs its own/)
    const { keeper: odd } = await keeperOf({ 'jd-central': { ...app, redirectUri: 'urn:x:y' } })
    after(() => odd.close())
    assert.throws(() => odd.routes(), /no http\(s\) URL/)
    for (const path of ['oauth', '/o auth', '/oauth?x', '//x', '/oauth/*'])
      assert.throws(() => keeper.routes(path), /routes/, path)
  })
})
