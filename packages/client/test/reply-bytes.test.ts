/* What a reply's headers say of its bytes and of time, and numbers that JSON.parse would round. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { jdCentral, jos, jos2, oauth2 } from '@hufu/dialects'
import { transparentSigner } from '../../dialect-laws/src/generators.ts'
import { type CallFailure, createClient, isFailure } from '../src/index.ts'
import { maskedWire, withoutSecrets } from '../src/mask.ts'
import { listen, saying } from './tiny-server.ts'

const app = { clientId: 'KEY', clientSecret: 'app-secret', signer: transparentSigner }
const NOW = Date.parse('2026-11-30T08:00:00Z') / 1000

/** A server that says these bytes. */
const bytes = (t: TestContext, status: number, parts: readonly (string | number[])[], type: string) =>
  listen(t, (_, response) => {
    const body = Buffer.concat(
      parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
    )
    response.writeHead(status, { 'content-type': type }).end(body)
  })

test('a reply is read in its own charset: tokens and names in it, and the words of an error', async (t) => {
  for (const [charset, spelt, said] of [
    ['GBK', [0xd5, 0x5c], '誠'],
    ['gb18030', [0xb5, 0xea, 0xc6, 0xcc], '店铺'],
    ['"Big5"', [0xa9, 0xb1], '店'],
    ['ISO-8859-1', [0x63, 0x61, 0x66, 0xe9], 'café'],
    ['of-no-runtime', [0xe5, 0xba, 0x97], '店'],
  ] as const) {
    const type = `application/json; charset=${charset}`
    const tokens =
      '{"access_token":"A2","refresh_token":"R2","expires_in":3600,"open_id":"o","uid":"1","user_nick":"'
    const baseUrl = await bytes(t, 200, [tokens, [...spelt], '"}'], type)
    const renewed = await createClient(oauth2, { ...app, baseUrl }).refresh({ refreshToken: 'r' })
    assert.ok(!isFailure(renewed), charset)
    assert.deepEqual([renewed.accessToken, renewed.refreshToken], ['A2', 'R2'], charset)

    const refusing = await bytes(t, 200, ['{"code":2011,"msg":"', [...spelt], '","requestId":"x"}'], type)
    const refused = await createClient(jos2, { ...app, baseUrl: refusing }).refresh({ refreshToken: 'r' })
    assert.ok(isFailure(refused))
    assert.equal(refused.platformMessage, said, charset)
  }
})

test('how long to wait is seconds or a date, by the platform’s own clock, and has a bound', async (t) => {
  const waiting = async (headers: Record<string, string>) => {
    const baseUrl = await saying(t, 429, '', headers)
    const failed = await createClient(oauth2, { ...app, baseUrl, now: () => NOW }).refresh({
      refreshToken: 'r',
    })
    return (failed as CallFailure).retryAfter
  }
  const at = (seconds: number) => new Date((NOW + seconds) * 1000).toUTCString()
  for (const [said, expected, more] of [
    ['17', 17],
    ['0', 0],
    ['1800.5', 1801],
    [at(90), 90, { date: at(0) }],
    // A platform an hour ahead says its own time.
    [at(3690), 90, { date: at(3600) }],
    // A cache kept the answer for an hour: its date is not now.
    [at(90), 90, { date: at(-3600), age: '3600' }],
    [at(-5), undefined, { date: at(0) }],
    ['604801', undefined],
    ['99999999999999999999', undefined],
    ['-1', undefined],
    ['soon', undefined],
    ['2027', 2027],
  ] as const)
    assert.equal(await waiting({ 'retry-after': said, ...more }), expected, `${said} ${JSON.stringify(more)}`)
})

test('the date of an answer that a cache kept is not taken for the platform’s clock', async (t) => {
  const skew = async (headers: Record<string, string>) => {
    const baseUrl = await saying(t, 400, '{"error":"invalid_grant"}', headers)
    const failed = await createClient(oauth2, { ...app, baseUrl, now: () => NOW }).refresh({
      refreshToken: 'r',
    })
    return (failed as CallFailure).clockSkew
  }
  const date = new Date((NOW - 3600) * 1000).toUTCString()
  assert.ok(Math.abs((await skew({ date })) ?? 0) >= 3599)
  assert.equal(await skew({ date, age: '3600' }), undefined)
})

test('a number beyond 2^53 in a method’s answer is kept as its digits', async (t) => {
  const reply =
    '{"a_method_response":{"order_id":900719925474099312,"total":12.5,"items":[{"sku":18446744073709551616}],"near":9007199254740991}}'
  const client = createClient(jos2, { ...app, baseUrl: await saying(t, 200, reply) })
  const answer = await client.call('a.method', {}, { accessToken: 'a' })
  assert.ok(!isFailure(answer), JSON.stringify(answer))
  assert.deepEqual(answer.result, {
    order_id: '900719925474099312',
    total: 12.5,
    items: [{ sku: '18446744073709551616' }],
    near: 9007199254740991,
  })
})

