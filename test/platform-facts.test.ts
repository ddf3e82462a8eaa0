/* What a platform's page says about its addresses, times and rules, where no codec would notice a slip. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Dialect,
  authenticationOf,
  chainUp,
  dialects,
  jdCentral,
  jdFinance,
  jos,
  jos2,
  referenceOf,
  servedDialects,
} from '@hufu/dialects'
import { callsOf, context } from './generators.ts'
import { recordOf } from './records.ts'

const DAY = 86_400

const addresses = (dialect: Dialect) => [
  `GET ${[dialect.authorize.path, ...dialect.authorize.aliases].join(' ')}`,
  ...callsOf(dialect).map(([, { methods, path }]) => `${methods.join(' ')} ${path}`),
]

test('jd-finance: addresses; the platform’s own host', () => {
  assert.deepEqual(addresses(jdFinance), [
    'GET /oauth2/authorization/forward',
    'GET /oauth2/code/c2t',
    'GET /oauth2/authorization/refresh_token',
    'POST /gw/generic/jimu/outside/m/getUserBaseInfo',
  ])
  assert.equal(jdFinance.origin, 'https://open.jr.jd.com')
})

test('jos: one address for both calls, of a native application too', () => {
  assert.deepEqual(addresses(jos), ['GET /oauth/authorize', 'POST GET /oauth/token', 'POST GET /oauth/token'])
  assert.equal(jos.origin, 'https://oauth.jd.com')
  assert.equal(jos.policy.outOfBand, 'urn:ietf:wg:oauth:2.0:oob')
})

test('jos2 and jd-central: the same addresses, by form there and by GET here', () => {
  const [link, ...calls] = addresses(jos2)
  assert.deepEqual(
    [link, ...calls],
    [
      'GET /oauth2/to_login',
      'POST GET /oauth2/access_token',
      'POST GET /oauth2/refresh_token',
      'POST GET /routerjson',
    ],
  )
  assert.deepEqual(addresses(jdCentral), [
    link,
    'GET POST /oauth2/access_token',
    'GET POST /oauth2/refresh_token',
  ])
  assert.equal(jos2.origin, 'https://open-oauth.jd.com')
  assert.equal(jdCentral.origin, 'https://oauth.jd.co.th')
})

test('chainup: addresses, two for the login page, in one of two languages', () => {
  assert.deepEqual(addresses(chainUp), [
    'GET /platform/login.html /platform/authorized.html',
    'POST /platformapi/chainup/open/auth/token',
    'POST /platformapi/chainup/open/auth/refreshToken',
  ])
  const link = chainUp.authorize.request.decode('appKey=a&redirectUrl=r&lan=zh_CN', context)
  assert.deepEqual(link, { clientId: 'a', redirectUri: 'r', locale: 'zh_CN' })
})

test('of the platforms with a name, jd-finance and jos2 alone offer user info', () => {
  const offering = servedDialects.filter(({ userInfo }) => userInfo)
  assert.deepEqual(offering, [jdFinance, jos2])
})

test('jd-finance: code 2 h, token 7200 s, refresh 30 days; https and the host; no secret; errors stop on the page', () => {
  const { policy, authorize } = jdFinance
  assert.deepEqual(
    [policy.codeLifetime, policy.accessTokenLifetime, policy.refreshTokenLifetime],
    [7200, 7200, 30 * DAY],
  )
  assert.deepEqual([policy.httpsOnly, policy.redirectUri], [true, 'host'])
  assert.deepEqual([policy.clientAuthentication, policy.clientIdIssued], ['none', 'on-approval'])
  assert.deepEqual([policy.scopes, authorize.errorsGo], [['base', 'white'], 'on-page'])
})

test('jd-central: 3600000 s, the same tokens after a refresh, 500 of them a month of Bangkok', () => {
  const { policy } = jdCentral
  assert.equal(policy.accessTokenLifetime, 3_600_000)
  assert.deepEqual(policy.refresh, { accessToken: 'same', refreshToken: 'same' })
  assert.deepEqual(policy.refreshQuota, { count: 500, per: 'month', timeZone: 'Asia/Bangkok' })
  assert.deepEqual([policy.callbackStatus, policy.scopes], [302, ['snsapi_base', 'snsapi_union_login']])
})

test('jos: 24 h under online test, a year online; the same access token, a new refresh token, by right', () => {
  for (const { policy } of [jos, jos2]) {
    assert.equal(policy.codeLifetime, 300)
    assert.deepEqual(policy.accessTokenLifetime, { onlineTest: DAY, online: 365 * DAY })
    assert.deepEqual(policy.refreshTokenLifetime, { onlineTest: 31 * DAY, online: 395 * DAY })
    assert.deepEqual(policy.refresh, { accessToken: 'same', refreshToken: 'new' })
    assert.equal(policy.redirectUri, 'registrable-domain')
  }
  assert.deepEqual([jos.policy.refreshTokenGranted, jos.policy.scopes], ['by-right', ['read']])
})

test('jos2: refresh only within the 24 hours before expiry', () => {
  assert.deepEqual(jos2.policy.refreshWindow, { lastSeconds: DAY })
})

test('chainup: rotation; code 5 minutes, token 2 hours, refresh 30 days (ours); the redirect URI to the letter', () => {
  const { policy, token } = chainUp
  assert.deepEqual(
    [policy.codeLifetime, policy.accessTokenLifetime, policy.refreshTokenLifetime],
    [300, 7200, 30 * DAY],
  )
  assert.deepEqual(policy.refresh, { accessToken: 'new', refreshToken: 'new' })
  assert.deepEqual([policy.redirectUri, authenticationOf(token)], ['exact', 'signature'])
})

test('tokens look as observed', () => {
  assert.deepEqual([jdCentral.formats.accessToken, jdCentral.formats.refreshToken], ['hex32', 'hex32'])
  assert.deepEqual([jos.formats.accessToken, jos.formats.refreshToken], ['uuid', 'uuid'])
  assert.deepEqual([jos2.formats.accessToken, jos2.formats.openId], ['hex32-and-four', 'base64url-43'])
})

test('a table of parameters and of codes can be made of every dialect', () => {
  for (const dialect of dialects) {
    const tables = referenceOf(recordOf(dialect))
    assert.deepEqual(
      tables.map(({ step }) => step),
      ['authorize', 'callback', ...callsOf(dialect).map(([call]) => call)],
    )
    for (const { step, request, errors } of tables) {
      assert.ok(request.every(({ name, meaning }) => name !== '' && meaning !== ''))
      assert.equal(errors.length > 0, step !== 'callback')
    }
  }
})
