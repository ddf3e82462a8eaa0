/* The signed call of jos2: what is signed, what the clock may be, and a code for each thing that is wrong. */
import { signatureOver, signingOf } from './signing.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Client, isFailure } from '@hufu/client'
import { nodeClient } from '@hufu/client/node'
import { signerWith } from '@hufu/crypto'
import { type CodecContext, type WireRequest, jos, jos2 } from '@hufu/dialects'
import { memoryStore } from '@hufu/store'
import { bothHalves } from './both-halves.ts'
import { context } from '../packages/dialect-laws/src/generators.ts'
import { codeOf, refusedAs } from './refused.ts'

const FORM = 'application/x-www-form-urlencoded'
const { userInfo } = jos2
const noon = Date.parse('2020-04-28T12:00:00+08:00') / 1000
const signer = signerWith('SECRET')
const signing = signingOf(userInfo)
const at: CodecContext = { ...context, now: noon, signer }

type Parameters = Readonly<Record<string, string>>
const parameters: Parameters = {
  method: 'jingdong.user.getUserInfoByOpenId',
  access_token: 'a3207b6b5ad04249ad1dbf6a98248bea',
  app_key: 'APPKEY',
  timestamp: '2020-04-28 12:00:00',
  v: '2.0',
  '360buy_param_json': '{"openId":"OID"}',
}
const value = { accessToken: 'a3207b6b5ad04249ad1dbf6a98248bea', clientId: 'APPKEY', openId: 'OID' }

const pairs = (all: Parameters) => new URLSearchParams(all).toString()
const signed = (all: Parameters): Parameters => ({ ...all, sign: signatureOver(signing, all, 'SECRET') })
const without = (name: string): Parameters =>
  Object.fromEntries(Object.entries(parameters).filter(([each]) => each !== name))
const post = (all: Parameters): WireRequest => ({
  method: 'POST',
  query: '',
  mediaType: FORM,
  body: pairs(all),
})
const said = (all: Parameters, context = at) => codeOf(userInfo, post(all), context)

test('jos2: POST with a form, GET with a query, or part in each', () => {
  const all = signed(parameters)
  const { sign = '', ...rest } = all
  for (const wire of [
    post(all),
    { method: 'GET', query: pairs(all), mediaType: '', body: '' },
    { method: 'POST', query: pairs(all), mediaType: FORM, body: '' },
    { method: 'POST', query: pairs({ sign }), mediaType: FORM, body: pairs(rest) },
  ]) {
    assert.deepEqual(userInfo.request.decode(wire, at), value)
    assert.equal(userInfo.clientIdOf(wire), 'APPKEY')
  }
  assert.throws(
    () => userInfo.request.decode({ ...post(all), query: 'v=2.0' }, at),
    refusedAs('repeated', 'v'),
  )
})

test('jos2: format, sign_method and whatever else comes are signed too', () => {
  const more = { ...parameters, format: 'json', sign_method: 'md5', nobody_knows: '\u00e9' }
  assert.deepEqual(userInfo.request.decode(post(signed(more)), at), value)
  assert.equal(said({ ...signed(parameters), format: 'json' }), 12)
  assert.equal(said({ ...signed(more), nobody_knows: '2' }), 12)
})

test('jos2: empty values are not signed', () => {
  const empty = { ...parameters, format: '', sign_method: '' }
  assert.equal(signed(empty)['sign'], signed(parameters)['sign'])
  assert.deepEqual(userInfo.request.decode(post(signed(empty)), at), value)
})

test('jos2: order is free, case of the signature is not', () => {
  const all = signed(parameters)
  const turned = Object.fromEntries(Object.entries(all).toReversed())
  assert.deepEqual(userInfo.request.decode(post(turned), at), value)
  assert.equal(said({ ...all, sign: (all['sign'] ?? '').toLowerCase() }), 12)
})

test('jos2: a change of any parameter, of the secret or of the method breaks the signature', () => {
  const all = signed(parameters)
  assert.equal(said({ ...all, access_token: 'other' }), 12)
  assert.equal(said({ ...all, app_key: 'OTHER' }), 12)
  assert.equal(said({ ...all, timestamp: '2020-04-28 12:00:01' }), 12)
  assert.equal(said({ ...all, '360buy_param_json': '{"openId":"OTHER"}' }), 12)
  assert.equal(said(all, { ...at, signer: signerWith('secret') }), 12)
})

test('jos2: each missing parameter has its code', () => {
  const missing = { v: 4, timestamp: 7, method: 14, access_token: 18, app_key: 20, '360buy_param_json': 43 }
  for (const [name, code] of Object.entries(missing)) {
    assert.equal(said(signed(without(name))), code, name)
    assert.equal(said(signed({ ...parameters, [name]: '' })), code, name)
  }
  assert.equal(said(parameters), 11)
  assert.equal(said({ ...parameters, sign: '' }), 11)
})

test('jos2: each wrong parameter has its code', () => {
  assert.equal(said(signed({ ...parameters, v: '1.0' })), 5)
  assert.equal(said(signed({ ...parameters, method: 'jingdong.user.other' })), 15)
  for (const wrong of ['{}', '{"openId":7}', '[]', 'OID']) {
    assert.equal(said(signed({ ...parameters, '360buy_param_json': wrong })), 43)
  }
})

