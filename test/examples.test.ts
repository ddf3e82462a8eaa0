/* What the documents print and what was observed, as normalised on the protocol pages: read, and written byte for byte. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type WireRequest, isWireError, chainUp, jdCentral, jdFinance, replyCodec } from '@hufu/dialects'
import { bothWays, form, get, ok } from './both-ways.ts'
import { context } from '../packages/dialect-laws/src/generators.ts'

/* JD Finance */

test('jd-finance: the link of the example opens, and is written in the order of the template', () => {
  const { request } = jdFinance.authorize
  const example = 'appid=JD0000004&scope=white&redirect_uri=https://www.jd.com&state=321cba'
  const value = {
    clientId: 'JD0000004',
    scope: ['white'],
    redirectUri: 'https://www.jd.com',
    state: '321cba',
  }
  assert.deepEqual(request.decode(example, context), value)
  const template = 'appid=JD0000004&redirect_uri=https%3A%2F%2Fwww.jd.com&scope=white&state=321cba'
  assert.equal(request.encode(value, context), template)
})
bothWays(
  'jd-finance: link as in the template',
  jdFinance.authorize.request,
  'appid=APPID&redirect_uri=REDIRECT_URI&scope=SCOPE&state=STATE',
  { clientId: 'APPID', redirectUri: 'REDIRECT_URI', scope: ['SCOPE'], state: 'STATE' },
)

const permutations = (all: readonly string[]): string[][] =>
  all.length === 0
    ? [[]]
    : all.flatMap((each) =>
        permutations(all.filter((other) => other !== each)).map((rest) => [each, ...rest]),
      )

test('jd-finance: a wrong parameter order does not open: of 24 orders exactly two do', () => {
  const pairs = ['appid=JD0000004', 'redirect_uri=https://www.jd.com', 'scope=white', 'state=321cba']
  const opens = (order: readonly string[]): boolean => {
    try {
      return jdFinance.authorize.request.decode(order.join('&'), context).state === '321cba'
    } catch (error) {
      assert.ok(isWireError(error) && error.problem === 'misplaced')
      return false
    }
  }
  const orders = permutations(pairs)
  assert.equal(orders.length, 24)
  const names = orders.filter(opens).map((order) => order.map((pair) => pair.split('=')[0]).join())
  assert.deepEqual(names, ['appid,redirect_uri,scope,state', 'appid,scope,redirect_uri,state'])
})

bothWays('jd-finance: agreed', jdFinance.callback, 'code=CODE&state=STATE', { code: 'CODE', state: 'STATE' })
bothWays('jd-finance: denied: no error, just no code', jdFinance.callback, 'state=STATE', {
  error: 'access_denied',
  state: 'STATE',
})
bothWays('jd-finance: denied without a state', jdFinance.callback, '', { error: 'access_denied' })
bothWays('jd-finance: c2t sends the code alone', jdFinance.token.request, get('code=CODE'), { code: 'CODE' })
bothWays(
  'jd-finance: c2t ok',
  replyCodec(jdFinance.token),
  ok(
    '{"result_code":0,"result_msg":"Success","signature":"","result_data":{"user_token":"ACCESS_TOKEN","timeout":7200,"refresh_token":"REFRESH_TOKEN","openid":"OPENID"}}',
  ),
  { accessToken: 'ACCESS_TOKEN', expiresIn: 7200, refreshToken: 'REFRESH_TOKEN', openId: 'OPENID' },
)
bothWays(
  'jd-finance: c2t error: the payload is an empty text',
  replyCodec(jdFinance.token),
  ok('{"result_code":1017,"result_msg":" code失效","signature":"","result_data":""}'),
  { error: 'code_unknown', platformCode: 1017, platformMessage: ' code失效' },
)
bothWays(
  'jd-finance: refresh',
  jdFinance.refresh.request,
  get('appid=APPID&openid=OPENID&refresh_token=REFRESH_TOKEN'),
  { clientId: 'APPID', openId: 'OPENID', refreshToken: 'REFRESH_TOKEN' },
)
bothWays(
  'jd-finance: refresh ok: another payload name, and a signature of null',
  replyCodec(jdFinance.refresh),
  ok(
    '{"result_code":0,"result_msg":"成功","signature":null,"userToken":{"user_token":"USERTOKEN","timeout":7200,"refresh_token":"REFRESHTOKEN","openid":"OPENID","scope":"base,white"}}',
  ),
  {
    accessToken: 'USERTOKEN',
    expiresIn: 7200,
    refreshToken: 'REFRESHTOKEN',
    openId: 'OPENID',
    scope: ['base', 'white'],
  },
)
bothWays(
  'jd-finance: refresh error: the payload is null',
  replyCodec(jdFinance.refresh),
  ok('{"result_code":1015,"result_msg":"refreshTokenBean None","signature":null,"userToken":null}'),
  { error: 'refresh_token_unknown', platformCode: 1015, platformMessage: 'refreshTokenBean None' },
)
bothWays(
  'jd-finance: user info asks with a form',
  jdFinance.userInfo.request,
  form('token=USERTOKEN&openid=OPENID'),
  { accessToken: 'USERTOKEN', openId: 'OPENID' },
)
bothWays(
  'jd-finance: user info is in camel case',
  replyCodec(jdFinance.userInfo),
  ok('{"resultCode":0,"resultData":{"openId":"OPENID","avatar":"https://a.test/1.png","nickname":"小白"}}'),
  { openId: 'OPENID', avatarUrl: 'https://a.test/1.png', nickname: '小白' },
)
bothWays(
  'jd-finance: user info error (its shape is ours)',
  replyCodec(jdFinance.userInfo),
  ok('{"resultCode":1016,"resultMsg":"user_token失效","resultData":null}'),
  { error: 'access_token_unknown', platformCode: 1016, platformMessage: 'user_token失效' },
)

