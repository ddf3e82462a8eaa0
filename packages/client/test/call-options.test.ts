/* What one call may be given beside what it asks: the caller's signal, the last question before sending, the unread reply. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jdCentral, jdFinance, jos, jos2, oauth2 } from '@hufu/dialects'
import { transparentSigner } from '../../dialect-laws/src/generators.ts'
import { discover } from '../src/discover.ts'
import {
  type CallFailure,
  type CallOptions,
  type Fetch,
  type UnreadableReply,
  createClient,
  isFailure,
} from '../src/index.ts'
import { listen, saying } from './tiny-server.ts'

const options = { clientId: 'KEY', clientSecret: 'app-secret', baseUrl: 'https://platform.test' }
const never: Fetch = () => assert.fail('sent')

const outcome = (answer: object) => {
  assert.ok(isFailure(answer), JSON.stringify(answer))
  const { outcome, error, retry } = answer as CallFailure
  return [outcome, error, retry]
}

/** Each call that a client has, by a fetch of the test's own. */
function callsWith(fetch: Fetch, given: CallOptions): readonly (readonly [name: string, Promise<object>])[] {
  const made = { ...options, fetch, signer: transparentSigner }
  const central = createClient(jdCentral, made)
  const tokens = { accessToken: 'a', openId: 'o', refreshToken: 'r' }
  return [
    ['exchangeCode', central.exchangeCode({ code: 'c', redirectUri: 'https://isv.test/' }, given)],
    ['refresh', central.refresh(tokens, given)],
    ['revoke', central.revoke('t', given)],
    ['userInfo', createClient(jdFinance, made).userInfo(tokens, given)],
    ['call', createClient(jos2, made).call('a.method', {}, tokens, given)],
  ]
}

test("a call that its caller's signal ended before it was sent: aborted, not sent", async () => {
  const asked = () => assert.fail('asked')
  for (const [name, answer] of callsWith(never, { signal: AbortSignal.abort(), beforeSend: asked }))
    assert.deepEqual([name, ...outcome(await answer)], [name, 'not_sent', 'aborted', 'after'])
  const found = await discover('https://issuer.test', { fetch: never }, { signal: AbortSignal.abort() })
  assert.deepEqual(outcome(found), ['not_sent', 'aborted', 'after'])
})

test('a call whose signal ends it while beforeSend thinks: aborted, not sent', async () => {
  const caller = new AbortController()
  const beforeSend = async () => {
    await Promise.resolve()
    caller.abort()
    return true
  }
  for (const [name, answer] of callsWith(never, { signal: caller.signal, beforeSend }))
    assert.deepEqual([name, ...outcome(await answer)], [name, 'not_sent', 'aborted', 'after'])
})

test('a call that its caller ends on the way: aborted, ambiguous, and the connection is closed', async (t) => {
  const caller = new AbortController()
  let closed = () => {}
  const closing = new Promise<void>((resolve) => (closed = resolve))
  const baseUrl = await listen(t, (_, response) => {
    response.once('close', closed)
    caller.abort(new Error('enough of app-secret'))
  })
  const client = createClient(jos, { ...options, baseUrl })
  const failure = await client.refresh({ refreshToken: 'r' }, { signal: caller.signal })
  assert.deepEqual(outcome(failure), ['ambiguous', 'aborted', 'after'])
  assert.doesNotMatch(JSON.stringify(failure), /app-secret/)
  await closing
})

test('a call that its caller ends in the middle of the answer: aborted, ambiguous', async (t) => {
  const caller = new AbortController()
  const baseUrl = await listen(t, (_, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"access_token":"', () => caller.abort())
  })
  const client = createClient(jos, { ...options, baseUrl })
  const failure = await client.refresh({ refreshToken: 'r' }, { signal: caller.signal })
  assert.deepEqual(outcome(failure), ['ambiguous', 'aborted', 'after'])
})

test("a caller's signal that stays quiet leaves the deadline as it is", async (t) => {
  const baseUrl = await listen(t, () => undefined)
  const client = createClient(jos, { ...options, baseUrl, timeoutSeconds: 0.1 })
  const failure = await client.refresh({ refreshToken: 'r' }, { signal: new AbortController().signal })
  assert.deepEqual(outcome(failure), ['ambiguous', 'answer_late', 'after'])
})

test('beforeSend that says no: withheld, and nothing is sent', async () => {
  for (const beforeSend of [() => false, () => Promise.resolve(false)])
    for (const [name, answer] of callsWith(never, { beforeSend }))
      assert.deepEqual([name, ...outcome(await answer)], [name, 'not_sent', 'withheld', 'after'])
})

