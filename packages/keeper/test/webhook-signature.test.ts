import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newWebhookSecret, verifyWebhook } from '@hufu/keeper'
import { Webhook } from 'standardwebhooks'
import { webhookHeaders } from '../src/webhooks/signature.ts'

const NOW = Math.floor(Date.now() / 1000)
const ID = 'msg_0123456789abcdef01234567'
const body = JSON.stringify({
  type: 'connection.created',
  timestamp: '2026-11-21T08:00:00.000Z',
  data: { connectionId: 'cn_1', shop: '虎符' },
})
const secret = newWebhookSecret()
const errorOf = (...given: Parameters<typeof verifyWebhook>) => {
  const verified = verifyWebhook(...given)
  return 'error' in verified ? verified.error : undefined
}

describe('the signature of a webhook', () => {
  test('is taken by the reference library of the convention', () => {
    const headers = webhookHeaders(secret, ID, NOW, body)
    assert.deepEqual(new Webhook(secret).verify(body, headers), JSON.parse(body))
    assert.throws(() => new Webhook(newWebhookSecret()).verify(body, headers), /No matching signature/)
  })

  test('of the reference library is taken', () => {
    const signed = new Webhook(secret).sign(ID, new Date(NOW * 1000), body)
    const headers = { 'Webhook-Id': ID, 'webhook-timestamp': String(NOW), 'webhook-signature': signed }
    const verified = verifyWebhook(secret, headers, body)
    assert.ok(!('error' in verified))
    assert.equal(verified.id, ID)
    assert.equal(verified.type, 'connection.created')
    assert.equal(verified.data.shop, '虎符')
    const bytes = verifyWebhook([newWebhookSecret(), secret], new Headers(headers), Buffer.from(body))
    assert.ok(!('error' in bytes), 'as bytes, with the headers of fetch, and the second of two secrets')
  })

  test('is the same for the known answer of the convention', () => {
    // https://github.com/standard-webhooks/standard-webhooks/blob/main/libraries/javascript/src/index.test.ts
    const headers = webhookHeaders(
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1614265330,
      '{"test": 2432232314}',
    )
    assert.equal(headers['webhook-signature'], 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  test('is made with each secret while one is replaced', () => {
    const next = newWebhookSecret()
    const headers = webhookHeaders([next, secret], ID, NOW, body)
    for (const each of [next, secret]) {
      assert.equal(errorOf(each, headers, body), undefined)
      new Webhook(each).verify(body, headers)
    }
  })

  test('is refused where anything differs', () => {
    const headers = webhookHeaders(secret, ID, NOW, body)
    const changed = (more: Readonly<Record<string, string | undefined>>) =>
      errorOf(secret, { ...headers, ...more }, body, NOW)
    const signed = headers['webhook-signature'] ?? ''
    assert.equal(changed({}), undefined)
    assert.equal(errorOf(newWebhookSecret(), headers, body), 'signature_wrong')
    assert.equal(errorOf(secret, headers, body.replace('cn_1', 'cn_2')), 'signature_wrong')
    assert.equal(errorOf(secret, headers, `${body} `), 'signature_wrong')
    assert.equal(changed({ 'webhook-id': 'msg_other' }), 'signature_wrong')
    assert.equal(changed({ 'webhook-timestamp': String(NOW + 1) }), 'signature_wrong')
    assert.equal(changed({ 'webhook-signature': signed.replace('v1,', 'v2,') }), 'signature_wrong')
    assert.equal(changed({ 'webhook-signature': signed.slice(0, 20) }), 'signature_wrong')
    assert.equal(changed({ 'webhook-signature': 'v1,' }), 'signature_wrong')
    for (const name of Object.keys(headers)) {
      assert.equal(changed({ [name]: undefined }), 'headers_missing')
      assert.equal(changed({ [name]: '' }), 'headers_missing')
    }
    assert.equal(changed({ 'webhook-timestamp': '1e9' }), 'headers_missing')
    assert.equal(changed({ 'webhook-id': 'm'.repeat(300) }), 'headers_missing')
  })

  test('is good for five minutes, in both directions', () => {
    const headers = webhookHeaders(secret, ID, NOW, body)
    assert.equal(errorOf(secret, headers, body, NOW + 300), undefined)
    assert.equal(errorOf(secret, headers, body, NOW - 300), undefined)
    assert.equal(errorOf(secret, headers, body, NOW + 301), 'too_old')
    assert.equal(errorOf(secret, headers, body, NOW - 301), 'too_new')
  })

  test('is no proof of a body that is no message', () => {
    for (const text of [
      '',
      'hello',
      '[]',
      'null',
      '{}',
      '{"type":1,"timestamp":"","data":{}}',
      '{"type":"a","data":{}}',
    ])
      assert.equal(errorOf(secret, webhookHeaders(secret, ID, NOW, text), text), 'body_unreadable', text)
  })

  test('wants a secret that is one, and does not repeat it', () => {
    for (const each of [
      '',
      'whsec_',
      'whsec_c2hvcnQ=',
      `whsec_${'A'.repeat(200)}`,
      'whsec_hunter2-hunter2-hunter2!',
      secret.slice(6),
    ])
      assert.throws(
        () => verifyWebhook(each, {}, body),
        (error) =>
          error instanceof TypeError && (each === '' || each === 'whsec_' || !error.message.includes(each)),
      )
  })
})