test('jos2: the clock is Beijing’s, with or without milliseconds and zone, at most 6 minutes off', () => {
  const spelt = (timestamp: string) => said(signed({ ...parameters, timestamp }))
  for (const good of [
    '2020-04-28 12:00:00',
    '2020-04-28 12:00:00.123',
    '2020-04-28 12:00:00+0800',
    '2020-04-28 12:00:00.123+0800',
    '2020-04-28 11:54:00',
    '2020-04-28 12:06:00',
  ]) {
    assert.equal(spelt(good), undefined, good)
  }
  for (const wrong of [
    '2020-04-28 11:53:59',
    '2020-04-28 12:06:01',
    '2020-04-28 04:00:00', // the same second, in UTC
    '2020-04-28T12:00:00',
    '2020-04-28 12:00',
    '2020-04-28 12:00:00+0700',
    '2020-13-28 12:00:00',
    String(noon),
  ]) {
    assert.equal(spelt(wrong), 8, wrong)
  }
})

test('jos2: any method, its parameters signed with the rest, its answer out of its own wrapper', () => {
  const { request, response } = jos2.gateway('jingdong.order.search')
  const asked = {
    accessToken: 'A',
    clientId: 'APPKEY',
    parameters: { page: 1, name: '手机', deep: { a: [null] } },
  }
  const wire = request.encode(asked, at)
  const sent = Object.fromEntries(new URLSearchParams(wire.body))
  assert.equal(sent['method'], 'jingdong.order.search')
  assert.equal(sent['360buy_param_json'], '{"page":1,"name":"手机","deep":{"a":[null]}}')
  assert.equal(sent['timestamp'], '2020-04-28 12:00:00')
  assert.equal(sent['sign'], signatureOver(signing, sent as Parameters, 'SECRET'))
  assert.deepEqual(request.decode(wire, at), asked)
  assert.equal(said(sent), 15)

  const answer = (body: object) => response.decode({ status: 200, body: JSON.stringify(body) }, at)
  const result = { code: '0', error: 'the method may have one', orders: [{ id: '0017' }] }
  assert.deepEqual(answer({ jingdong_order_search_response: result }), { result })
  assert.deepEqual(answer({ jingdong_order_search_responce: result }), { result })
  for (const other of [{ jingdong_other_response: result }, { jingdong_order_search_response: 'text' }, {}])
    assert.throws(() => answer(other), refusedAs('malformed', 'jingdong_order_search_response'))
  const refused = answer({ error_response: { code: '19', zh_desc: '', en_desc: 'Invalid access_token' } })
  assert.equal('error' in refused && refused.error, 'access_token_unknown')
})

test('jos2: without parameters an empty object is sent, and the known answer is signed by the same rule', () => {
  const none = jos2.gateway('m').request.encode({ accessToken: 'A', clientId: 'K', parameters: {} }, at)
  assert.equal(new URLSearchParams(none.body).get('360buy_param_json'), '{}')
  const known = jos2
    .gateway('jingdong.user.getUserInfoByOpenId')
    .request.encode({ accessToken: value.accessToken, clientId: 'APPKEY', parameters: { openId: 'OID' } }, at)
  assert.equal(new URLSearchParams(known.body).get('sign'), '659F1E712FD8C9666B9AB01405ABAFD6')
  assert.deepEqual(known, userInfo.request.encode(value, at))
})

test('jos2: a client calls the method that the sandbox has, and is told what it has not', async () => {
  const halves = await bothHalves(jos2, { open: (now) => memoryStore({ now }) })
  try {
    const { client, clientOf } = halves
    assert.ok(client.offers.gateway && client.call)
    const { openId, ...tokens } = await halves.tokens()
    const user = await client.call('jingdong.user.getUserInfoByOpenId', { openId }, tokens)
    assert.ok(!isFailure(user), JSON.stringify(user))
    assert.deepEqual(user.result, {
      getuserinfobyappidandopenid_result: { data: { nickName: 'demo of the shop' } },
    })
    const told = async (method: string, held: { readonly accessToken: string }) => {
      const answer = await client.call?.(method, { openId }, held)
      assert.ok(answer && isFailure(answer), JSON.stringify(answer))
      return [answer.error, answer.platformCode, answer.retry, answer.outcome]
    }
    const unknown = ['method_unknown', '15', 'fix_config', 'rejected']
    assert.deepEqual(await told('jingdong.order.search', tokens), unknown)
    const dead = { accessToken: 'a3207b6b5ad04249ad1dbf6a98248beaxota' }
    const userMethod = 'jingdong.user.getUserInfoByOpenId'
    assert.deepEqual(await told(userMethod, dead), ['access_token_unknown', '19', 'reauth', 'rejected'])
    const forged = await clientOf('app', { clientSecret: 'wrong' }).call?.(userMethod, { openId }, tokens)
    assert.equal(forged && isFailure(forged) && forged.error, 'signature_invalid')
  } finally {
    await halves.close()
  }
})

test('jos2: a gateway that is elsewhere than the authorization', async () => {
  const asked: string[] = []
  const client = nodeClient(jos2, {
    clientId: 'K',
    clientSecret: 'SECRET',
    endpoints: { gateway: 'https://api.test/routerjson' },
    fetch: (url) => {
      asked.push(url)
      return Promise.resolve(new Response('{"m_response":{"a":1}}'))
    },
  })
  assert.deepEqual(await client.call('m', {}, { accessToken: 'A' }), { result: { a: 1 } })
  assert.deepEqual(asked, ['https://api.test/routerjson'])
})

test('a platform without a gateway has no call', () => {
  const client: Client = nodeClient(jos, { clientId: 'K', clientSecret: 's' })
  assert.deepEqual([client.offers.gateway, client.call], [false, undefined])
})
