/* The same for JOS, its older flow and its newer one: printed, and observed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Codec, type WireResponse, jdCentral, jos, jos2, replyCodec } from '@hufu/dialects'
import { bothWays, form, get, ok } from './both-ways.ts'
import { context } from '../packages/dialect-laws/src/generators.ts'

bothWays(
  'jos: link',
  jos.authorize.request,
  'response_type=code&client_id=YOUR_CLIENT_ID&redirect_uri=YOUR_REGISTERED_REDIRECT_URI&state=YOUR_CUSTOM_CODE',
  { clientId: 'YOUR_CLIENT_ID', redirectUri: 'YOUR_REGISTERED_REDIRECT_URI', state: 'YOUR_CUSTOM_CODE' },
)
test('jos: link of a native application', () => {
  const printed =
    'response_type=code&client_id=23234SDFSDGEW23234E&redirect_uri=urn:ietf:wg:oauth:2.0:oob&state=1212'
  const value = { clientId: '23234SDFSDGEW23234E', redirectUri: jos.policy.outOfBand, state: '1212' }
  assert.deepEqual(jos.authorize.request.decode(printed, context), value)
  assert.equal(jos.authorize.request.encode(value, context), printed.replaceAll(':', '%3A'))
})
bothWays('jos: agreed', jos.callback, 'code=CODE&state=STATE', { code: 'CODE', state: 'STATE' })
bothWays('jos: cancelled', jos.callback, 'error=access_denied', {
  error: 'access_denied',
  platformCode: 'access_denied',
  platformMessage: '',
})
const josRequest = {
  clientId: 'YOUR_CLIENT_ID',
  clientSecret: 'YOUR_APP_SECRET',
  redirectUri: 'YOUR_REGISTERED_REDIRECT_URI',
  code: 'GET_CODE',
  state: 'YOUR_CUSTOM_CODE',
}
test('jos: code to token as printed: POST, all in the query, an empty body', () => {
  const query =
    'grant_type=authorization_code&client_id=YOUR_CLIENT_ID&redirect_uri=YOUR_REGISTERED_REDIRECT_URI&code=GET_CODE&state=YOUR_CUSTOM_CODE&client_secret=YOUR_APP_SECRET'
  assert.deepEqual(jos.token.request.decode({ ...get(query), method: 'POST' }, context), josRequest)
})
bothWays(
  "jos: code to token in the order of the document's program, as a form",
  jos.token.request,
  form(
    'grant_type=authorization_code&client_id=YOUR_CLIENT_ID&client_secret=YOUR_APP_SECRET&scope=read&redirect_uri=YOUR_REGISTERED_REDIRECT_URI&code=GET_CODE&state=YOUR_CUSTOM_CODE',
  ),
  { ...josRequest, scope: ['read'] },
)
bothWays(
  'jos: refresh, its parameters as listed',
  jos.refresh.request,
  form('client_id=ID&client_secret=SECRET&grant_type=refresh_token&refresh_token=TOKEN&scope=read&state=S'),
  { clientId: 'ID', clientSecret: 'SECRET', refreshToken: 'TOKEN', scope: ['read'], state: 'S' },
)
bothWays(
  'jos: observed reply: code a number, time a text',
  replyCodec(jos.token),
  ok(
    '{"access_token":"eab621c8-3a84-4175-a6ef-d5e3a22dadbf","code":0,"expires_in":31535999,"refresh_token":"df033f58-5850-41a3-9b09-5fa34ef3b7a2","time":"1516533695786","token_type":"bearer","uid":"9249394587","user_nick":"zhuowenji"}',
  ),
  {
    accessToken: 'eab621c8-3a84-4175-a6ef-d5e3a22dadbf',
    expiresIn: 31_535_999,
    refreshToken: 'df033f58-5850-41a3-9b09-5fa34ef3b7a2',
    userId: '9249394587',
    userName: 'zhuowenji',
  },
  { ...context, now: 1_516_533_695.786 },
)
test('jos: error as in official text: the code is a text, the words are kept', () => {
  const words = '用户[xxx]无权给app[...]授权'
  assert.deepEqual(jos.token.response.decode(ok(`{"code":"405","error_description":"${words}"}`), context), {
    error: 'scope_not_granted',
    platformCode: '405',
    platformMessage: words,
  })
})
bothWays(
  'jos: error: no request id, no number',
  replyCodec(jos.refresh),
  ok('{"code":"405","error_description":"错误scope权限"}'),
  { error: 'scope_not_granted', platformCode: '405', platformMessage: '错误scope权限' },
)

/* The flow in use since */