/* JD Central */

bothWays(
  'jd-central: link',
  jdCentral.authorize.request,
  'app_key=xxxx&response_type=code&redirect_uri=xxxx&state=20200428&scope=snsapi_base',
  { clientId: 'xxxx', redirectUri: 'xxxx', state: '20200428', scope: ['snsapi_base'] },
)
bothWays('jd-central: back', jdCentral.callback, 'code=CODE&state=STATE', { code: 'CODE', state: 'STATE' })
bothWays(
  'jd-central: code to token: GET with the secret in the query',
  jdCentral.token.request,
  get('app_key=xxxx&app_secret=xxxxxx&grant_type=authorization_code&code=xxxx'),
  { clientId: 'xxxx', clientSecret: 'xxxxxx', code: 'xxxx' },
)
bothWays(
  'jd-central: refresh',
  jdCentral.refresh.request,
  get('app_key=XXXXX&app_secret=XXXXX&grant_type=refresh_token&refresh_token=XXXXX'),
  { clientId: 'XXXXX', clientSecret: 'XXXXX', refreshToken: 'XXXXX' },
)
const jdCentralTokens = {
  accessToken: 'a3207b6b5ad04249ad1dbf6a98248bea',
  expiresIn: 3_600_000,
  refreshToken: '4ecbbab0e9e443159c518da1d10741ad',
  scope: ['snsapi_base'],
  openId: 'jos_dev',
}
const jdCentralReply =
  '{"access_token":"a3207b6b5ad04249ad1dbf6a98248bea","expires_in":3600000,"refresh_token":"4ecbbab0e9e443159c518da1d10741ad","scope":"snsapi_base","open_id":"jos_dev"}'
for (const [call, { response }] of Object.entries({ token: jdCentral.token, refresh: jdCentral.refresh })) {
  bothWays(`jd-central: ${call} reply`, response, ok(jdCentralReply), jdCentralTokens)
}
test('jd-central: the sister platforms put code and time beside the tokens', () => {
  const more = jdCentralReply.replace(
    '}',
    ',"uid":"0201092577","time":1659322812128,"token_type":"bearer","code":0}',
  )
  assert.deepEqual(jdCentral.token.response.decode(ok(more), context), jdCentralTokens)
})

/* ChainUp */

bothWays('chainup: link', chainUp.authorize.request, 'appKey=xxx&redirectUrl=xxx&state=xxx', {
  clientId: 'xxx',
  redirectUri: 'xxx',
  state: 'xxx',
})
bothWays('chainup: back', chainUp.callback, 'code=CODE&state=xxx', { code: 'CODE', state: 'xxx' })
test('chainup: one document brings the appKey back too', () => {
  assert.deepEqual(chainUp.callback.decode('code=CODE&state=xxx&appKey=xxx', context), {
    code: 'CODE',
    state: 'xxx',
  })
})
const opened =
  '{"openId":"4dbca5afca8a46f48d863d18bsdd644731","expireIn":"1720492073","refreshToken":"4dbca5afca8a46f48d863d18bsdd644731","token":"4dbca5afca8a46f48d863d18bsdd644731"}'
for (const [call, endpoint] of Object.entries({ token: chainUp.token, refresh: chainUp.refresh })) {
  bothWays(
    `chainup: ${call} reply: code a text, all texts within, expireIn the second at which the token ends`,
    replyCodec(endpoint),
    ok(JSON.stringify({ code: '0', msg: 'suc', ...context.envelope.seal(opened) })),
    {
      openId: '4dbca5afca8a46f48d863d18bsdd644731',
      expiresIn: 7200,
      refreshToken: '4dbca5afca8a46f48d863d18bsdd644731',
      accessToken: '4dbca5afca8a46f48d863d18bsdd644731',
    },
    { ...context, now: 1_720_492_073 - 7200 },
  )
}
bothWays(
  'chainup: an error has neither data nor sign',
  replyCodec(chainUp.token),
  ok('{"code":"60003","msg":"code already used","data":"","sign":""}'),
  { error: 'code_used', platformCode: '60003', platformMessage: 'code already used' },
)
const sealed = (plain: string): WireRequest => ({
  method: 'POST',
  query: '',
  mediaType: 'application/json',
  body: JSON.stringify({ app_id: 'xxx', time: 1_795_219_410_530, ...context.envelope.seal(plain) }),
})
bothWays(
  'chainup: code to token',
  chainUp.token.request,
  sealed('{"code":"2ae04ed9165624419bad68e9e0f3f29fbd"}'),
  { clientId: 'xxx', code: '2ae04ed9165624419bad68e9e0f3f29fbd' },
  { ...context, now: 1_795_219_410.53 },
)
bothWays(
  'chainup: refresh',
  chainUp.refresh.request,
  sealed(
    '{"refreshToken":"4dbca5afca8a46f48d863d18bsdd644731","token":"2ae04ed9165624419bad68e9e0f3f29fbd","openId":"4dbca5afca8a46f48d863d18bsdd644731"}',
  ),
  {
    clientId: 'xxx',
    refreshToken: '4dbca5afca8a46f48d863d18bsdd644731',
    accessToken: '2ae04ed9165624419bad68e9e0f3f29fbd',
    openId: '4dbca5afca8a46f48d863d18bsdd644731',
  },
  { ...context, now: 1_795_219_410.53 },
)
