/* Every fact of the page on JOS that shows from outside: the flow in use since, `jos2`, and its gateway. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import { jos2 } from '@hufu/dialects'
import { appSecretPlace } from '@hufu/accounts'
import { digest } from '@hufu/engine'
import { CALLBACK, START } from '../both-halves.ts'
import { commonFacts, grantedBy, sharedPlatform } from './common-facts.ts'
import { changed, joinedScopeFacts, newFlow, refusal } from './new-flow.ts'
import { pairFacts, sent } from './pair-facts.ts'
import { type Pairs, type Platform, assertExactly, encoded, form, members, openPlatform } from './platform.ts'
import type { Tokens } from './spoken.ts'

const spoken = newFlow(jos2, 'POST', { success: 0, allow: 'POST, GET' })
const platform = await sharedPlatform(spoken)
// A refresh is for the last day of a token: an app under online test is always in it.
await platform.putApp('app', { status: 'online_test', testShops: ['2000000001'] })
const link = encoded(spoken.link)
const granted = grantedBy(spoken)
commonFacts(spoken, platform)
pairFacts(spoken, platform)
joinedScopeFacts(spoken, platform)

const redeem = (pairs: Pairs) => platform.send(form('/oauth2/access_token', pairs))

test('jos2: a granted reply, byte for byte: time and code are numbers', async () => {
  const tokens =
    '{"access_token":"<hex32and4>","expires_in":86400,"refresh_token":"<hex32and4>","scope":"snsapi_base",' +
    '"open_id":"<openid>","uid":"2000000001","time":1720501200000,"token_type":"bearer","code":0}'
  const reply = await redeem(spoken.exchangePairs(await platform.code(link)))
  assertExactly(reply.text, tokens)
  const refreshed = await platform.send(spoken.refresh(platform, spoken.tokensOf(platform, reply)))
  assertExactly(refreshed.text, tokens)
})

test('jos2: a refusal, byte for byte: code is a number, requestId is the one of the header', async () => {
  const reply = await redeem(spoken.exchangePairs('invented'))
  assertExactly(reply.text, refusal(304, '当前会话没有做过授权,请先授权'))
  assert.equal(members(reply)['requestId'], reply.headers['x-request-id'])
  const missing = await redeem(spoken.exchangePairs(''))
  assertExactly(missing.text, refusal(304, '当前会话没有做过授权,请先授权'))
})

test('jos2: the codes and words of token and refresh', async () => {
  const pairs = spoken.exchangePairs('invented')
  for (const [name, value, code, words] of [
    ['app_key', 'nobody', 101, '这个应用不存在'],
    ['app_key', '', 302, '缺少clientId 参数 或者为空'],
    ['grant_type', 'password', 401, '没有此流程的认证权限'],
    ['app_secret', 'wrong', 404, '错误客户端'],
  ] as const) {
    assertExactly((await redeem(changed(pairs, name, value))).text, refusal(code, words))
  }
  const refreshing = spoken.refreshPairs({ accessToken: '', refreshToken: 'made up', openId: '' })
  const reply = await platform.send(form('/oauth2/refresh_token', refreshing))
  assertExactly(reply.text, refusal(2011, 'refresh_token过期'))
  await platform.putApp('offline', { status: 'suspended' })
  const offline = changed(changed(pairs, 'app_key', 'KEY-offline'), 'app_secret', 'secret of offline')
  assertExactly((await redeem(offline)).text, refusal(102, '这个应用还没有上线'))
  await platform.putApp('far', { addresses: ['10.0.0.0/8'] })
  const far = changed(changed(pairs, 'app_key', 'KEY-far'), 'app_secret', 'secret of far')
  assertExactly((await redeem(far)).text, refusal(201, '您的IP服务受限,请联系客服解决'))
})

test('jos2: the refresh call takes no code, and the token call no refresh token', async () => {
  const code = await platform.code(link)
  const reply = await platform.send(form('/oauth2/refresh_token', spoken.exchangePairs(code)))
  assert.equal(members(reply)['code'], 401)
  const tokens = spoken.tokensOf(platform, await redeem(spoken.exchangePairs(code)))
  assert.equal(members(await redeem(spoken.refreshPairs(tokens)))['code'], 401)
})

test('jos2: several scopes are comma separated', async () => {
  const both = 'snsapi_base,snsapi_union_login'
  const reply = await redeem(spoken.exchangePairs(await platform.code(`${link}&scope=${both}`)))
  assert.equal(members(reply)['scope'], both)
  const { headers } = await platform.page(`${link}&scope=snsapi_base,snsapi_pay&state=s`)
  assert.equal(headers.location, `${CALLBACK}&error=invalid_scope&state=s`)
})

test('jos2: a refresh leaves the access token as it is and hands out a new refresh token', async () => {
  const first = await granted(platform)
  const second = spoken.tokensOf(platform, await platform.send(spoken.refresh(platform, first)))
  assert.equal(second.accessToken, first.accessToken)
  assert.equal(second.openId, first.openId)
  assert.notEqual(second.refreshToken, first.refreshToken)
})

test('jos2: a uid keeps its leading zero', async () => {
  const online = await openPlatform(jos2, '/oauth2/to_login')
  try {
    await online.store.putShop({ id: '0201092577', name: 'Another', createdAt: START })
    await online.putUser('zero', { shopId: '0201092577' })
    const reply = await online.send(spoken.exchange(online, await online.code(link, 'zero')))
    assert.match(reply.text, /"uid":"0201092577"/)
  } finally {
    await online.close()
  }
})

test('jos2: the redirect_uri must share the main domain of the registered callback', async () => {
  const page = (uri: string) => platform.page(encoded(changed(spoken.link, 'redirect_uri', uri)))
  for (const good of ['https://example.com/', 'https://other.example.com/x']) {
    assert.equal((await page(good)).status, 200, good)
  }
  for (const wrong of ['https://example.org/', 'http://shop.example.com/', 'urn:ietf:wg:oauth:2.0:oob']) {
    assert.match((await page(wrong)).text, /<code>305<\/code>/, wrong)
  }
})

test('jos2: what is wrong with a link stands on the page', async () => {
  for (const [name, value, code] of [
    ['response_type', '', 301],
    ['app_key', '', 302],
    ['redirect_uri', '', 303],
    ['app_key', 'nobody', 101],
    ['response_type', 'token', 401],
  ] as const) {
    const { status, text } = await platform.page(encoded(changed(spoken.link, name, value)))
    assert.equal(status, 400)
    assert.match(text, new RegExp(`<code>${code}</code>`))
  }
})

/* The gateway. */

