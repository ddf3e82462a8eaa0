/* simple-oauth2, unmodified, at a platform that answers with the statuses of RFC 6749. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AuthorizationCode } from 'simple-oauth2'
import type { DemoPlatform } from '@hufu/demo/instance'
import { withDemo } from './demo.ts'

function clientOf(
  { baseUrl, authorizeUrl, tokenUrl, clientId }: DemoPlatform,
  secret: string,
): AuthorizationCode {
  const path = (url: string) => new URL(url).pathname
  return new AuthorizationCode({
    client: { id: clientId, secret },
    auth: {
      tokenHost: new URL(baseUrl).origin,
      authorizePath: path(authorizeUrl),
      tokenPath: path(tokenUrl),
    },
    options: { authorizationMethod: 'body' },
  })
}

/** What is thrown carries the reply. */
const refusedWith =
  (status: number, error: string) =>
  (thrown: unknown): boolean => {
    const { data } = thrown as {
      data: { res: { statusCode: number }; payload: Readonly<Record<string, unknown>> }
    }
    assert.equal(data.res.statusCode, status)
    assert.deepEqual([data.payload['error'], data.payload['status']], [error, status])
    assert.equal(data.payload['message'], data.payload['error_description'])
    assert.deepEqual(data.payload['cause'], [])
    return true
  }

test('simple-oauth2 at mercadolibre: link, code, tokens, user, refresh and refusals', () =>
  withDemo(async ({ platform, decided }) => {
    const of = platform('mercadolibre')
    const client = clientOf(of, of.clientSecret)
    const asked = { redirect_uri: of.redirectUri, scope: 'offline_access read write', state: 's-1' }
    const back = await decided(client.authorizeURL(asked))
    assert.equal(back.searchParams.get('state'), 's-1')
    const grant = { code: back.searchParams.get('code') ?? '', redirect_uri: of.redirectUri }

    await assert.rejects(clientOf(of, 'another secret').getToken(grant), refusedWith(400, 'invalid_client'))
    const first = await client.getToken(grant)
    assert.equal(first.token['token_type'], 'Bearer')
    assert.equal(first.token['expires_in'], 21_600)
    assert.equal(typeof first.token['user_id'], 'number')

    const me = await fetch(`${of.baseUrl}/users/me`, {
      headers: { authorization: `Bearer ${String(first.token['access_token'])}` },
    })
    assert.equal(((await me.json()) as { id: number }).id, first.token['user_id'])

    const second = await first.refresh()
    assert.notEqual(second.token['access_token'], first.token['access_token'])
    assert.notEqual(second.token['refresh_token'], first.token['refresh_token'])
    // A refresh token is for one use, without a time of grace.
    await assert.rejects(first.refresh(), refusedWith(400, 'invalid_grant'))
    await assert.rejects(client.getToken(grant), refusedWith(400, 'invalid_grant'))
  }))
