/* Recordings of our own demo agree with the dialect; with one thing changed they differ in that thing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecordedExchange } from '@hufu/client'
import { type Dialect, chainUp, jdFinance, jos, jos2, servedDialects } from '@hufu/dialects'
import { oneOfEach } from '../../../test/mechanisms.ts'
import {
  type Finding,
  type Report,
  type Tools,
  readRecording,
  redactRecording,
  reportText,
  toolsOf,
  verifyRecording,
} from '../src/index.ts'
import { keysOf, linesOf, platformOf, recordedDemo } from './demo-recording.ts'
import { withBody, withRequest, withResponse } from './mutations.ts'

type Recording = readonly RecordedExchange[]

const recordings = new Map<Dialect, Promise<Recording>>()
const recordingOf = (dialect: Dialect): Promise<Recording> => {
  const held = recordings.get(dialect) ?? recordedDemo(dialect)
  recordings.set(dialect, held)
  return held
}
const toolsFor = async (dialect: Dialect): Promise<Tools> =>
  toolsOf(dialect, keysOf(await platformOf(dialect)))
const verified = (dialect: Dialect, recording: Recording, tools: Tools = {}): Report =>
  verifyRecording(dialect, readRecording(linesOf(recording)), { tools })
const redacted = (dialect: Dialect, recording: Recording, tools: Tools = {}): Recording =>
  redactRecording(dialect, readRecording(linesOf(recording)), { tools })

const findingsOf = ({ exchanges }: Report): readonly Finding[] =>
  exchanges.flatMap(({ findings }) => findings)
const uncheckedIn = ({ exchanges }: Report): readonly string[] =>
  exchanges.flatMap(({ unchecked }) => unchecked)

/** Every value of a recording that proves something or names somebody. */
async function secretsOf(dialect: Dialect, recording: Recording): Promise<readonly string[]> {
  const { clientSecret, clientId } = await platformOf(dialect)
  const text = linesOf(recording)
  const opaque = text.match(/(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-zA-Z])[\w-]{20,}(?![\w-])/g) ?? []
  const merchant = /2000000001/.test(text) ? ['2000000001'] : []
  // The name of a method, or of a scope, has no digits in it.
  return [...new Set([clientSecret, clientId, ...opaque, ...merchant])]
}

for (const dialect of oneOfEach('authentication', 'refresh', 'pages')) {
  test(`${dialect.id}: the demo's own recording is as the dialect says, with keys and without`, async () => {
    const recording = await recordingOf(dialect)
    const tools = await toolsFor(dialect)
    const report = verified(dialect, recording, tools)
    assert.deepEqual(findingsOf(report), [])
    assert.ok(report.isClean)
    const steps = report.exchanges.map(({ step }) => step)
    for (const step of ['authorize', 'callback', 'token', 'refresh', 'revocation'] as const)
      assert.ok(steps.includes(step), step)
    assert.equal(steps.includes('userInfo'), dialect.userInfo !== undefined)
    assert.equal(steps.filter((step) => step === 'callback').length, 2, 'the denial, and the code')
    assert.ok(verified(dialect, recording).isClean)
    assert.ok(report.elsewhere.every(({ address }) => address.endsWith('/login')))
  })

  test(`${dialect.id}: a redacted recording has no secret, and says the same`, async () => {
    const recording = await recordingOf(dialect)
    const tools = await toolsFor(dialect)
    const shared = redacted(dialect, recording, tools)
    const report = verified(dialect, shared, tools)
    assert.deepEqual(findingsOf(report), [])
    assert.equal(report.exchanges.length, verified(dialect, recording).exchanges.length)
    const own = new Set(linesOf(shared).match(/[\w-]{20,}/g))
    for (const secret of await secretsOf(dialect, recording)) assert.ok(!own.has(secret), 'a secret stayed')
    assert.ok(!linesOf(shared).includes('demo'), 'the merchant stayed')
    // The same secret is the same pseudonym, so that exchanges still follow from each other.
    const [code = ''] = shared.flatMap(({ request }) => new URL(request.url).searchParams.getAll('code'))
    const uses = shared.filter(({ request }) =>
      `${request.url} ${request.body} ${request.opened}`.includes(code),
    )
    assert.ok(code !== '' && uses.length >= (dialect.envelope === undefined ? 2 : 1))
  })

  test(`${dialect.id}: nothing that is printed holds a secret`, async () => {
    const recording = await recordingOf(dialect)
    const report = verified(dialect, recording, await toolsFor(dialect))
    const printed = `${reportText(report)}${JSON.stringify(report)}`
    for (const secret of await secretsOf(dialect, recording)) assert.ok(!printed.includes(secret))
  })
}

