/* Files that are recordings, and files that are none: each is refused with the line that is to blame. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordingFetch } from '@hufu/client'
import { jdFinance, jos, oauth2 } from '@hufu/dialects'
import {
  RecordingError,
  readKeys,
  readRecording,
  redactRecording,
  toolsOf,
  verifyRecording,
} from '../src/index.ts'

const line = (request: object = {}, more: object = {}) =>
  JSON.stringify({
    time: 1_720_501_200,
    request: { method: 'GET', url: 'https://a.test/', headers: {}, ...request },
    ...more,
  })

test('what is no recording is refused with its line, and never repeated', () => {
  const cases: readonly (readonly [text: string, line: number, problem: RegExp])[] = [
    ['', 1, /empty/],
    ['no JSON at all SECRET', 1, /no JSON/],
    [`${line()}\n\n{"time": 1, "request": SECRET}\n`, 3, /no JSON/],
    [`${line()}\n[1]\n`, 2, /no JSON object/],
    [`${line()}\n${line({ url: 'SECRET' })}`, 2, /request\.url is no URL/],
    [`${line()}\n${line({ method: 7 })}`, 2, /request\.method is no text/],
    [
      `${line()}\n${line({ headers: { authorization: 1 } })}`,
      2,
      /request\.headers\.authorization is no text/,
    ],
    [`${line()}\n${line({}, { time: 'SECRET' })}`, 2, /time is missing, or is no number/],
    [`${line()}\n${line({}, { response: { headers: {} } })}`, 2, /response\.status is missing/],
    [`${line()}\n${line({}, { response: { status: 7 } })}`, 2, /response\.status is no HTTP status/],
    [`${line()}\n${line({}, { redacted: 'yes' })}`, 2, /redacted/],
    [line({ body: {} }), 1, /request\.body is no text/],
    ['{"time": 1}', 1, /neither a HAR.*nor a line/],
    ['{\n  "log": {\n    "entries": [SECRET]\n  }\n}', 3, /no JSON/],
    ['{\n  "log": {\n    "entries": {}\n  }\n}', 3, /entries is missing, or is no list/],
    ['{\n  "log": []\n}', 2, /log is no object/],
    ['{"log": {"entries": [\n1]}}', 2, /entry 1: it is no object/],
    ['{"log": {"entries": [\n{"request": {},\n "response": {}}]}}', 2, /entry 1: startedDateTime is missing/],
    [
      '{"log": {"entries": [\n{"startedDateTime": "2024-07-09T05:00:00Z",\n"request": {"method": "GET", "url": "SECRET"},\n"response": {"status": 200}}]}}',
      3,
      /entry 1: request\.url is no URL/,
    ],
    [
      '{"log": {"entries": [\n{"startedDateTime": "SECRET",\n"request": {},\n"response": {"status": 200}}]}}',
      2,
      /entry 1: startedDateTime is no date/,
    ],
  ]
  for (const [text, at, problem] of cases)
    assert.throws(
      () => readRecording(text),
      (error) => {
        assert.ok(error instanceof RecordingError, text)
        assert.equal(error.line, at, `${text}: ${error.message}`)
        assert.match(error.message, problem, text)
        assert.doesNotMatch(error.message, /SECRET/)
        return true
      },
    )
})

test('a byte order mark, blank lines and line ends of Windows are read past', () => {
  assert.deepEqual(
    readRecording(`\uFEFF\r\n${line()}\r\n\r\n${line()}\r\n`).map((each) => each.line),
    [2, 4],
  )
})

const har = (entry: object, response: object = {}) =>
  JSON.stringify({
    log: {
      version: '1.2',
      entries: [
        {
          startedDateTime: '2024-07-09T05:00:00.000Z',
          request: { method: 'GET', url: 'https://oauth.jd.com/', headers: [], ...entry },
          response: { status: 200, headers: [], content: {}, ...response },
        },
      ],
    },
  })

test('a HAR: a form by its params or its text, a body in base64, an answer that never came', () => {
  const answer = '{"code":"402","error_description":"错误的请求"}'
  const content = { encoding: 'base64', text: Buffer.from(answer).toString('base64') }
  const url = 'https://oauth.jd.com/oauth/token'
  const pairs = {
    grant_type: 'refresh_token',
    client_id: 'KEY',
    client_secret: 's 1',
    refresh_token: 'R',
  }
  const order = ['client_id', 'client_secret', 'grant_type', 'refresh_token'] as const
  const params = order.map((name) => ({ name, value: pairs[name] }))
  const text = params.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('&')
  const mimeType = 'application/x-www-form-urlencoded'
  for (const postData of [
    { mimeType, params },
    { mimeType: `${mimeType}; charset=UTF-8`, text },
  ]) {
    const report = verifyRecording(jos, readRecording(har({ method: 'POST', url, postData }, { content })))
    assert.ok(report.isClean, JSON.stringify(report))
    assert.deepEqual(report.exchanges[0]?.agrees.request, order)
    assert.deepEqual(report.exchanges[0]?.agrees.response, ['code', 'error_description'])
  }
  const unanswered = verifyRecording(
    jos,
    readRecording(har({ method: 'POST', url, postData: { mimeType, text } }, { status: 0 })),
  )
  assert.deepEqual(unanswered.exchanges[0]?.unchecked, ['the answer, which was not recorded'])
  const bodiless = verifyRecording(
    jos,
    readRecording(har({ method: 'POST', url, postData: { mimeType, text } })),
  )
  assert.deepEqual(bodiless.exchanges[0]?.unchecked, ["the answer's body, which was not recorded"])
})

/** Answers by nothing that listens: what is sent is what counts. */
async function recorded(url: string, init: RequestInit, answer: string): Promise<string> {
  const lines: string[] = []
  const fetch = recordingFetch({
    record: (exchange) => lines.push(JSON.stringify(exchange)),
    fetch: () => Promise.resolve(new Response(answer, { headers: { 'content-type': 'application/json' } })),
    now: () => 1_720_501_200,
  })
  await fetch(url, init)
  return lines.join('\n')
}

