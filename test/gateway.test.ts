/* The signed call of jos2: what is signed, what the clock may be, and a code for each thing that is wrong. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signers } from '@hufu/crypto'
import { type CodecContext, type WireRequest, jos2, signedText } from '@hufu/dialects'
import { context } from './generators.ts'
import { codeOf, refusedAs } from './refused.ts'

const FORM = 'application/x-www-form-urlencoded'
const { userInfo } = jos2
const noon = Date.parse('2020-04-28T12:00:00+08:00') / 1000
const signer = signers[jos2.signature]('SECRET')
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
const signed = (all: Parameters): Parameters => ({ ...all, sign: signer.sign(signedText(all, 'sign')) })
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
  assert.equal(said(all, { ...at, signer: signers['md5-between-secrets']('secret') }), 12)
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
