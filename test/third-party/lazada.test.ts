/*
 * Two clients of Lazada from npm, unmodified. `lazada-open-platform-sdk` sends all in the query, and by POST the code once more
 * in a JSON body; its host is fixed, so it runs through the proxy setting of `request`, which it is made of.
 * `lazada-sdk-client` takes an address. It sends by GET, with a partner_id that is signed.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import LazadaAPI from 'lazada-open-platform-sdk'
import { LazadaClient, LazadaRequest } from 'lazada-sdk-client'
import type { DemoPlatform } from '@hufu/demo/instance'
import { type StartedDemo, withDemo } from './demo.ts'

type Answer = Readonly<Record<string, unknown>>

/** The official link: its redirect URI is not encoded. */
const linkOf = ({ authorizeUrl, clientId, redirectUri }: DemoPlatform, more = '') =>
  `${authorizeUrl}?response_type=code&force_auth=true&redirect_uri=${redirectUri}&client_id=${clientId}${more}`

async function codeFrom({ platform, decided }: StartedDemo): Promise<string> {
  const back = await decided(linkOf(platform('lazada'), '&state=s-1'))
  assert.equal(back.searchParams.get('state'), 's-1')
  return back.searchParams.get('code') ?? ''
}

function assertTokens(answer: Answer, list: string): void {
  assert.equal(answer['code'], '0')
  assert.ok(typeof answer['access_token'] === 'string' && typeof answer['refresh_token'] === 'string')
  assert.equal(answer['expires_in'], 2_592_000)
  const [shop] = answer[list] as readonly Answer[]
  assert.equal(shop?.['seller_id'], '2000000001')
  assert.equal(shop?.['user_id'], '2000000001')
}

/** While `use` runs, requests to http addresses go through this server, as a proxy is asked. */
async function throughProxy(url: string, use: () => Promise<void>): Promise<void> {
  const before = process.env['http_proxy']
  process.env['http_proxy'] = url
  try {
    await use()
  } finally {
    if (before === undefined) delete process.env['http_proxy']
    else process.env['http_proxy'] = before
  }
}

for (const action of ['GET', 'POST'] as const) {
  test(`lazada-open-platform-sdk, by ${action}: code, tokens, refresh and a refusal`, () =>
    withDemo(
      (demo) =>
        throughProxy(demo.url, async () => {
          const { clientId, clientSecret } = demo.platform('lazada')
          const sdk = new LazadaAPI(clientId, clientSecret, 'SINGAPORE')
          const { generateAccessToken, refreshAccessToken } = sdk.client
          const ask = (call: typeof generateAccessToken, payload: Readonly<Record<string, string>>) =>
            call(clientId, clientSecret, sdk.gateway, undefined, payload, action, 'HTTP')
          const code = await codeFrom(demo)

          const first = await ask(generateAccessToken, { code })
          assertTokens(first, 'country_user_info')
          const second = await ask(refreshAccessToken, { refresh_token: String(first['refresh_token']) })
          assertTokens(second, 'country_user_info_list')
          assert.notEqual(second['refresh_token'], first['refresh_token'])
          assert.equal((await demo.introspect(String(second['access_token'])))['active'], true)

          await assert.rejects(ask(generateAccessToken, { code: 'made-up' }), (said: Answer) => {
            assert.deepEqual([said['code'], said['type']], ['InvalidCode', 'ISP'])
            return true
          })
        }),
      undefined,
      () => ({ lazada: ['auth.lazada.com'] }),
    ))
}

test('lazada-sdk-client: code, tokens, refresh and a refusal', () =>
  withDemo(async (demo) => {
    const { baseUrl, clientId, clientSecret } = demo.platform('lazada')
    const client = new LazadaClient(`${baseUrl}/rest`, clientId, clientSecret)
    const ask = async (path: string, name: string, value: string, as = client) => {
      const request = new LazadaRequest(path, 'GET')
      request.addApiParam(name, value)
      const { data } = await as.execute(request)
      return data
    }
    const code = await codeFrom(demo)
    const stranger = new LazadaClient(`${baseUrl}/rest`, clientId, 'another secret')
    const unsigned = await ask('/auth/token/create', 'code', code, stranger)
    assert.equal(unsigned['code'], 'IncompleteSignature')

    const first = await ask('/auth/token/create', 'code', code)
    assertTokens(first, 'country_user_info')
    const second = await ask('/auth/token/refresh', 'refresh_token', String(first['refresh_token']))
    assertTokens(second, 'country_user_info_list')
    const used = await ask('/auth/token/create', 'code', code)
    assert.deepEqual([used['code'], used['message']], ['InvalidCode', 'Invalid authorization code'])
  }))