const METHOD = 'jingdong.user.getUserInfoByOpenId'
type Bag = Readonly<Record<string, string>>

/** As the page says it: the secret, every parameter's name and value by name, the secret. */
const signatureOf = (bag: Bag, secret = 'secret of app'): string => {
  const text = Object.keys(bag)
    .filter((name) => bag[name] !== '')
    .toSorted()
    .map((name) => `${name}${bag[name]}`)
    .join('')
  return createHash('md5').update(`${secret}${text}${secret}`).digest('hex').toUpperCase()
}
const signed = (bag: Bag, secret?: string): Bag => ({ ...bag, sign: signatureOf(bag, secret) })
const asked = ({ accessToken, openId }: Tokens): Bag => ({
  method: METHOD,
  access_token: accessToken,
  app_key: 'KEY-app',
  timestamp: '2024-07-09 13:00:00',
  v: '2.0',
  '360buy_param_json': JSON.stringify({ openId }),
})
const pairsOf = (bag: Bag): Pairs => Object.entries(bag)
const call = (bag: Bag, of: Platform = platform) => of.send(form('/routerjson', pairsOf(bag)))

/** One user's tokens for the tests of the gateway. */
let known: Tokens | undefined
const tokens = async (): Promise<Tokens> => (known ??= await granted(platform))

async function says(bag: Bag, code: string | undefined, message?: string): Promise<void> {
  const { status, text } = await call(bag)
  const { error_response: error } = JSON.parse(text) as { error_response?: { code: unknown } }
  assert.deepEqual([status, error?.code], [200, code], `${message ?? ''} ${text}`)
}

test('jos2 gateway: an answer, byte for byte', async () => {
  const bag = signed(asked(await tokens()))
  const said = (data: string) =>
    `{"jingdong_user_getUserInfoByOpenId_response":{"getuserinfobyappidandopenid_result":{"data":${data}}}}`
  const { text, headers } = await call(bag)
  assert.equal(text, said('{"nickName":"demo of the shop"}'))
  await platform.putUser('demo', { avatarUrl: 'https://img.example.com/1.png' })
  const pictured = await call(bag)
  assert.equal(
    pictured.text,
    said('{"nickName":"demo of the shop","imageUrl":"https://img.example.com/1.png"}'),
  )
  assert.equal(headers['content-type'], 'application/json;charset=utf-8')
  assert.equal(headers['cache-control'], 'no-store')
})