test('a multipart form is read as its fields, told by its place, and stays one when it is redacted', async () => {
  const body = new FormData()
  body.set('token', 'user-token-1234567890')
  body.set('openid', 'openid-of-a-person-1')
  const url = 'https://open.jr.jd.com/gw/generic/jimu/outside/m/getUserBaseInfo'
  const text = await recorded(url, { method: 'POST', body }, '{"resultCode":0,"resultData":{"openId":"o"}}')
  const exchanges = readRecording(text)
  const report = verifyRecording(jdFinance, exchanges)
  assert.deepEqual(report.exchanges[0]?.agrees.request, ['token', 'openid'])
  assert.deepEqual(
    report.exchanges[0]?.findings.map(({ difference, said }) => [difference, /multipart form/.test(said)]),
    [['place', true]],
  )
  const shared = JSON.stringify(redactRecording(jdFinance, exchanges)[0])
  assert.doesNotMatch(shared, /user-token|of-a-person/)
  assert.deepEqual(
    verifyRecording(jdFinance, readRecording(shared)).exchanges[0]?.findings,
    report.exchanges[0]?.findings,
  )
})

test('credentials and tokens of a header are read, and are pseudonyms when shared; paths may be elsewhere', async () => {
  const secret = 'a secret: 100%'
  const basic = btoa(`key-1:${encodeURIComponent(secret)}`)
  const form = {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=refresh_token&refresh_token=refresh-token-of-0001',
  }
  const answer = '{"access_token":"access-token-of-0001","token_type":"bearer","expires_in":3600}'
  const token = await recorded('https://auth.test/v2/tokens', form, answer)
  const info = await recorded(
    'https://auth.test/v2/me',
    { headers: { authorization: 'Bearer access-token-of-0001' } },
    '{"sub":"person-0001"}',
  )
  const exchanges = readRecording(`${token}\n${info}`)
  const endpoints = { token: '/v2/tokens', refresh: '/v2/tokens', userInfo: 'https://auth.test/v2/me' }
  const report = verifyRecording(oauth2, exchanges, { endpoints })
  assert.deepEqual(
    report.exchanges.map(({ step, findings }) => [step, ...findings.map(({ said }) => said)]),
    [['refresh', 'is written in another way than the dialect writes it: in another case'], ['userInfo']],
  )
  const shared = redactRecording(oauth2, exchanges, { endpoints })
  const text = shared.map((each) => JSON.stringify(each)).join('\n')
  assert.doesNotMatch(text, /of-0001|key-1|person/)
  const again = verifyRecording(oauth2, readRecording(text), { endpoints })
  assert.deepEqual(
    again.exchanges.map(({ findings }) => findings),
    report.exchanges.map(({ findings }) => findings),
  )
  const bearer = shared[1]?.request.headers['authorization']?.slice('Bearer '.length)
  assert.ok(bearer && shared[0]?.response?.body?.includes(bearer), 'the same token is the same pseudonym')
  assert.throws(
    () => verifyRecording(oauth2, exchanges, { endpoints: { tokens: '/t' } }),
    /has no endpoint tokens/,
  )
  assert.throws(() => verifyRecording(oauth2, exchanges, { endpoints: { token: 't' } }), /is no path/)
})

test('a recording fetch hands the answer on whole, and records a call that failed', async () => {
  const lines: string[] = []
  const record = (exchange: object) => void lines.push(JSON.stringify(exchange))
  const answer = await recordingFetch({ record, fetch: () => Promise.resolve(new Response('whole')) })(
    'https://a.test/',
    {},
  )
  assert.equal(await answer.text(), 'whole')
  await assert.rejects(
    recordingFetch({ record, fetch: () => Promise.reject(new Error('away')) })('https://a.test/', {}),
    /away/,
  )
  const [first, second] = readRecording(lines.join('\n'))
  assert.equal(first?.response?.body, 'whole')
  assert.equal(second?.response, undefined)
})

test('keys that are none are refused by their name, and never shown', () => {
  assert.throws(() => readKeys('no JSON SECRET'), {
    name: 'TypeError',
    message: /^keys are a JSON object with clientSecret/,
  })
  assert.throws(() => readKeys('{"secret":"SECRET"}'), /the keys have no "secret"; they have clientSecret/)
  assert.throws(() => readKeys('{"clientSecret":7}'), /clientSecret is no text/)
  assert.throws(
    () => toolsOf(jos, { platformPublicKey: 'SECRET' }),
    (error) =>
      error instanceof TypeError &&
      error.message.startsWith('platformPublicKey: ') &&
      !error.message.includes('SECRET'),
  )
})
