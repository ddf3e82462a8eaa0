/* Addresses that name a tenant: a path below the platform's own, and a host of its own. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Fetch, isFailure } from '@hufu/client'
import { nodeClient } from '@hufu/client/node'
import { mercadolibre, shopify } from '@hufu/dialects'
import { memoryStore } from '@hufu/store'
import { CALLBACK, type Halves, SHOP, bothHalves, granted } from './both-halves.ts'
import { request } from 'node:http'

let halves: Halves
before(async () => {
  halves = await bothHalves(shopify, {
    open: (now) => memoryStore({ now }),
    platform: { hosts: ['{tenant}.shops.test'] },
  })
})
after(() => halves.close())

/** A client of this tenant's, by a path. */
const ofPath = (tenant: string | undefined, fetch?: Fetch) =>
  nodeClient(shopify, {
    clientId: 'KEY-app',
    clientSecret: 'secret of app',
    baseUrl: `${halves.baseUrl}/{tenant}`,
    tenant,
    now: halves.now,
    ...(fetch && { fetch }),
  })

test('a whole exchange below the path of the tenant: the callback and the tokens say whose they are', async () => {
  const client = ofPath(undefined)
  const begun = await client.begin({ redirectUri: CALLBACK, tenant: SHOP })
  assert.ok(begun.url.startsWith(`${halves.baseUrl}/${SHOP}/admin/oauth/authorize?`))
  const page = await halves.browser.submit(await halves.visit(begun.url), { decision: 'approve' })
  assert.match(page.leftFor ?? '', new RegExp(`&shop=${SHOP}\\.myshopify\\.com&`))
  const code = granted(await client.finish(page.leftFor ?? '', begun))
  assert.equal(code.tenant, SHOP)
  const tokens = granted(await client.exchangeCode(code))
  assert.equal(tokens.tenant, SHOP)
  const renewed = granted(await client.refresh(tokens))
  assert.notEqual(renewed.refreshToken, tokens.refreshToken)
  assert.equal(renewed.tenant, SHOP)
})

test('the address of another tenant takes neither the code nor the refresh token', async () => {
  const own = ofPath(SHOP)
  const stranger = ofPath('another')
  const code = await halves.authorizationCode(own)
  const refused = await stranger.exchangeCode({ code })
  assert.ok(isFailure(refused))
  assert.equal(refused.platformMessage, 'The authorization code was not found or was already used')
  const tokens = granted(await own.exchangeCode({ code }))
  const unrenewed = await stranger.refresh({ ...tokens, tenant: 'another' })
  assert.ok(isFailure(unrenewed))
  assert.equal(unrenewed.status, 401)
  granted(await own.refresh(tokens))
})

test('a merchant of another shop is told whose page it is, and consents to nothing', async () => {
  const begun = await ofPath('another').begin({ redirectUri: CALLBACK })
  const page = await halves.visit(begun.url)
  assert.equal(page.status, 403)
  assert.match(page.html, /“another”/)
})

test('a host that fits the pattern is the tenant’s: links on its pages stay on it', async () => {
  const { url } = await halves.client.begin({ redirectUri: CALLBACK })
  const link = new URL(url)
  const path = link.pathname.replace(/^\/shopify/, '') + link.search
  const opened = await fromHost(`${SHOP}.shops.test`, path)
  assert.equal(opened.status, 200)
  assert.match(opened.body, /<form method="post" action="\/login"/)
  for (const host of ['a.b.shops.test', 'shops.test', '-.shops.test', `${SHOP}.shops.test.evil.test`])
    assert.equal((await fromHost(host, path)).status, 404, host)
})

test('what cannot be a tenant is nobody’s path', async () => {
  for (const [tenant, expected] of [
    ['acme', 400],
    ['a.b', 404],
    ['a%2fb', 404],
    ['-', 404],
    ['x'.repeat(300), 414],
  ] as const) {
    const url = `${halves.baseUrl}/${tenant}/admin/oauth/access_token`
    const body = new URLSearchParams({ client_id: 'KEY-app' })
    assert.equal((await fetch(url, { method: 'POST', body })).status, expected, tenant)
  }
})

test('a region stands in the path by its name or by its host; another is nobody’s', async () => {
  const there = await bothHalves(mercadolibre, { open: (now) => memoryStore({ now }) })
  try {
    const { url } = await there.client.begin({ redirectUri: CALLBACK })
    const query = new URL(url).search
    for (const [region, status] of [
      ['BR', 200],
      ['auth.mercadolivre.com.br', 200],
      ['XX', 404],
    ] as const)
      assert.equal((await fetch(`${there.baseUrl}/${region}/authorization${query}`)).status, status, region)
  } finally {
    await there.close()
  }
})

const fromHost = (host: string, path: string) =>
  new Promise<{ readonly status: number; readonly body: string }>((resolve, reject) => {
    const { hostname, port } = new URL(halves.baseUrl)
    request({ hostname, port, path, headers: { host } }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (each: string) => (body += each))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
      .on('error', reject)
      .end()
  })