test('jos2 gateway: an error, byte for byte: code is text', async () => {
  const { text } = await call(signed({ ...asked(await tokens()), app_key: 'nobody' }))
  assert.equal(text, '{"error_response":{"code":"21","zh_desc":"无效app_key","en_desc":"Invalid app_key"}}')
})

test('jos2 gateway: GET with a query, POST with a query, POST with a form', async () => {
  const bag = signed(asked(await tokens()))
  for (const way of ['GET', 'POST, query', 'POST, form'] as const) {
    for (const pairs of [pairsOf(bag), pairsOf(bag).toReversed()]) {
      const { text } = await platform.send(sent('/routerjson', pairs, way))
      assert.match(text, /nickName/, way)
    }
  }
})

test('jos2 gateway: each missing parameter has its code', async () => {
  const bag = asked(await tokens())
  const missing = {
    v: '4',
    timestamp: '7',
    method: '14',
    access_token: '18',
    app_key: '20',
    '360buy_param_json': '43',
  }
  for (const [name, code] of Object.entries(missing)) {
    const left = Object.fromEntries(Object.entries(bag).filter(([each]) => each !== name))
    await says(signed(left), code, name)
    await says(signed({ ...bag, [name]: '' }), code, name)
  }
  await says(bag, '11')
  await says({ ...bag, sign: '' }, '11')
})

test('jos2 gateway: each wrong parameter has its code', async () => {
  const bag = asked(await tokens())
  await says(signed({ ...bag, v: '1.0' }), '5')
  await says(signed({ ...bag, method: 'jingdong.pop.order.get' }), '15')
  await says({ ...signed(bag), sign: '0'.repeat(32) }, '12')
  await says({ ...signed(bag), sign: signatureOf(bag).toLowerCase() }, '12')
  await says(signed(bag, 'another secret'), '12')
  await says(signed({ ...bag, access_token: 'a3207b6b5ad04249ad1dbf6a98248bea' }), '19')
  await says(signed({ ...bag, '360buy_param_json': '{"openId":"another"}' }), '44')
  await says(signed({ ...bag, '360buy_param_json': '{}' }), '43')
  await says(signed({ ...bag, '360buy_param_json': 'no JSON' }), '43')
})

test('jos2 gateway: 24 for an app that is not served, and for an address that it does not call from', async () => {
  const bag = { ...asked(await tokens()), app_key: 'KEY-gone' }
  await platform.putApp('gone', { status: 'suspended' })
  await says(signed(bag, 'secret of gone'), '24')
  await platform.putApp('gone', { addresses: ['10.0.0.0/8'] })
  await says(signed(bag, 'secret of gone'), '24')
})

test('jos2 gateway: 19 for another app’s token, an expired one and a revoked one', async () => {
  const own = await granted(platform)
  await says(signed({ ...asked(own), app_key: 'KEY-other' }, 'secret of other'), '19')
  const { accessToken } = own
  const revoking: Pairs = [
    ['client_id', 'KEY-app'],
    ['client_secret', 'secret of app'],
    ['token', accessToken],
  ]
  await platform.send(form('/oauth/revoke', revoking))
  await says(signed(asked(own)), '19')
  await platform.putApp('gone', { addresses: [], status: 'online' })
})

test('jos2 gateway: the token is a parameter, never a header', async () => {
  const { accessToken, ...rest } = await tokens()
  const bag = signed({ ...asked({ accessToken, ...rest }), access_token: '' })
  const request = form('/routerjson', pairsOf(bag))
  const headers = { ...request.headers, authorization: `Bearer ${accessToken}` }
  const { text } = await platform.send({ ...request, headers })
  assert.match(text, /"code":"18"/)
})

test('jos2 gateway: format, sign_method and whatever else comes are signed; empty values are not', async () => {
  const bag = asked(await tokens())
  await says(signed({ ...bag, format: 'json', sign_method: 'md5', nobody_knows: '京东 1+1' }), undefined)
  await says({ ...signed(bag), format: 'json' }, '12')
  await says({ ...signed(bag), format: '', sign_method: '' }, undefined)
})

test('jos2 gateway: no parameter may come twice, known or not', async () => {
  const bag = signed(asked(await tokens()))
  for (const pair of [...pairsOf(bag), ['nobody_knows', '1'] as const]) {
    const request = form('/routerjson', [...pairsOf(bag), pair, ...(pair[0] in bag ? [] : [pair])])
    const { text } = await platform.send(request)
    assert.match(text, /"error_response"/, pair[0])
  }
})

