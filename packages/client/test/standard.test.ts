/* The standards' own dialect against a server that others wrote, over real HTTP. */
import assert from 'node:assert/strict'
import { type TestContext, describe, test } from 'node:test'
import { oauth2, oauth2Post } from '@hufu/dialects'
import { createClient, isFailure } from '../src/index.ts'
import { REDIRECT_URI, type StandardServer, standardServer } from './standard-server.ts'

/** Where this server has its endpoints. */
const endpointsOf = (issuer: string) => ({
  authorize: `${issuer}/auth`,
  token: `${issuer}/token`,
  refresh: `${issuer}/token`,
  userInfo: `${issuer}/me`,
  revocation: `${issuer}/token/revocation`,
})

const scope = ['openid', 'profile']

const dialectOf = { client_secret_basic: oauth2, client_secret_post: oauth2Post } as const

for (const method of ['client_secret_basic', 'client_secret_post'] as const)
  for (const rotates of [true, false])
    describe(`${method}, refresh tokens ${rotates ? 'change' : 'stay'}`, () => {
      const connected = async (t: TestContext) => {
        const server = await standardServer(t, { method, rotates })
        const client = clientOf(server)
        const begun = await client.begin({ redirectUri: REDIRECT_URI, scope, data: 'shop 7' })
        const authorized = await client.finish(await server.authorize(begun.url), begun)
        assert.ok(!isFailure(authorized), JSON.stringify(authorized))
        const tokens = await client.exchangeCode(authorized)
        assert.ok(!isFailure(tokens), JSON.stringify(tokens))
        return { server, client, authorized, tokens }
      }
      const clientOf = ({ options, issuer }: StandardServer, changes: { clientSecret?: string } = {}) =>
        createClient(dialectOf[method], {
          ...options,
          issuer,
          endpoints: endpointsOf(issuer),
          ...changes,
        })

      test('code to tokens, with PKCE; a code is good once', async (t) => {
        const { client, authorized, tokens } = await connected(t)
        assert.equal(authorized.data, 'shop 7')
        assert.equal(tokens.expiresIn, 600)
        assert.deepEqual(tokens.scope, scope)
        assert.ok(tokens.refreshToken)
        const again = await client.exchangeCode(authorized)
        assert.ok(isFailure(again))
        assert.deepEqual(
          [again.error, again.outcome, again.platformCode, again.status],
          ['code_unknown', 'rejected', 'invalid_grant', 400],
        )
      })

      test('tokens to tokens, and what became of the old refresh token', async (t) => {
        const { client, tokens } = await connected(t)
        const newer = await client.refresh(tokens)
        assert.ok(!isFailure(newer), JSON.stringify(newer))
        assert.notEqual(newer.accessToken, tokens.accessToken)
        assert.equal(newer.refreshToken === tokens.refreshToken, !rotates)
        const old = await client.refresh(tokens)
        assert.equal(isFailure(old), rotates)
        if (isFailure(old)) assert.deepEqual([old.error, old.retry], ['refresh_token_unknown', 'reauth'])
        // Reuse ends the family: what came of it is no good either.
        assert.equal(isFailure(await client.refresh(newer)), rotates)
      })

      test('userInfo returns the user who authorised, and reports an invalid token', async (t) => {
        const { client, tokens } = await connected(t)
        assert.deepEqual(await client.userInfo(tokens), {
          openId: 'wang',
          nickname: 'Wang',
          avatarUrl: 'https://isv.test/w.png',
        })
        const none = await client.userInfo({ accessToken: 'none' })
        assert.ok(isFailure(none))
        assert.deepEqual([none.error, none.outcome, none.status], ['access_token_unknown', 'rejected', 401])
      })

      test('a revoked token is no longer valid', async (t) => {
        const { client, tokens } = await connected(t)
        assert.deepEqual(await client.revoke(tokens.refreshToken ?? ''), { revoked: true })
        const after = await client.refresh(tokens)
        assert.ok(isFailure(after))
        assert.equal(after.platformCode, 'invalid_grant')
        assert.deepEqual(await client.revoke('never issued'), { revoked: true })
      })

      test('a wrong secret and a wrong verifier are refused', async (t) => {
        const server = await standardServer(t, { method, rotates })
        const begun = await clientOf(server).begin({ redirectUri: REDIRECT_URI, scope })
        const authorized = await clientOf(server).finish(await server.authorize(begun.url), begun)
        assert.ok(isFailure(authorized), 'another client has other states')
        const client = clientOf(server)
        const mine = await client.begin({ redirectUri: REDIRECT_URI, scope })
        const code = await client.finish(await server.authorize(mine.url), mine)
        assert.ok(!isFailure(code))
        const wrong = await clientOf(server, { clientSecret: 'wrong' }).exchangeCode(code)
        assert.ok(isFailure(wrong))
        assert.deepEqual(
          [wrong.error, wrong.status, wrong.retry],
          ['client_unauthenticated', 401, 'fix_config'],
        )
        const other = await client.exchangeCode({ ...code, codeVerifier: 'x'.repeat(43) })
        assert.ok(isFailure(other))
        assert.equal(other.platformCode, 'invalid_grant')
      })
    })

test('the callback of another server is not believed', async (t) => {
  const server = await standardServer(t, { method: 'client_secret_basic', rotates: true })
  const made = (issuer: string) =>
    createClient(oauth2, { ...server.options, issuer, endpoints: endpointsOf(server.issuer) })
  for (const [issuer, believed] of [
    [server.issuer, true],
    ['https://other.test', false],
  ] as const) {
    const client = made(issuer)
    const begun = await client.begin({ redirectUri: REDIRECT_URI, scope })
    const callback = await server.authorize(begun.url)
    const { searchParams } = new URL(callback)
    assert.equal(searchParams.get('iss'), server.issuer)
    assert.equal(!isFailure(client.readCallback(callback, begun)), believed)
    const answer = await client.finish(callback, begun)
    assert.equal(!isFailure(answer), believed)
    if (isFailure(answer)) assert.equal(answer.error, 'state_misdirected')
  }
})