/** One change, and the one thing that is told of it. */
interface Change {
  readonly name: string
  readonly dialect: Dialect
  readonly change: (recording: Recording) => Recording
  readonly told: Pick<Finding, 'side' | 'difference' | 'member'> & { readonly said?: RegExp }
  /** Only keys can tell. */
  readonly needsKeys?: true
}

const changes: readonly Change[] = [
  {
    name: 'a member that the dialect does not know',
    dialect: jdFinance,
    change: (all) =>
      withBody(all, '"result_data":{', '"timeout"', '"union_key":"f00dfeedf00dfeed","timeout"'),
    told: {
      side: 'response',
      difference: 'unknown',
      member: 'result_data.union_key',
      said: /text of 16 characters/,
    },
  },
  {
    name: 'a number as a text',
    dialect: jdFinance,
    change: (all) => withBody(all, '"result_data":{', '"timeout":7200', '"timeout":"7200"'),
    told: {
      side: 'response',
      difference: 'type',
      member: 'result_data.timeout',
      said: /"7200".*has a number/,
    },
  },
  {
    name: 'a token as a number',
    dialect: jos,
    change: (all) => withBody(all, '"access_token"', /"access_token":"[^"]+"/, '"access_token":12345678'),
    told: { side: 'response', difference: 'type', member: 'access_token', said: /number of 8 digits/ },
  },
  {
    name: 'no request id in an error',
    dialect: jos2,
    change: (all) => withBody(all, '"requestId"', /,"requestId":"\w+"/, ''),
    told: { side: 'response', difference: 'absent', member: 'requestId' },
  },
  {
    name: 'a member that is needed is missing',
    dialect: jdFinance,
    change: (all) => withBody(all, '"result_data":{', /,"openid":"[^"]+"/, ''),
    told: { side: 'response', difference: 'absent', member: 'openid', said: /must have/ },
  },
  {
    name: 'members in another order',
    dialect: jos2,
    change: (all) =>
      withBody(all, '"access_token"', '"token_type":"bearer","code":0', '"code":0,"token_type":"bearer"'),
    told: { side: 'response', difference: 'order', member: '' },
  },
  {
    name: 'an error code without a row',
    dialect: jos2,
    change: (all) => withBody(all, '"code":304', '304', '399'),
    told: { side: 'response', difference: 'code', member: '', said: /399/ },
  },
  {
    name: 'other words for an error code',
    dialect: jos2,
    change: (all) => withBody(all, '"code":304', /"msg":"[^"]+"/, '"msg":"code invented-by-the-test is bad"'),
    told: { side: 'response', difference: 'words', member: 'msg', said: /"code \*\*\* is bad"/ },
  },
  {
    name: 'another status',
    dialect: jos,
    change: (all) => withResponse(all, '"402"', () => ({ status: 400 })),
    told: { side: 'response', difference: 'status', member: '', said: /400.*200/ },
  },
  {
    name: 'an answer that is a page',
    dialect: jos,
    change: (all) => withResponse(all, '"402"', () => ({ body: '<html>Bad Gateway</html>' })),
    told: { side: 'response', difference: 'unreadable', member: 'body', said: /24 characters/ },
  },
  {
    name: 'a form that was sent as a query',
    dialect: jos2,
    change: (all) =>
      withRequest(all, 'grant_type=refresh_token', ({ url, body = '' }) => ({
        url: `${url}?${body}`,
        body: '',
      })),
    told: { side: 'request', difference: 'place', member: '', said: /POST, query.*POST, form/ },
  },
  {
    name: 'another constant',
    dialect: jos2,
    change: (all) =>
      withRequest(all, 'grant_type=authorization_code', ({ body = '' }) => ({
        body: body.replace('authorization_code', 'auth_code'),
      })),
    told: { side: 'request', difference: 'unreadable', member: 'grant_type', said: /text of 9 characters/ },
  },
  {
    name: 'an empty parameter',
    dialect: jos,
    change: (all) =>
      withRequest(all, 'grant_type=refresh_token', ({ body = '' }) => ({ body: `${body}&state=` })),
    told: { side: 'request', difference: 'spelling', member: 'state', said: /empty/ },
  },
  {
    name: "another order of the link's parameters, where the platform has one",
    dialect: jdFinance,
    change: (all) =>
      withRequest(all, '/oauth2/authorization/forward?', ({ url }) => {
        const [address, query = ''] = url.split('?')
        return { url: `${address}?${query.split('&').toReversed().join('&')}` }
      }),
    told: { side: 'request', difference: 'order', member: 'parameters' },
  },
  {
    name: 'a state that nobody sent',
    dialect: jos,
    change: (all) =>
      withResponse(all, 'decision=approve', ({ headers }) => ({
        headers: { ...headers, location: headers['location']?.replace(/state=./, 'state=_') ?? '' },
      })),
    told: { side: 'response', difference: 'spelling', member: 'state', said: /not the state of a link/ },
  },
  {
    name: "a signature that is not the parameters' own",
    dialect: jos2,
    change: (all) =>
      withRequest(all, '/routerjson', ({ body = '' }) => ({ body: body.replace(/sign=..../, 'sign=0000') })),
    told: { side: 'request', difference: 'unauthentic', member: 'sign' },
    needsKeys: true,
  },
  {
    name: 'an envelope that does not open',
    dialect: chainUp,
    change: (all) => withBody(all, '"suc"', /"sign":"..../, '"sign":"AAAA'),
    told: { side: 'response', difference: 'unauthentic', member: 'sign' },
    needsKeys: true,
  },
  {
    name: 'a clock as a text beside an envelope',
    dialect: chainUp,
    change: (all) =>
      withRequest(all, '/auth/token', ({ body = '' }) => ({
        body: body.replace(/"time":(\d+)/, '"time":"$1"'),
      })),
    told: { side: 'request', difference: 'type', member: 'time', said: /has a number/ },
  },
  {
    name: 'a code of another type beside an envelope',
    dialect: chainUp,
    change: (all) => withBody(all, '"suc"', '"code":"0"', '"code":0'),
    told: { side: 'response', difference: 'type', member: 'code', said: /number 0.*has a text/ },
  },
]

for (const { name, dialect, change, told, needsKeys } of changes) {
  test(`${dialect.id}: ${name} is told, and nothing else`, async () => {
    const recording = await recordingOf(dialect)
    const changed = change(recording)
    assert.notDeepEqual(changed, recording)
    const tools = await toolsFor(dialect)
    const report = verified(dialect, changed, tools)
    const [finding, ...more] = findingsOf(report)
    assert.ok(finding, 'nothing was told')
    assert.deepEqual(more, [])
    const { said = /./, ...expected } = told
    assert.deepEqual({ side: finding.side, difference: finding.difference, member: finding.member }, expected)
    assert.match(finding.said, said)
    assert.ok(!report.isClean)
    if (needsKeys) return
    // Without keys, and redacted, the same is told.
    assert.deepEqual(findingsOf(verified(dialect, changed)), [finding])
    assert.deepEqual(findingsOf(verified(dialect, redacted(dialect, changed, tools))), [finding])
  })
}

test('what cannot be checked without keys is told as not checked, in a redacted recording too', async () => {
  for (const [dialect, what] of [
    [jos2, 'the signature'],
    [chainUp, 'what is in the envelope'],
  ] as const) {
    const recording = await recordingOf(dialect)
    const tools = await toolsFor(dialect)
    assert.ok(uncheckedIn(verified(dialect, recording)).includes(what))
    assert.ok(
      uncheckedIn(verified(dialect, redacted(dialect, recording, tools), tools)).some(
        (each) => each === 'the signature',
      ),
    )
    assert.ok(!uncheckedIn(verified(dialect, recording, tools)).includes('the signature'))
  }
})

test('with its keys an envelope is read, and stays readable in what is shared', async () => {
  const recording = await recordingOf(chainUp)
  const tools = await toolsFor(chainUp)
  const agreeing = (report: Report) =>
    report.exchanges.filter(({ step }) => step === 'refresh').flatMap(({ agrees }) => agrees.response)
  assert.ok(agreeing(verified(chainUp, recording, tools)).includes('refreshToken'))
  assert.ok(!agreeing(verified(chainUp, recording)).includes('refreshToken'))
  assert.ok(agreeing(verified(chainUp, redacted(chainUp, recording, tools))).includes('refreshToken'))
})

test('a fact that nobody had observed is told as observed', async () => {
  const recording = await recordingOf(jos2)
  const changed = withBody(
    recording,
    '"code":304',
    /"code":304,"msg":"[^"]+"/,
    '"code":404,"msg":"错误客户端"',
  )
  const report = verified(jos2, changed)
  assert.ok(report.isClean)
  assert.deepEqual(report.observed, [{ step: 'token', fact: 'the error code 404', mark: 'inferred' }])
  assert.deepEqual(verified(jos2, recording).observed, [], 'what was observed before is no news')
})

