/* State: 256 bits, of one use, of one browser, of one platform, application and redirect URI. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Dialect, dialects, jdCentral, jos, jos2 } from '@hufu/dialects'
import {
  type Begun,
  type ClientOptions,
  type StateStore,
  createClient,
  isFailure,
  memoryStates,
} from '../src/index.ts'
import { sameText } from '../src/browser/state.ts'

const REDIRECT = 'https://isv.test/callback?from=platform'
const options: ClientOptions = { clientId: 'KEY', clientSecret: 'secret', baseUrl: 'https://platform.test' }
const client = <const D extends Dialect>(dialect: D, changes: Partial<ClientOptions> = {}) =>
  createClient(dialect, { ...options, ...changes })
const back = ({ state }: Begun) => `${REDIRECT}&code=the-code&state=${state}`

const refusal = (answer: object) => {
  assert.ok(isFailure(answer), JSON.stringify(answer))
  return answer.error
}

test('the link carries the state, and the callback with it brings the code', async () => {
  const { begin, finish } = client(jdCentral)
  const begun = await begin({ redirectUri: REDIRECT, data: 'shop 7' })
  assert.equal(new URL(begun.url).searchParams.get('state'), begun.state)
  assert.match(begun.state, /^[\da-f]{64}$/)
  assert.match(begun.binding, /^[\da-f]{64}$/)
  assert.deepEqual(await finish(back(begun), begun), {
    code: 'the-code',
    redirectUri: REDIRECT,
    data: 'shop 7',
  })
})

test('no two states or bindings are alike, and neither holds the other', async () => {
  const { begin } = client(jdCentral)
  const made = await Promise.all(Array.from({ length: 100 }, () => begin({ redirectUri: REDIRECT })))
  assert.equal(new Set(made.flatMap(({ state, binding }) => [state, binding])).size, 200)
})

test('a callback as a URL, a path, a query', async () => {
  const { begin, finish } = client(jdCentral)
  for (const form of [
    (state: string) => `https://isv.test/callback?code=c&state=${state}`,
    (state: string) => `http://isv.test/callback?code=c&state=${state}`, // behind a TLS-terminating proxy
    (state: string) => `/callback?code=c&state=${state}`,
    (state: string) => `?code=c&state=${state}`,
  ]) {
    const begun = await begin({ redirectUri: REDIRECT })
    assert.ok(!isFailure(await finish(form(begun.state), begun)), form('STATE'))
  }
})

test('a state is good once, whoever asks, and however many at once', async () => {
  const { begin, finish } = client(jdCentral)
  const begun = await begin({ redirectUri: REDIRECT })
  const answers = await Promise.all(Array.from({ length: 16 }, () => finish(back(begun), begun)))
  assert.equal(answers.filter((each) => !isFailure(each)).length, 1)
  assert.equal(refusal(await finish(back(begun), begun)), 'state_unknown')
})

test('another browser cannot finish an authorization, and uses nothing up', async () => {
  const { begin, finish } = client(jdCentral)
  const mine = await begin({ redirectUri: REDIRECT })
  for (const binding of [
    undefined,
    '',
    'x',
    `${mine.binding}0`,
    mine.binding.slice(1),
    (await begin({ redirectUri: REDIRECT })).binding,
  ]) {
    const begun = await begin({ redirectUri: REDIRECT })
    assert.equal(refusal(await finish(back(begun), { binding })), 'state_of_another_browser')
    assert.ok(!isFailure(await finish(back(begun), begun)))
    assert.equal(refusal(await finish(back(begun), begun)), 'state_unknown')
  }
})

test('one browser has several authorizations under way with one binding', async () => {
  const { begin, finish } = client(jdCentral)
  const first = await begin({ redirectUri: REDIRECT })
  const second = await begin({ redirectUri: REDIRECT, binding: first.binding })
  assert.equal(second.binding, first.binding)
  assert.ok(!isFailure(await finish(back(second), first)))
  assert.ok(!isFailure(await finish(back(first), first)))
})

test('a binding that can be guessed is a bug', async () => {
  const { begin } = client(jdCentral)
  for (const binding of ['', 'undefined', 'user-42', '1234567890123456789'])
    await assert.rejects(begin({ redirectUri: REDIRECT, binding }), TypeError)
})

test('after half an hour it is too late', async () => {
  let at = 1_720_501_200
  const { begin, finish } = client(jdCentral, { now: () => at })
  const begun = await begin({ redirectUri: REDIRECT })
  const late = await begin({ redirectUri: REDIRECT })
  at += 1800
  assert.ok(!isFailure(await finish(back(begun), begun)))
  at += 1
  assert.equal(refusal(await finish(back(late), late)), 'state_unknown')
})

test('mix-up: an answer to another platform, application, deployment or redirect URI is not believed', async () => {
  const states = memoryStates()
  const { begin } = client(jos2, { states })
  const others = [
    client(jdCentral, { states }),
    client(jos2, { states, clientId: 'OTHER' }),
    client(jos2, { states, baseUrl: 'https://sandbox.test' }),
  ]
  const { finish } = client(jos2, { states })
  for (const other of others) {
    const begun = await begin({ redirectUri: REDIRECT })
    assert.equal(refusal(await other.finish(back(begun), begun)), 'state_misdirected')
    assert.ok(!isFailure(await finish(back(begun), begun)))
  }
  for (const address of [
    'https://isv.test/other',
    'https://evil.test/callback',
    '/callback/',
    '//evil.test/callback',
    'http://[',
  ]) {
    const begun = await begin({ redirectUri: REDIRECT })
    assert.equal(
      refusal(await finish(`${address}?code=c&state=${begun.state}`, begun)),
      'state_misdirected',
      address,
    )
    assert.ok(!isFailure(await finish(back(begun), begun)), address)
  }
})

test('an address that a proxy shows is told beside the one that is registered, without the code', async () => {
  const { begin, finish } = client(jdCentral)
  const begun = await begin({ redirectUri: REDIRECT })
  const answer = await finish(`http://10.0.0.7:8080/callback?code=the-code&state=${begun.state}`, begun)
  assert.equal(refusal(answer), 'state_misdirected')
  const { hint } = answer as { readonly hint: string }
  assert.match(hint, /http:\/\/10\.0\.0\.7:8080\/callback, .* https:\/\/isv\.test\/callback\. /)
  assert.ok(!hint.includes('the-code') && !hint.includes(begun.state))
  assert.ok(!isFailure(await finish(back(begun), begun)))
})

test('forged, missing and repeated states', async () => {
  const { begin, finish } = client(jdCentral)
  const begun = await begin({ redirectUri: REDIRECT })
  assert.equal(refusal(await finish('?code=c', begun)), 'state_unknown')
  assert.equal(refusal(await finish('?code=c&state=', begun)), 'state_unknown')
  assert.equal(refusal(await finish(`?code=c&state=${'0'.repeat(64)}`, begun)), 'state_unknown')
  assert.equal(
    refusal(await finish(`?code=c&state=${begun.state}&state=${begun.state}`, begun)),
    'request_malformed',
  )
})

test("a denial brings the application's own data back, where the platform sends the state", async () => {
  for (const dialect of dialects) {
    const envelope = { seal: () => ({ data: '', sign: '' }), open: () => undefined }
    const { begin, finish } = client(dialect, { envelope })
    const begun = await begin({ redirectUri: REDIRECT, data: 'shop 7' })
    const context = { now: 0, requestId: '', envelope, signer: { sign: () => '', verify: () => false } }
    const query = dialect.callback.encode({ error: 'access_denied', state: begun.state }, context)
    const answer = await finish(`?${query}`, begun)
    assert.equal(refusal(answer), 'access_denied')
    assert.deepEqual('data' in answer && answer.data, 'shop 7')
  }
})

test('a denial without a state is one', async () => {
  const { begin, finish, readCallback } = client(jos)
  const begun = await begin({ redirectUri: REDIRECT })
  assert.equal(refusal(await finish('?error=access_denied', begun)), 'access_denied')
  assert.equal(refusal(readCallback('?error=access_denied', begun)), 'access_denied')
})

test('a caller that keeps the state itself has it compared', () => {
  const { authorizationUrl, readCallback } = client(jdCentral)
  assert.equal(
    new URL(authorizationUrl({ redirectUri: REDIRECT, state: 'kept' })).searchParams.get('state'),
    'kept',
  )
  assert.deepEqual(readCallback('?code=c&state=kept', { state: 'kept' }), { code: 'c' })
  for (const query of [
    '?code=c',
    '?code=c&state=other',
    '?code=c&state=kep',
    '?code=c&state=kept0',
    '?error=access_denied&state=no',
  ])
    assert.equal(refusal(readCallback(query, { state: 'kept' })), 'state_unknown')
})

test('the store sees neither state nor binding', async () => {
  const seen: unknown[] = []
  const kept = memoryStates()
  const states: StateStore = {
    put: (...given) => {
      seen.push(given)
      return kept.put(...given)
    },
    get: (key) => Promise.resolve(kept.get(key)),
    take: (key) => Promise.resolve(kept.take(key)),
  }
  const { begin, finish } = client(jdCentral, { states })
  const begun = await begin({ redirectUri: REDIRECT })
  const text = JSON.stringify(seen)
  assert.ok(!text.includes(begun.state) && !text.includes(begun.binding) && !text.includes('secret'))
  assert.ok(!isFailure(await finish(back(begun), begun)))
})

test('the memory of states is bounded: the oldest goes', async () => {
  const { begin, finish } = client(jdCentral, { states: memoryStates(3) })
  const begun = []
  for (let count = 0; count < 4; count++) begun.push(await begin({ redirectUri: REDIRECT }))
  const [oldest, ...rest] = begun
  assert.ok(oldest)
  assert.equal(refusal(await finish(back(oldest), oldest)), 'state_unknown')
  for (const each of rest) assert.ok(!isFailure(await finish(back(each), each)))
})

test('texts are the same when they are', () => {
  for (const [a, b] of [
    ['', ''],
    ['a', 'a'],
    ['a', 'b'],
    ['a', ''],
    ['', 'a'],
    ['ab', 'aa'],
    ['ab', 'abc'],
    ['虎符', '虎符'],
  ] as const)
    assert.equal(sameText(a, b), a === b)
})
