/* simple-oauth2, unmodified, with the options that the protocol pages name. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AuthorizationCode } from 'simple-oauth2'
import type { DemoPlatform } from '@hufu/demo/instance'
import { withDemo } from './demo.ts'

const newFlow = { idParamName: 'app_key', secretParamName: 'app_secret' }
const expected = {
  jos: {
    names: {},
    scope: 'read',
    token: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
    code: 0,
    refreshed: 'new',
  },
  jos2: { names: newFlow, scope: 'snsapi_base', token: /^[\da-f]{32}[a-z\d]{4}$/, code: 0, refreshed: 'new' },
  'jd-central': {
    names: newFlow,
    scope: 'snsapi_base',
    token: /^[\da-f]{32}$/,
    code: undefined,
    refreshed: 'same',
  },
} as const

const clientOf = (
  { baseUrl, authorizeUrl, tokenUrl, refreshUrl, revocationUrl, clientId, clientSecret }: DemoPlatform,
  names: { readonly idParamName?: string; readonly secretParamName?: string },
  authorizationMethod: 'body' | 'header' = 'body',
): AuthorizationCode => {
  const path = (url: string) => new URL(url).pathname
  return new AuthorizationCode({
    client: { id: clientId, secret: clientSecret, ...names },
    auth: {
      tokenHost: new URL(baseUrl).origin,
      authorizePath: path(authorizeUrl),
      tokenPath: path(tokenUrl),
      refreshPath: path(refreshUrl),
      revokePath: path(revocationUrl),
    },
    options: { authorizationMethod, scopeSeparator: ',' },
  })
}

for (const [id, { names, scope, token, code: success, refreshed }] of Object.entries(expected)) {
  test(`simple-oauth2 at ${id}: link, code to token, refresh`, () =>
    withDemo(async ({ platform, decided, introspect }) => {
      const of = platform(id)
      const client = clientOf(of, names)
      const asked = { redirect_uri: of.redirectUri, scope: [scope], state: 'a state of its own' }
      const callback = await decided(client.authorizeURL(asked))
      assert.equal(`${callback.origin}${callback.pathname}`, of.redirectUri)
      assert.equal(callback.searchParams.get('state'), asked.state)
      const code = callback.searchParams.get('code') ?? ''

      const first = await client.getToken({ code, redirect_uri: of.redirectUri })
      assert.match(String(first.token['access_token']), token)
      assert.match(String(first.token['refresh_token']), token)
      assert.equal(first.token['code'], success)
      assert.equal(first.token['scope'], scope)
      assert.equal(first.expired(), false)
      const lifetime = Number(first.token['expires_in'])
      assert.ok(Math.abs(first.token.expires_at.getTime() - Date.now() - lifetime * 1000) < 10_000)
      assert.equal((await introspect(String(first.token['access_token'])))['active'], true)

      const second = await first.refresh()
      assert.equal(second.token['access_token'], first.token['access_token'])
      assert.equal(second.token['refresh_token'] === first.token['refresh_token'], refreshed === 'same')
      assert.equal(second.token['expires_in'], lifetime)
      const third = await second.refresh({ scope: [scope] })
      assert.equal(third.token['access_token'], first.token['access_token'])
    }))

  test(`simple-oauth2 at ${id}: a refusal is HTTP 200 with a code in the body, and no token`, () =>
    withDemo(async ({ platform }) => {
      const of = platform(id)
      const { token: refused } = await clientOf(of, names).getToken({
        code: 'made up',
        redirect_uri: of.redirectUri,
      })
      assert.equal(refused['access_token'], undefined)
      assert.equal(refused['code'], id === 'jos' ? '402' : 304)
    }))
}

test('simple-oauth2 at jos: Basic authentication is not the platform’s, and costs the code nothing', () =>
  withDemo(async ({ platform, decided }) => {
    const jos = platform('jos')
    const client = clientOf(jos, {})
    const callback = await decided(client.authorizeURL({ redirect_uri: jos.redirectUri, state: 's' }))
    const asked = { code: callback.searchParams.get('code') ?? '', redirect_uri: jos.redirectUri }
    const { token: refused } = await clientOf(jos, {}, 'header').getToken(asked)
    assert.deepEqual([refused['access_token'], refused['code']], [undefined, '302'])
    const { token } = await client.getToken(asked)
    assert.equal(token['code'], 0)
  }))

test('simple-oauth2 at jos: a denial comes back as access_denied', () =>
  withDemo(async ({ platform, decided }) => {
    const jos = platform('jos')
    const link = clientOf(jos, {}).authorizeURL({ redirect_uri: jos.redirectUri, state: 's' })
    const callback = await decided(link, 'deny')
    assert.equal(callback.search, '?error=access_denied&state=s')
  }))

test('simple-oauth2 at jos: revoked tokens are over (RFC 7009)', () =>
  withDemo(async ({ platform, decided, introspect }) => {
    const jos = platform('jos')
    const client = clientOf(jos, {})
    const callback = await decided(client.authorizeURL({ redirect_uri: jos.redirectUri, state: 's' }))
    const code = callback.searchParams.get('code') ?? ''
    const tokens = await client.getToken({ code, redirect_uri: jos.redirectUri })
    await tokens.revoke('access_token')
    assert.deepEqual(await introspect(String(tokens.token['access_token'])), { active: false })
    const { token: refused } = await tokens.refresh()
    assert.equal(refused['code'], '2011')
  }))
