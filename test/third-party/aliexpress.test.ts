/*
 * `ae_sdk` from npm, unmodified: it sends everything in the query of a POST, with `simplify`, `sign_method` and an empty
 * `session` signed. Its addresses are fields of the class, so that a subclass points it elsewhere.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DropshipperClient } from 'ae_sdk'
import type { DemoPlatform } from '@hufu/demo/instance'
import { withDemo } from './demo.ts'

class Client extends DropshipperClient {
  protected override readonly new_apis_url: string

  constructor({ baseUrl, clientId, clientSecret }: DemoPlatform, secret = clientSecret) {
    super({ app_key: clientId, app_secret: secret, session: '' })
    this.new_apis_url = `${baseUrl}/rest`
  }
}

const linkOf = ({ authorizeUrl, clientId, redirectUri }: DemoPlatform): string =>
  `${authorizeUrl}?${new URLSearchParams({ response_type: 'code', client_id: clientId, redirect_uri: redirectUri, state: 's-1' })}`

async function tokensOf(asked: ReturnType<Client['generateToken']>) {
  const result = await asked
  assert.ok(result.ok, JSON.stringify(result))
  const { data } = result
  assert.equal(data['code'], '0')
  assert.equal(data['expires_in'], 2_592_000)
  assert.ok(Number(data['expire_time']) > Date.now())
  const [access, refresh] = [data['access_token'], data['refresh_token']]
  assert.ok(typeof access === 'string' && typeof refresh === 'string')
  return { access, refresh, seller: data['seller_id'] }
}

test('ae_sdk: link, code, tokens, the seller, refresh and refusals', () =>
  withDemo(async ({ platform, decided, introspect }) => {
    const aliexpress = platform('aliexpress')
    const back = await decided(linkOf(aliexpress))
    assert.equal(back.searchParams.get('state'), 's-1')
    const code = back.searchParams.get('code') ?? ''

    // The signature is checked before the code, and uses none up.
    const unsigned = await new Client(aliexpress, 'another secret').generateToken({ code })
    assert.ok(unsigned.ok)
    assert.deepEqual([unsigned.data['type'], unsigned.data['code']], ['ISV', 'IncompleteSignature'])

    const client = new Client(aliexpress)
    const first = await tokensOf(client.generateToken({ code }))
    const seller = await client.callAPIDirectly('/seller/get', { access_token: first.access })
    assert.ok(seller.ok)
    assert.equal((seller.data['data'] as Readonly<Record<string, unknown>>)['seller_id'], first.seller)

    const second = await tokensOf(client.refreshToken({ refresh_token: first.refresh }))
    assert.notEqual(second.access, first.access)
    assert.notEqual(second.refresh, first.refresh)
    assert.equal((await introspect(second.access))['active'], true)

    const used = await client.generateToken({ code })
    assert.ok(used.ok)
    assert.deepEqual([used.data['type'], used.data['code']], ['ISP', 'InvalidCode'])
  }))
