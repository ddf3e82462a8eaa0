import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { envelopes, signers } from '@hufu/crypto'
import { dialects, signedText } from '@hufu/dialects'

const secret = 'SECRET'
const signer = signers['md5-between-secrets'](secret)
const parameters = {
  access_token: 'a3207b6b5ad04249ad1dbf6a98248bea',
  app_key: 'APPKEY',
  method: 'jingdong.user.getUserInfoByOpenId',
  '360buy_param_json': '{"openId":"OID"}',
  timestamp: '2020-04-28 12:00:00',
  v: '2.0',
}
const signature = '659F1E712FD8C9666B9AB01405ABAFD6'

test('JOS gateway: the signature of the protocol page', () => {
  const text = signedText({ ...parameters, sign: 'whatever', format: '' }, 'sign')
  assert.equal(
    text,
    '360buy_param_json{"openId":"OID"}access_tokena3207b6b5ad04249ad1dbf6a98248beaapp_keyAPPKEY' +
      'methodjingdong.user.getUserInfoByOpenIdtimestamp2020-04-28 12:00:00v2.0',
  )
  assert.equal(signer.sign(text), signature)
  assert.ok(signer.verify(text, signature))
})

test('a signature in another case, of another length, text or secret does not verify', () => {
  const text = signedText(parameters, 'sign')
  const wrong = [
    signature.toLowerCase(),
    signature.slice(1),
    `${signature}0`,
    `${signature} `,
    '',
    '\u{ff16}'.repeat(32),
    createHash('md5').update(`${secret}${text}`).digest('hex').toUpperCase(),
  ]
  for (const each of wrong) assert.ok(!signer.verify(text, each), each)
  assert.ok(!signer.verify(`${text} `, signature))
  assert.ok(!signers['md5-between-secrets']('secret').verify(text, signature))
})

test('text and secret are signed as UTF-8', () => {
  const expected = createHash('md5').update(Buffer.from('密😀密')).digest('hex').toUpperCase()
  assert.equal(signers['md5-between-secrets']('密').sign('😀'), expected)
})

test('every scheme that a dialect names is in the tables', () => {
  for (const { envelope, signature } of dialects) {
    if (envelope) assert.equal(typeof envelopes[envelope], 'function')
    if (signature) assert.equal(typeof signers[signature], 'function')
  }
})
