import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { test } from 'node:test'
import { envelopes, signerWith } from '@hufu/crypto'
import { type SignatureScheme, type Signing, dialects, jos2, signedText, signingsOf } from '@hufu/dialects'

const secret = 'SECRET'
const signer = signerWith(secret)
const parameters = {
  access_token: 'a3207b6b5ad04249ad1dbf6a98248bea',
  app_key: 'APPKEY',
  method: 'jingdong.user.getUserInfoByOpenId',
  '360buy_param_json': '{"openId":"OID"}',
  timestamp: '2020-04-28 12:00:00',
  v: '2.0',
}
const signature = '659F1E712FD8C9666B9AB01405ABAFD6'
const [signing] = signingsOf(jos2.userInfo.request.carrier) ?? []
assert.ok(signing)
const way: Signing = signing
const textOf =
  (query: object, more = '') =>
  (each: string) =>
    signedText(way, { query: query as Record<string, unknown>, body: {}, raw: '' }, each) + more

test('JOS gateway: the signature of the protocol page', () => {
  const text = textOf({ ...parameters, sign: 'whatever', format: '' })
  assert.equal(
    text('|'),
    '|360buy_param_json{"openId":"OID"}access_tokena3207b6b5ad04249ad1dbf6a98248beaapp_keyAPPKEY' +
      'methodjingdong.user.getUserInfoByOpenIdtimestamp2020-04-28 12:00:00v2.0|',
  )
  assert.equal(signer.sign(text, way), signature)
  assert.ok(signer.verify(text, signature, way))
})

test('a signature in another case, of another length, text or secret does not verify', () => {
  const text = textOf(parameters)
  const wrong = [
    signature.toLowerCase(),
    signature.slice(1),
    `${signature}0`,
    `${signature} `,
    '',
    '\u{ff16}'.repeat(32),
    createHash('md5').update(text('').concat(secret)).digest('hex').toUpperCase(),
  ]
  for (const each of wrong) assert.ok(!signer.verify(text, each, way), each)
  assert.ok(!signer.verify(textOf(parameters, ' '), signature, way))
  assert.ok(!signerWith('secret').verify(text, signature, way))
})

test('every scheme is what its name says, over text and secret as UTF-8', () => {
  const bytes: Record<SignatureScheme['mac'], Buffer> = {
    md5: createHash('md5').update(Buffer.from('密😀')).digest(),
    sha256: createHash('sha256').update(Buffer.from('密😀')).digest(),
    'hmac-md5': createHmac('md5', Buffer.from('密')).update(Buffer.from('密😀')).digest(),
    'hmac-sha1': createHmac('sha1', Buffer.from('密')).update(Buffer.from('密😀')).digest(),
    'hmac-sha256': createHmac('sha256', Buffer.from('密')).update(Buffer.from('密😀')).digest(),
  }
  const of = signerWith('密')
  for (const [mac, expected] of Object.entries(bytes) as [SignatureScheme['mac'], Buffer][]) {
    const said = (spelt: SignatureScheme['spelt']) => of.sign((each) => `${each}😀`, { mac, spelt })
    assert.equal(said('hex'), expected.toString('hex'))
    assert.equal(said('HEX'), expected.toString('hex').toUpperCase())
    assert.equal(said('base64'), expected.toString('base64'))
  }
})

test('every envelope that a dialect names is in the table', () => {
  for (const { envelope } of dialects) if (envelope) assert.equal(typeof envelopes[envelope], 'function')
})