test("another platform's exchanges, and pages, are counted and named, not read", async () => {
  const foreign: RecordedExchange = {
    time: 1,
    request: { method: 'GET', url: 'https://other.example/u/8f3a99c0/profile?token=abc', headers: {} },
  }
  const report = verified(jos, [...(await recordingOf(jos)), foreign, foreign])
  assert.ok(report.isClean)
  assert.deepEqual(report.elsewhere.at(-1), { address: 'other.example/u/***/profile', count: 2 })
})

test('base addresses say where the platform is: what is elsewhere is not read', async () => {
  const recording = await recordingOf(jos2)
  const { baseUrl } = await platformOf(jos2)
  const exchanges = readRecording(linesOf(recording))
  const all = verifyRecording(jos2, exchanges).exchanges.length
  assert.equal(verifyRecording(jos2, exchanges, { addresses: [`${baseUrl}/`] }).exchanges.length, all)
  assert.equal(
    verifyRecording(jos2, exchanges, { addresses: ['https://elsewhere.example'] }).exchanges.length,
    0,
  )
})

/** Each value of each message in turn: a token where none should be. */
for (const marker of ['zq7Secret8Marker9xyzzy', 'Hunter-two'])
  test(`a secret in any place is neither printed nor kept: ${marker}`, async () => {
    for (const dialect of servedDialects.filter((each) => each === jos2 || each === jdFinance)) {
      const recording = (await recordingOf(dialect)).filter(
        ({ response }) => !/<html/i.test(response?.body ?? ''),
      )
      // What names an error, a method or a scope is shown, unless it looks like a token.
      const isShown = (name: string, isAnswer: boolean) =>
        name === 'method' ||
        (marker === 'Hunter-two' && (isAnswer ? /code$|^(msg|result_msg|scope)$/i : /^scope$/).test(name))
      for (const [at, exchange] of recording.entries()) {
        const texts = [exchange.request.url, exchange.request.body ?? '', exchange.response?.body ?? '']
        const places = texts.flatMap((text, which) =>
          [...text.matchAll(/([\w]+)(=|":)("?)([^&"?{},]+)/g)].map((match) => ({ which, match })),
        )
        for (const { which, match } of places) {
          const [whole, name = '', sign = '', quote = ''] = match
          if (isShown(name, which === 2)) continue
          const put = texts.map((text, index) =>
            index === which
              ? `${text.slice(0, match.index)}${name}${sign}${quote || (sign === '=' ? '' : '"')}${marker}${quote || sign === '=' ? '' : '"'}${text.slice(match.index + whole.length)}`
              : text,
          )
          const [url = '', body = '', answer = ''] = put
          const changed = recording.with(at, {
            ...exchange,
            request: { ...exchange.request, url, ...(body && { body }) },
            ...(exchange.response && { response: { ...exchange.response, body: answer } }),
          })
          const report = verified(dialect, changed)
          assert.ok(!reportText(report).includes(marker), `${dialect.id}: ${name} was printed`)
          assert.ok(!JSON.stringify(report).includes(marker), `${dialect.id}: ${name} was printed as JSON`)
          assert.ok(!linesOf(redacted(dialect, changed)).includes(marker), `${dialect.id}: ${name} was kept`)
        }
      }
    }
  })

const CALL = 'method=jingdong.shop.list&access_token=T&app_key=K&timestamp=2024-07-09%2013%3A00%3A00&v=2.0'

test("a method's own answer is nobody's but its own: what is around it is compared", async () => {
  const verifyAnswer = (body: string) =>
    verified(jos2, [
      {
        time: 1_720_501_200,
        request: {
          method: 'POST',
          url: 'https://api.jd.com/routerjson',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: `${CALL}&360buy_param_json=%7B%22page%22%3A1%7D&sign=S`,
        },
        response: { status: 200, headers: {}, body },
      },
    ])
  const good = verifyAnswer(
    '{"jingdong_shop_list_response":{"shops":[{"id":900719925474099312}],"code":"0"}}',
  )
  assert.deepEqual(
    good.exchanges.map(({ step, findings }) => [step, findings]),
    [['gateway', []]],
  )
  const older = verifyAnswer('{"jingdong_shop_list_responce":{"shops":[]}}')
  assert.deepEqual(
    findingsOf(older).map(({ difference, member }) => [difference, member]),
    [
      ['unknown', 'jingdong_shop_list_responce'],
      ['absent', 'jingdong_shop_list_response'],
    ],
  )
})