bothWays(
  'jos2: observed reply: time a number, leading zeros kept',
  replyCodec(jos2.token),
  ok(
    '{"access_token":"9097002316914b3583f3499fa9ad7d69xota","expires_in":86400,"refresh_token":"ab87a46362ea4e7799b5ee1c4f7bba41n2e0","scope":"snsapi_base","open_id":"49L4y3KtuV87ymNjRTXCB0vnEiY45eyiYwHmCz4zSkU","uid":"0201092577","time":1659322812128,"token_type":"bearer","code":0,"xid":"o*AATzS6F5-Y2HM3BqNKz0ZQ9LMmZkNScOYrCptRUJNvvGC6j2970"}',
  ),
  {
    accessToken: '9097002316914b3583f3499fa9ad7d69xota',
    expiresIn: 86_400,
    refreshToken: 'ab87a46362ea4e7799b5ee1c4f7bba41n2e0',
    scope: ['snsapi_base'],
    openId: '49L4y3KtuV87ymNjRTXCB0vnEiY45eyiYwHmCz4zSkU',
    userId: '0201092577',
    unionId: 'o*AATzS6F5-Y2HM3BqNKz0ZQ9LMmZkNScOYrCptRUJNvvGC6j2970',
  },
  { ...context, now: 1_659_322_812.128 },
)
const newFlow: readonly [string, Codec<object, WireResponse>][] = [
  ['jos2', replyCodec(jos2.token)],
  ['jd-central', replyCodec(jdCentral.token)],
]
for (const [name, response] of newFlow) {
  bothWays(
    `${name}: observed error: the code is a number, the request has an id`,
    response,
    ok('{"code":304,"msg":"当前会话没有做过授权,请先授权","requestId":"7025c06a74cf49dfa4a2a6fc4e28ed62"}'),
    {
      error: 'code_unknown',
      platformCode: 304,
      platformMessage: '当前会话没有做过授权,请先授权',
      requestId: '7025c06a74cf49dfa4a2a6fc4e28ed62',
    },
  )
}
bothWays(
  'jos2: an expired refresh token',
  replyCodec(jos2.refresh),
  ok('{"code":2011,"msg":"refresh_token过期","requestId":"7025c06a74cf49dfa4a2a6fc4e28ed62"}'),
  {
    error: 'refresh_token_expired',
    platformCode: 2011,
    platformMessage: 'refresh_token过期',
    requestId: '7025c06a74cf49dfa4a2a6fc4e28ed62',
  },
)
bothWays(
  'jos2: the gateway answers under the name of the method',
  replyCodec(jos2.userInfo),
  ok(
    '{"jingdong_user_getUserInfoByOpenId_response":{"getuserinfobyappidandopenid_result":{"data":{"nickName":"zhuowenji","imageUrl":"https://a.test/1.png","gendar":"1"}}}}',
  ),
  { nickname: 'zhuowenji', avatarUrl: 'https://a.test/1.png', gender: '1' },
)
test('jos2: the gateway once wrote responce', () => {
  const wire =
    '{"jingdong_user_getUserInfoByOpenId_responce":{"getuserinfobyappidandopenid_result":{"data":{"nickName":"n"}}}}'
  assert.deepEqual(jos2.userInfo.response.decode(ok(wire), context), { nickname: 'n' })
})
bothWays(
  "jos2: the gateway's error has its code as text",
  replyCodec(jos2.userInfo),
  ok('{"error_response":{"code":"21","zh_desc":"无效app_key","en_desc":"Invalid app_key"}}'),
  { error: 'client_unknown', platformCode: '21', platformMessage: 'Invalid app_key' },
)
