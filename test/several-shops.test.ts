/* One authorization of several shops: in one pair of tokens, or apart after the first. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Client, isFailure } from '@hufu/client'
import {
  type Dialect,
  type TokenSet,
  introspection,
  lazada,
  noEnvelope,
  noSigner,
  shopee,
} from '@hufu/dialects'
import { digest } from '@hufu/engine'
import { memoryStore } from '@hufu/store'
import { CALLBACK, type Halves, SHOP, assertRefused, bothHalves, granted } from './both-halves.ts'

const OTHER = '2000000002'
const ACCOUNT = '3000000001'

async function withAccount(dialect: Dialect, use: (halves: Halves) => Promise<void>): Promise<void> {
  const halves = await bothHalves(dialect, {
    open: (now) => memoryStore({ now }),
    user: { account: { id: ACCOUNT, shopIds: [SHOP, OTHER] } },
  })
  const { store } = halves
  await store.putShop({ id: SHOP, name: 'North', region: 'th', createdAt: 0 })
  await store.putShop({ id: OTHER, name: 'South', region: 'my', createdAt: 0 })
  try {
    await use(halves)
  } finally {
    await halves.close()
  }
}

/** What the callback brought, after a consent page that names both shops. */
async function authorized({ client, visit, browser }: Halves) {
  const begun = await client.begin({ redirectUri: CALLBACK })
  const page = await visit(begun.url)
  for (const said of ['North', 'South', SHOP, OTHER]) assert.ok(page.html.includes(said), said)
  const back = await browser.submit(page, { decision: 'approve' })
  const answer = await client.finish(back.leftFor ?? '', begun)
  assert.ok(!isFailure(answer), JSON.stringify(answer))
  return answer
}

async function introspected({ running, store }: Halves, token: string): Promise<object> {
  const secret = digest('client', 'gateway secret')
  await store.putGateway({ id: 'g', secret, platforms: [], seesRefreshTokens: false, createdAt: 0 })
  const reply = await fetch(running.url + introspection.path, {
    method: 'POST',
    body: new URLSearchParams({ token, client_id: 'g', client_secret: 'gateway secret' }),
  })
  const context = { now: 0, requestId: '', envelope: noEnvelope, signer: noSigner }
  return introspection.response.decode({ status: reply.status, body: await reply.text() }, context)
}

/** The tokens of one shop, for those of its account or its own. */
const refreshFor = (client: Client, tokens: TokenSet, userId: string) =>
  client.refresh({ ...tokens, userId } as TokenSet & { readonly refreshToken: string })

const listed = [
  { userId: SHOP, region: 'th' },
  { userId: OTHER, region: 'my' },
]

test('Lazada: one pair of tokens serves the shops of all countries, and one refresh renews them', () =>
  withAccount(lazada, async (halves) => {
    const { client, running } = halves
    const shops = [
      { region: 'th', userId: SHOP, name: 'North' },
      { region: 'my', userId: OTHER, name: 'South' },
    ]
    const first = granted(await client.exchangeCode(await authorized(halves)))
    assert.deepEqual([first.region, first.shops], ['cb', shops])
    assert.equal(first.userId, undefined)
    const second = granted(await client.refresh(first))
    assert.deepEqual([second.region, second.shops], ['cb', shops])
    const told = (await introspected(halves, second.accessToken)) as { readonly shops?: unknown }
    assert.deepEqual(told.shops, listed)
    assert.equal(running.runtime.platforms.size, 1)
  }))

test('Shopee: a main account’s refresh token is spent once for each shop, and each goes on by itself', () =>
  withAccount(shopee, async (halves) => {
    const { client, live, later } = halves
    const answer = await authorized(halves)
    assert.deepEqual([answer.accountId, answer.userId], [ACCOUNT, undefined])
    const first = granted(await client.exchangeCode(answer))
    assert.deepEqual(first.shops, [{ userId: SHOP }, { userId: OTHER }])

    assertRefused(await client.refresh(first), shopee, 'refresh', 'shop_mismatch')
    assertRefused(await refreshFor(client, first, '9'), shopee, 'refresh', 'shop_mismatch')
    const north = granted(await refreshFor(client, first, SHOP))
    const again = granted(await refreshFor(client, first, SHOP))
    assert.equal(again.refreshToken, north.refreshToken, 'an answer that was lost is repeated')
    const south = granted(await refreshFor(client, first, OTHER))
    assert.notEqual(south.refreshToken, north.refreshToken)
    for (const { accessToken } of [first, north, south]) assert.ok(await live(accessToken))
    assert.equal(((await introspected(halves, south.accessToken)) as { userId?: string }).userId, OTHER)

    const northern = granted(await refreshFor(client, north, SHOP))
    assertRefused(await refreshFor(client, first, SHOP), shopee, 'refresh', 'refresh_token_used')
    assertRefused(await refreshFor(client, south, SHOP), shopee, 'refresh', 'shop_mismatch')
    later(4 * 3600 - 1)
    assert.ok(await live(northern.accessToken), 'a spent token of the account ends nothing')
    const southern = granted(await refreshFor(client, south, OTHER))
    assert.ok(await live(southern.accessToken))
  }))

test('Shopee: a code that is used twice ends the tokens of every shop', () =>
  withAccount(shopee, async (halves) => {
    const { client, live } = halves
    const answer = await authorized(halves)
    const first = granted(await client.exchangeCode(answer))
    const south = granted(await refreshFor(client, first, OTHER))
    assertRefused(await client.exchangeCode(answer), shopee, 'token', 'code_used')
    for (const { accessToken } of [first, south]) assert.equal(await live(accessToken), false)
  }))

test('Shopee: a new authorization ends the one before, for every shop', () =>
  withAccount(shopee, async (halves) => {
    const { client, live, later } = halves
    const first = granted(await client.exchangeCode(await authorized(halves)))
    const south = granted(await refreshFor(client, first, OTHER))
    later(1)
    await authorized(halves)
    for (const { accessToken } of [first, south]) assert.equal(await live(accessToken), false)
  }))
