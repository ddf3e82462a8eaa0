/* A platform that nobody has: lists of shops, a value under two names, a signed link. Its dialect's value is enough. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signerWith } from '@hufu/crypto'
import type { Dialect, FieldType, Signing } from '@hufu/dialects'
import { jos } from '@hufu/dialects'
import {
  also,
  callbackOf,
  field,
  numeral,
  optional,
  params,
  records,
  remark,
  reply,
  signedBy,
  signedLink,
  text,
  wholeNumber,
} from '@hufu/dialects/kit'
import { readRecording, redactRecording, reportText, verifyRecording } from '../src/index.ts'

const signing: Signing = {
  into: 'sign',
  mac: 'hmac-sha256',
  spelt: 'hex',
  parts: [{ sorted: 'query', pair: '=', join: '&', empties: 'out' }],
}
const shops = records(params(field('shop_id', 'userId', numeral), optional('shop_name', 'name', text)))
const response = reply(
  params(
    field('access_token', 'accessToken', text),
    field('expires_in', 'expiresIn', wholeNumber),
    field('seller', 'userId', text),
    also('seller_id', 'userId', text as FieldType<never>),
    field('shop_list', 'shops', shops),
  ),
  jos.token.errors,
  {
    at: ['data'],
    before: [remark('err', '0: success', () => 0)],
    error: { code: 'err', success: 0, messages: ['text'] },
  },
)
const lantern: Dialect = {
  ...jos,
  id: 'lantern',
  title: 'Lantern',
  authorize: {
    ...jos.authorize,
    request: signedLink(
      params(
        field('key', 'clientId', text),
        field('back', 'redirectUri', text),
        optional('state', 'state', text),
      ),
      signedBy(signing),
    ),
  },
  callback: callbackOf(
    signedLink(
      params(field('code', 'code', text), field('seller', 'userId', text), optional('state', 'state', text)),
      signedBy(signing),
    ),
    'error',
  ),
  token: { ...jos.token, response },
}

const tools = { signer: signerWith('the secret') }
const context = {
  now: 1_720_501_200,
  requestId: '0'.repeat(32),
  signer: tools.signer,
  envelope: { seal: () => assert.fail(), open: () => assert.fail() },
}
const link = lantern.authorize.request.encode(
  { clientId: 'KEY-0001', redirectUri: 'https://isv.test/back', state: 'state-0001' },
  context,
)
const back = lantern.callback.encode({ code: 'code-0001', userId: '20000001', state: 'state-0001' }, context)
const answer =
  '{"err":0,"data":{"access_token":"token-0001","expires_in":3600,"seller":"20000001","seller_id":"20000001","shop_list":[{"shop_id":555000111,"shop_name":"Lotus Lamps"},{"shop_id":555000222}]}}'

const recording = (changed = answer, first = link, second = back): string =>
  [
    { request: { method: 'GET', url: `https://lantern.test/oauth/authorize?${first}` } },
    { request: { method: 'GET', url: `https://isv.test/back?${second}` } },
    {
      request: {
        method: 'POST',
        url: 'https://lantern.test/oauth/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'grant_type=authorization_code&client_id=KEY-0001&client_secret=secret-0001&redirect_uri=https%3A%2F%2Fisv.test%2Fback&code=code-0001',
      },
      response: { status: 200, body: changed },
    },
  ]
    .map((each) => JSON.stringify({ time: context.now, ...each }))
    .join('\n')

const told = (text: string, how: Parameters<typeof verifyRecording>[2] = {}) =>
  verifyRecording(lantern, readRecording(text), how).exchanges.flatMap(({ findings }) =>
    findings.map(({ difference, member }) => `${difference} ${member}`),
  )

test('all of it is as the dialect says, its signatures too', () => {
  assert.deepEqual(told(recording(), { tools }), [])
  const { exchanges } = verifyRecording(lantern, readRecording(recording()))
  assert.deepEqual(
    exchanges.map(({ unchecked }) => unchecked),
    [['the signature'], ['the signature'], []],
  )
})

test('a link and a callback whose signature is not theirs are told', () => {
  const forged = (query: string) => query.replace(/sign=../, 'sign=zz')
  assert.deepEqual(told(recording(answer, forged(link)), { tools }), ['unauthentic sign'])
  assert.deepEqual(told(recording(answer, link, forged(back)), { tools }), ['unauthentic sign'])
  assert.deepEqual(told(recording(answer, forged(link))), [])
})

test('members of a record in a list are compared, each by its path', () => {
  const changed = answer.replace('"shop_id":555000222', '"shop_id":"555000222","owner":"Somchai J."')
  const report = verifyRecording(lantern, readRecording(recording(changed)))
  assert.deepEqual(told(recording(changed)), [
    'type data.shop_list.1.shop_id',
    'unknown data.shop_list.1.owner',
  ])
  assert.doesNotMatch(reportText(report), /555000222|Somchai/)
})

test('a value under a second name, and the records of a list, are pseudonyms like any other', () => {
  const shared = redactRecording(lantern, readRecording(recording()), { tools })
  const text = shared.map((each) => JSON.stringify(each)).join('\n')
  assert.doesNotMatch(text, /-0001|20000001|555000|Lotus|Lamps|isv\.test/)
  assert.deepEqual(told(text, { tools }), [])
  const [, seller, again] = /"seller\\":\\"(\d+)\\",\\"seller_id\\":\\"(\d+)\\"/.exec(text) ?? []
  assert.ok(seller && seller === again)
})

test('a member that only errors have is told beside a success, and is no error', () => {
  const changed = answer.replace('"data"', '"text":"fine","data"')
  assert.deepEqual(told(recording(changed)), ['spelling text'])
  const shared = redactRecording(lantern, readRecording(recording(changed)))
  assert.deepEqual(told(shared.map((each) => JSON.stringify(each)).join('\n')), ['spelling text'])
})