test('jos2 gateway: Beijing’s clock or any offset, at most 6 minutes off, `.SSS` or not', async () => {
  const bag = asked(await tokens())
  for (const timestamp of [
    '2024-07-09 13:00:00',
    '2024-07-09 13:00:00.123+0800',
    '2024-07-09 13:00:00+0800',
    '2024-07-09 12:54:00',
    '2024-07-09 13:06:00',
    '2024-07-09 12:54:00.000+0800',
    '2024-07-09 12:00:00.000+0700',
    '2024-07-09 05:00:00+0000',
    '2024-07-08 19:06:00.000-1000',
    '2024-07-09 10:36:00+0530',
  ]) {
    await says(signed({ ...bag, timestamp }), undefined, timestamp)
  }
  for (const timestamp of [
    '2024-07-09 12:53:59',
    '2024-07-09 13:06:01',
    '2024-07-09 05:00:00',
    '2024-07-09 13:00:00.123+0700',
    '2024-07-09 13:00:00-0800',
    '2024-07-09 13:00:00+9900',
    '2024-07-09 13:00:00+0860',
    '2024-07-09 13:00:00+08:00',
    '2024-07-09T13:00:00',
    '2024-13-09 13:00:00',
    '1720501200',
    'now',
  ]) {
    await says(signed({ ...bag, timestamp }), '8', timestamp)
  }
})

test('jos2 gateway: a secret that is being replaced still signs', async () => {
  const { ring } = platform.running.runtime
  const secretOf = (secret: string, until?: number) => ({
    digest: digest('client', secret),
    sealed: ring.seal(secret, appSecretPlace('app')),
    ...(until !== undefined && { until }),
  })
  const apps = { status: 'online_test', testShops: ['2000000001'] } as const
  await platform.putApp('app', {
    ...apps,
    secrets: [secretOf('new'), secretOf('old', START + 60), secretOf('older', START)],
  })
  const bag = asked(await tokens())
  await says(signed(bag, 'new'), undefined)
  await says(signed(bag, 'old'), undefined)
  await says(signed(bag, 'older'), '12')
  await platform.putApp('app', apps)
})

test('jos2 gateway: the page’s known answer', async () => {
  const known = await openPlatform(jos2, '/oauth2/to_login')
  after(() => known.close())
  const { ring } = known.running.runtime
  const secrets = [
    { digest: digest('client', 'SECRET'), sealed: ring.seal('SECRET', appSecretPlace('vector')) },
  ]
  await known.putApp('vector', { clientId: 'APPKEY', secrets })
  known.later(Date.parse('2020-04-28T12:00:00+08:00') / 1000 - START)
  const bag = {
    access_token: 'a3207b6b5ad04249ad1dbf6a98248bea',
    app_key: 'APPKEY',
    method: METHOD,
    '360buy_param_json': '{"openId":"OID"}',
    timestamp: '2020-04-28 12:00:00',
    v: '2.0',
    sign: '659F1E712FD8C9666B9AB01405ABAFD6',
  }
  // The signature holds: what is refused is the token, which this server never issued.
  assert.match((await call(bag, known)).text, /"code":"19"/)
  assert.match((await call({ ...bag, v: '2.00' }, known)).text, /"code":"5"/)
  assert.match((await call({ ...bag, sign: bag.sign.replace('6', '7') }, known)).text, /"code":"12"/)
})

test('jos2 gateway: too many calls: 429, and 2 in the gateway’s own envelope', async () => {
  const limited = await openPlatform(jos2, '/oauth2/to_login', {
    platform: { policy: { rateLimit: { count: 1, perSeconds: 60 } } },
  })
  try {
    const own = await granted(limited)
    const { status, text } = await call(signed(asked(own)), limited)
    assert.equal(status, 429)
    assert.match(text, /^\{"error_response":\{"code":"2",/)
  } finally {
    await limited.close()
  }
})

test('jos2 gateway: what HTTP has a word for is in the gateway’s own envelope too', async () => {
  const answers = [
    [405, { method: 'PUT', path: '/routerjson' }],
    [413, { ...form('/routerjson', [['method', 'x'.repeat(70_000)]]) }],
    [
      415,
      { method: 'POST', path: '/routerjson', headers: { 'content-type': 'application/json' }, body: '{}' },
    ],
    [415, { ...form('/routerjson', []), headers: { 'content-type': 'multipart/form-data' }, body: 'x' }],
  ] as const
  for (const [status, request] of answers) {
    const reply = await platform.send(request)
    assert.equal(reply.status, status)
    assert.match(reply.text, /^\{"error_response":\{"code":"43",/, String(status))
  }
})
