/* Recorded vectors through the dialects, with real keys and real signatures. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signerWith } from '@hufu/crypto'
import { type CodecContext, type WireRequest, chainUp, jos2, writeRefusal } from '@hufu/dialects'
import { ofApplication, ofPlatform, vectors } from '../packages/crypto/test/vendor-vectors.ts'
import { context } from '../packages/dialect-laws/src/generators.ts'

const [first, second] = vectors.cases
assert.ok(first && second)

const platform = (): CodecContext => ({ ...context, envelope: ofPlatform() })
const application = (): CodecContext => ({ ...context, envelope: ofApplication() })

const recorded = (
  { requestData, requestSign }: typeof first,
  time: unknown = context.now * 1000,
): WireRequest => ({
  method: 'POST',
  query: '',
  mediaType: 'application/json',
  body: JSON.stringify({ sign: requestSign, data: requestData, time, app_id: 'app' }),
})

test("chainup: the document's code, as the vendor's client sends it", () => {
  const expected = { clientId: 'app', code: '2ae04ed9165624419bad68e9e0f3f29fbd' }
  for (const time of [context.now * 1000, String(context.now * 1000), context.now]) {
    assert.deepEqual(chainUp.token.request.decode(recorded(first, time), platform()), expected)
  }
})

test("chainup: the document's refresh, as the vendor's client sends it", () => {
  assert.deepEqual(chainUp.refresh.request.decode(recorded(second), platform()), {
    clientId: 'app',
    refreshToken: '4dbca5afca8a46f48d863d18bsdd644731',
    accessToken: '2ae04ed9165624419bad68e9e0f3f29fbd',
    openId: '4dbca5afca8a46f48d863d18bsdd644731',
  })
})

test('chainup: what our client sends has the signature that the vendor’s has', () => {
  const value = { clientId: 'app', code: '2ae04ed9165624419bad68e9e0f3f29fbd' }
  const wire = chainUp.token.request.encode(value, application())
  const body = JSON.parse(wire.body) as Record<string, unknown>
  assert.equal(body['sign'], first.requestSign)
  assert.equal(String(body['data']).length, first.requestData.length)
  assert.deepEqual(chainUp.token.request.decode(wire, platform()), value)
})

test('chainup: a whole exchange under real keys, an error in clear', () => {
  const [asking, answering] = [application(), platform()]
  const question = { clientId: 'app', refreshToken: 'r', accessToken: 't', openId: 'o' }
  const answer = { openId: 'o', expiresIn: 7200, refreshToken: 'r2', accessToken: 'another token' }
  const wire = chainUp.refresh.request.encode(question, asking)
  assert.deepEqual(chainUp.refresh.request.decode(wire, answering), question)
  const reply = chainUp.refresh.response.encode(answer, answering)
  assert.ok(!reply.body.includes('another'))
  assert.deepEqual(chainUp.refresh.response.decode(reply, asking), answer)
  const refused = writeRefusal(chainUp.refresh, { error: 'signature_invalid' }, answering)
  assert.equal(refused.body, '{"code":"50005","msg":"signature error","data":"","sign":""}')
})

test('jos2: user info is signed as the vector is', () => {
  const at: CodecContext = {
    ...context,
    now: Date.parse('2020-04-28T12:00:00+08:00') / 1000,
    signer: signerWith('SECRET'),
  }
  const value = { accessToken: 'a3207b6b5ad04249ad1dbf6a98248bea', clientId: 'APPKEY', openId: 'OID' }
  const wire = jos2.userInfo.request.encode(value, at)
  assert.deepEqual(Object.fromEntries(new URLSearchParams(wire.body)), {
    method: 'jingdong.user.getUserInfoByOpenId',
    access_token: 'a3207b6b5ad04249ad1dbf6a98248bea',
    app_key: 'APPKEY',
    timestamp: '2020-04-28 12:00:00',
    v: '2.0',
    '360buy_param_json': '{"openId":"OID"}',
    sign: '659F1E712FD8C9666B9AB01405ABAFD6',
  })
  assert.deepEqual(jos2.userInfo.request.decode(wire, at), value)
})