test('beforeSend that says yes is asked once, and fetch follows at once', async () => {
  const order: string[] = []
  const fetch: Fetch = () => {
    order.push('fetch')
    return Promise.resolve(new Response('{}', { status: 500 }))
  }
  for (const [, answer] of callsWith(fetch, { beforeSend: () => order.push('asked') > 0 })) {
    await answer
  }
  assert.deepEqual(order.toSorted(), [...Array(5).fill('asked'), ...Array(5).fill('fetch')])
  order.length = 0
  const client = createClient(jos, { ...options, fetch })
  await client.refresh({ refreshToken: 'r' }, { beforeSend: () => order.push('asked') > 0 })
  assert.deepEqual(order, ['asked', 'fetch'])
})

test('the call throws the error that beforeSend throws, and sends nothing', async () => {
  const bug = new Error('the store is away')
  const client = createClient(jos, { ...options, fetch: never })
  const beforeSend = () => Promise.reject(bug)
  await assert.rejects(client.refresh({ refreshToken: 'r' }, { beforeSend }), bug)
})

test('beforeSend is not called where nothing would be sent', async () => {
  const client = createClient(jos, { ...options, fetch: never })
  const answer = await client.refresh({ refreshToken: '' }, { beforeSend: () => assert.fail('asked') })
  assert.deepEqual(outcome(answer), ['not_sent', 'no_refresh_token', 'reauth'])
})

test('a success that cannot be read is handed to the caller, and to nobody else', async (t) => {
  const replies: UnreadableReply[] = []
  const unreadable = (reply: UnreadableReply) => void replies.push(reply)
  const body = 'access_token=A2&refresh_token=R2'
  const asking = async (status: number, type: string, said: string) => {
    const baseUrl = await saying(t, status, said, { 'content-type': type })
    return createClient(jos, { ...options, baseUrl }).refresh({ refreshToken: 'r' }, { unreadable })
  }
  const failure = await asking(200, 'Text/Plain; charset=utf-8', body)
  assert.deepEqual(outcome(failure), ['ambiguous', 'answer_unreadable', 'after'])
  assert.deepEqual(replies, [{ status: 200, mediaType: 'text/plain', body }])
  assert.doesNotMatch(JSON.stringify(failure), /A2|R2/)

  await asking(408, 'text/html', '<p>')
  await asking(404, 'text/html', '<p>')
  await asking(500, 'text/html', '<p>')
  await asking(400, 'application/json', '{"code":"3","error_description":"no"}')
  assert.equal(replies.length, 1)
})

test('the part of a success that arrived before it was cut off, or grew too long, is handed over too', async (t) => {
  const body = '{"access_token":"A2","refresh_token":"R2"}'
  const replies: UnreadableReply[] = []
  const unreadable = (reply: UnreadableReply) => void replies.push(reply)
  const asking = async (answer: Parameters<typeof listen>[1], more: object = {}) => {
    const client = createClient(jos, { ...options, ...more, baseUrl: await listen(t, answer) })
    return outcome(await client.refresh({ refreshToken: 'r' }, { unreadable }))
  }
  const json = { 'content-type': 'application/json' }
  const cut = await asking((_, response) => {
    response.writeHead(200, { ...json, 'content-length': body.length + 9 })
    response.write(body)
    setTimeout(() => response.destroy(), 50)
  })
  assert.deepEqual(cut, ['ambiguous', 'answer_lost', 'after'])
  const endless = await asking((_, response) => void response.writeHead(200, json).write(body), {
    timeoutSeconds: 0.3,
  })
  assert.deepEqual(endless, ['ambiguous', 'answer_late', 'after'])
  assert.deepEqual(
    replies.map(({ body: heard }) => heard),
    [body, body],
  )
  await asking((_, response) => void response.writeHead(200, json).end(body + ' '.repeat(1 << 20)))
  assert.ok(replies[2]?.body.startsWith(body))
  await asking((_, response) => {
    response.writeHead(502, { ...json, 'content-length': 99 })
    response.write(body)
    setTimeout(() => response.destroy(), 50)
  })
  assert.equal(replies.length, 3, 'no success')
})

test('a reply whose refresh token cannot be read gives its access token, and is handed over whole', async (t) => {
  for (const [spelt, lost] of [
    ['{"v":"R2"}', true],
    ['true', true],
    ['"R2"', false],
    ['["R2"]', false],
    ['null', false],
    ['""', false],
  ] as const) {
    const body = `{"access_token":"A2","expires_in":60,"refresh_token":${spelt},"open_id":"o"}`
    const baseUrl = await saying(t, 200, body, { 'content-type': 'application/json' })
    const replies: UnreadableReply[] = []
    const unreadable = (reply: UnreadableReply) => void replies.push(reply)
    for (const dialect of [jos2, oauth2]) {
      const client = createClient(dialect, { ...options, signer: transparentSigner, baseUrl })
      const answer = await client.refresh({ refreshToken: 'r' }, { unreadable })
      assert.ok(!isFailure(answer), spelt)
      assert.equal(answer.accessToken, 'A2')
      assert.equal(answer.oddities?.some(({ problem }) => problem === 'lost') ?? false, lost, spelt)
    }
    assert.deepEqual(
      replies.map((reply) => reply.body),
      lost ? [body, body] : [],
      spelt,
    )
  }
})
