/* Where a server has its endpoints, asked of a real one, and of some that lie. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { oauth2 } from '@hufu/dialects'
import { discover } from '../src/discover.ts'
import { createClient, isFailure } from '../src/index.ts'
import { REDIRECT_URI, standardServer } from './standard-server.ts'
import { listen } from './tiny-server.ts'

test("a real server's metadata is all that a client needs", async (t) => {
  const server = await standardServer(t, { method: 'client_secret_basic', rotates: true })
  const discovered = await discover(server.issuer)
  assert.ok(!isFailure(discovered), JSON.stringify(discovered))
  assert.equal(discovered.issuer, server.issuer)
  const { clientId, clientSecret } = server.options
  const client = createClient(oauth2, { clientId, clientSecret, ...discovered })
  const begun = await client.begin({ redirectUri: REDIRECT_URI, scope: ['openid'] })
  const authorized = await client.finish(await server.authorize(begun.url), begun)
  assert.ok(!isFailure(authorized), JSON.stringify(authorized))
  const tokens = await client.exchangeCode(authorized)
  assert.ok(!isFailure(tokens), JSON.stringify(tokens))
  const newer = await client.refresh(tokens)
  assert.ok(!isFailure(newer), JSON.stringify(newer))
  assert.equal(((await client.userInfo(newer)) as { openId?: string }).openId, 'wang')
  assert.deepEqual(await client.revoke(newer.accessToken), { revoked: true })
})

test('metadata between host and path (RFC 8414), else below both; what it does not name is not there', async (t) => {
  for (const [issuers, place] of [
    ['/tenant', '/.well-known/oauth-authorization-server/tenant'],
    ['/tenant', '/tenant/.well-known/openid-configuration'],
    ['', '/.well-known/oauth-authorization-server'],
    ['/', '/.well-known/openid-configuration'],
  ] as const) {
    const host: string = await listen(t, ({ path }, response) => {
      const [authorization_endpoint, token_endpoint] = [`${host}/a?b=c`, `${host}/t`]
      if (path === place)
        response.end(JSON.stringify({ issuer: `${host}${issuers}`, authorization_endpoint, token_endpoint }))
      else response.writeHead(404).end('{}')
    })
    const found = await discover(`${host}${issuers}`)
    assert.deepEqual(found, {
      baseUrl: `${host}${issuers}`,
      endpoints: {
        authorize: `${host}/a?b=c`,
        token: `${host}/t`,
        refresh: `${host}/t`,
        userInfo: null,
        revocation: null,
      },
    })
    const { offers } = createClient(oauth2, { clientId: 'c', clientSecret: 's', ...found })
    assert.deepEqual(offers, { userInfo: false, gateway: false, revocation: false })
  }
})

test('untrusted discovery documents', async (t) => {
  const told = async (metadata: (host: string) => unknown, issuer?: string) => {
    const host: string = await listen(t, (_, response) => {
      response.end(JSON.stringify(metadata(host)))
    })
    const answer = await discover(issuer === undefined ? host : `${host}${issuer}`)
    assert.ok(isFailure(answer), JSON.stringify(answer))
    return [answer.error, answer.parameter]
  }
  const right = (host: string) => ({
    issuer: host,
    authorization_endpoint: `${host}/a`,
    token_endpoint: `${host}/t`,
  })
  assert.deepEqual(await told(() => right('https://other.test')), ['answer_unreadable', 'issuer'])
  assert.deepEqual(await told(right, '/'), ['answer_unreadable', 'issuer'])
  for (const token_endpoint of [
    undefined,
    null,
    7,
    '',
    '/t',
    'ftp://a.test',
    'javascript:alert(1)',
    'https://a.test/#x',
  ])
    assert.deepEqual(await told((host) => ({ ...right(host), token_endpoint })), [
      'answer_unreadable',
      'token_endpoint',
    ])
  assert.deepEqual(await told((host) => ({ ...right(host), revocation_endpoint: 'mailto:a@b' })), [
    'answer_unreadable',
    'revocation_endpoint',
  ])
  for (const nothing of [[], null, 'text'])
    assert.deepEqual(await told(() => nothing), ['no_such_endpoint', undefined])
  for (const issuer of [
    '',
    'nobody',
    'ftp://a.test',
    'https://u@a.test',
    'https://a.test?x',
    'https://a.test#x',
  ])
    await assert.rejects(discover(issuer), TypeError)
})

test('hints name the issuer that was expected and the one that is there, the member, and where it was looked', async (t) => {
  const hintOf = async (reply: object | number, headers: Record<string, string> = {}) => {
    const host = await listen(t, (_, response) => {
      if (typeof reply === 'number') response.writeHead(reply, headers).end()
      else response.end(JSON.stringify(reply))
    })
    const found = await discover(host)
    assert.ok(isFailure(found))
    return [found.hint.replaceAll(host, 'HOST'), found.error] as const
  }
  const [other] = await hintOf({ issuer: 'https://other.test/' })
  assert.match(other, /issuer "https:\/\/other\.test\/".*"HOST" was asked for/)
  assert.match(other, /HOST\/\.well-known\/oauth-authorization-server/)
  const [nowhere, error] = await hintOf(302, { location: 'https://login.test/?secret' })
  assert.equal(error, 'no_such_endpoint')
  assert.match(nowhere, /HOST\/\.well-known\/openid-configuration.*HTTP 302 to https:\/\/login\.test\/\./)
  assert.doesNotMatch(nowhere, /secret/)
  assert.equal((await hintOf(503))[1], 'platform_unavailable')
  assert.equal((await hintOf(429))[1], 'rate_limited')
})

test('an endpoint in clear is not believed of an issuer that is not', async () => {
  const issuer = 'https://a.test'
  const metadata = { issuer, authorization_endpoint: `${issuer}/a`, token_endpoint: 'http://a.test/t' }
  const answer = await discover(issuer, {
    fetch: () => Promise.resolve(new Response(JSON.stringify(metadata))),
  })
  assert.ok(isFailure(answer))
  assert.equal(answer.parameter, 'token_endpoint')
})
