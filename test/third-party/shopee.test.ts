/*
 * Clients of Shopee from npm, unmodified. Each signs the whole path of what it calls, so the platform answers at the root of a
 * virtual host. `@congminh1254/shopee-sdk` 2.7.0 makes the newer link and sends ids as numbers; 1.5.6 makes the older, signed
 * link; `shopee-open-api` does so too, and sends whatever ids it is given.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ShopeeSDK } from '@congminh1254/shopee-sdk'
import shopeeOpenApi from 'shopee-open-api'
import { ShopeeSDK as ClassicSDK } from 'shopee-sdk-classic'
import { type StartedDemo, withDemo } from './demo.ts'

const SHOP = 2_000_000_001

const withHost = (use: (demo: StartedDemo, host: string) => Promise<void>) =>
  withDemo(
    (demo) => use(demo, demo.url.replace('127.0.0.1', 'localhost')),
    undefined,
    (port) => ({ shopee: [`localhost:${port}`] }),
  )

/** In memory: the versions keep tokens in files where they are given no other place. */
const memory = () => {
  let held: Awaited<ReturnType<ShopeeSDK['refreshToken']>> = null
  return {
    store: async (token: NonNullable<typeof held>) => void (held = token),
    get: async () => held,
    clear: async () => void (held = null),
  }
}

/** The code and the shop of a callback. */
const granted = (back: URL) => {
  const said = back.searchParams
  assert.equal(said.get('shop_id'), String(SHOP))
  return { code: said.get('code') ?? '', shop: Number(said.get('shop_id')), state: said.get('state') }
}

for (const [name, SDK] of [
  ['@congminh1254/shopee-sdk 2.7.0', ShopeeSDK],
  ['@congminh1254/shopee-sdk 1.5.6', ClassicSDK],
] as const) {
  test(`${name}: link, code, tokens, refresh and refusals`, () =>
    withHost(async ({ platform, decided, introspect }, host) => {
      const { clientId, clientSecret, redirectUri } = platform('shopee')
      const config = {
        partner_id: Number(clientId),
        partner_key: clientSecret,
        base_url: `${host}/api/v2`,
        base_auth_url: `${host}/auth`,
      }
      const sdk = new SDK(config, memory())
      const link = sdk.getAuthorizationUrl(redirectUri, { state: 'kept' })
      const { code, shop, state } = granted(await decided(link))
      assert.equal(state, SDK === ShopeeSDK ? 'kept' : null)

      const first = await sdk.authenticateWithCode(code, shop)
      assert.equal(first.expire_in, 14_400)
      const second = await sdk.refreshToken()
      assert.ok(second)
      assert.equal(second.shop_id, SHOP)
      assert.notEqual(second.refresh_token, first.refresh_token)
      assert.equal((await introspect(second.access_token))['active'], true)
      // The replaced one lives for five minutes more.
      assert.equal((await introspect(first.access_token))['active'], true)

      await assert.rejects(sdk.authenticateWithCode(code, shop), /The code is expired or used or invalid/)
      await assert.rejects(
        new SDK({ ...config, partner_key: 'another' }, memory()).authenticateWithCode(code, shop),
        /Wrong sign/,
      )
    }))
}

for (const spelt of [String, Number])
  test(`shopee-open-api: link, tokens, refresh and a refusal, with ids as ${typeof spelt('1')}`, () =>
    withHost(async ({ platform, decided }, host) => {
      const { clientId, clientSecret, redirectUri } = platform('shopee')
      const redirect = `${redirectUri}/with-state`
      const api = shopeeOpenApi.default({
        host,
        partner_id: spelt(clientId),
        partner_key: clientSecret,
        redirect,
      })
      const back = await decided(api.getAuthLink())
      assert.equal(back.pathname, new URL(redirect).pathname)
      const { code, shop } = granted(back)

      const first = await api.getAccessToken({ code, shop_id: spelt(String(shop)) })
      assert.equal(first.error, '')
      const shop_id = spelt(String(shop))
      const second = await api.refreshAccessToken({ refresh_token: first.refresh_token, shop_id })
      assert.equal(second.expire_in, 14_400)
      assert.notEqual(second.refresh_token, first.refresh_token)

      const refused = await api.refreshAccessToken({ refresh_token: 'f'.repeat(32), shop_id })
      assert.equal(refused.error, 'error_shop_refresh_token')
    }))