test('a parameter that JSON cannot spell is refused before anything is sent', async (t) => {
  const client = createClient(jos2, { ...app, baseUrl: await listen(t, () => assert.fail('sent')) })
  const circular: Record<string, unknown> = {}
  circular['self'] = circular
  for (const parameters of [{ order: 10n }, circular]) {
    const answer = await client.call('a.method', parameters, { accessToken: 'a' })
    assert.ok(isFailure(answer))
    assert.equal(answer.outcome, 'not_sent')
    assert.equal(answer.parameter, '360buy_param_json')
  }
})

test('a refresh token’s stated end is told as a time, and stays with a token that stays', async (t) => {
  const reply = (more: string) => `{"access_token":"A2","token_type":"bearer","expires_in":60${more}}`
  const renewed = async (more: string) => {
    const client = createClient(oauth2, {
      ...app,
      baseUrl: await saying(t, 200, reply(more)),
      now: () => NOW,
    })
    const tokens = await client.refresh({ refreshToken: 'r' })
    assert.ok(!isFailure(tokens))
    return tokens.refreshExpiresAt
  }
  assert.equal(await renewed(',"refresh_token":"R2","refresh_expires_in":2592000'), NOW + 2_592_000)
  assert.equal(await renewed(',"refresh_token":"R2"'), undefined)
  // What was stated of a token that stays goes on; of one that was replaced it does not.
  const held = { refreshToken: 'R1', refreshExpiresAt: NOW + 9000 }
  const after = async (more: string) => {
    const client = createClient(oauth2, {
      ...app,
      baseUrl: await saying(t, 200, reply(more)),
      now: () => NOW,
    })
    const tokens = await client.refresh(held)
    assert.ok(!isFailure(tokens))
    return [tokens.refreshToken, tokens.refreshExpiresAt]
  }
  assert.deepEqual(await after(''), ['R1', NOW + 9000])
  assert.deepEqual(await after(',"refresh_expires_in":60'), ['R1', NOW + 60])
  assert.deepEqual(await after(',"refresh_token":"R2"'), ['R2', undefined])
})

test('a shop’s name in GBK is read in the answer to a code and to a refresh', async (t) => {
  const [before, after] = [
    '{"access_token":"A2","refresh_token":"R2","expires_in":3600,"uid":"1","user_nick":"',
    '"}',
  ]
  // 店铺一 in GBK.
  const shop = [0xb5, 0xea, 0xc6, 0xcc, 0xd2, 0xbb]
  const baseUrl = await bytes(t, 200, [before, shop, after], 'application/json;charset=GBK')
  const client = createClient(jos, { ...app, baseUrl })
  for (const tokens of [
    await client.exchangeCode({ code: 'c', redirectUri: 'http://here.invalid/' }),
    await client.refresh({ refreshToken: 'r' }),
  ]) {
    assert.ok(!isFailure(tokens), JSON.stringify(tokens))
    assert.deepEqual([tokens.accessToken, tokens.userName], ['A2', '店铺一'])
  }
})

test('an id beyond 2^53 in user information is kept as its digits', async (t) => {
  for (const id of ['9007199254740993', '18446744073709551616']) {
    const reply = `{"sub":${id},"nickname":"Shop"}`
    const client = createClient(oauth2, { ...app, baseUrl: await saying(t, 200, reply) })
    const user = await client.userInfo({ accessToken: 'a' })
    assert.ok(!isFailure(user), JSON.stringify(user))
    assert.deepEqual([user.openId, user.nickname], [id, 'Shop'])
  }
})

test('masking changes no word that only looks like a part of a secret, and hides each spelling of one', () => {
  for (const secret of ['s', 'too', 'many', 'quest'])
    assert.equal(withoutSecrets('too_many_requests', [secret]), 'too_many_requests', secret)
  assert.equal(withoutSecrets('the secret "many" is wrong', ['many']), 'the secret "***" is wrong')
  const secret = 'p/ss "w+rd" 密'
  for (const spelt of [secret, encodeURIComponent(secret), JSON.stringify(secret)])
    assert.doesNotMatch(withoutSecrets(`x${spelt}y`, [secret]), /rd/, spelt)
  const fields = jdCentral.refresh.request.fields
  assert.match(
    maskedWire('{"refresh_token": 1234567890123456, "code": 0}', fields),
    /"refresh_token": \*\*\*/,
  )
  assert.doesNotMatch(maskedWire('{"refresh_token": ["R-1", "R-2"]}', fields), /R-/)
  const inside = JSON.stringify({ refresh_token: 'R-1 "quoted" \\ R-2', expires_in: 7 })
  const masked = maskedWire(JSON.stringify({ result: inside }), fields)
  assert.doesNotMatch(masked, /R-2|quoted/)
  assert.equal(
    (JSON.parse((JSON.parse(masked) as { result: string }).result) as { expires_in: number }).expires_in,
    7,
  )
})
