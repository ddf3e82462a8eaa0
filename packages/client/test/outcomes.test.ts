/* What became of a call: not sent, rejected, or unknown. Over real sockets. */
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { jdCentral } from '@hufu/dialects'
import { type CallFailure, type ClientOptions, createClient, isFailure } from '../src/index.ts'
import { listen, nowhere, saying } from './tiny-server.ts'

const client = (baseUrl: string, options: Partial<ClientOptions> = {}) =>
  createClient(jdCentral, { clientId: 'KEY', clientSecret: 'app-secret', baseUrl, ...options })

async function failed(baseUrl: string, options: Partial<ClientOptions> = {}): Promise<CallFailure> {
  const answer = await client(baseUrl, options).exchangeCode({ code: 'the-code' })
  assert.ok(isFailure(answer), JSON.stringify(answer))
  assert.doesNotMatch(JSON.stringify(answer), /the-code|app-secret/)
  return answer
}

const outcome = ({ outcome, error, retry }: CallFailure) => [outcome, error, retry]

/** A server of bare TCP: says these bytes to the first that come, then does that. */
async function tcp(t: TestContext, bytes: string, then: 'end' | 'reset' | 'hang'): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => {
      socket.write(bytes, () => {
        if (then === 'end') socket.end()
        if (then === 'reset') setTimeout(() => socket.resetAndDestroy(), 30)
      })
    })
    t.after(() => socket.destroy())
  })
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  t.after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('refused connection: not sent', async () => {
  const failure = await failed(await nowhere())
  assert.deepEqual(outcome(failure), ['not_sent', 'unreachable', 'after'])
  assert.equal(failure.detail, 'ECONNREFUSED')
})

test('no such host: not sent', async () => {
  assert.deepEqual(outcome(await failed('http://nobody.invalid')), ['not_sent', 'unreachable', 'after'])
})

test('TLS asked of a server that speaks none: not sent', async (t) => {
  const plain = await saying(t, 200, '{}')
  assert.deepEqual(outcome(await failed(plain.replace('http:', 'https:'))), [
    'not_sent',
    'tls_failed',
    'fix_config',
  ])
})

test('TLS handshake broken off: not sent', async (t) => {
  const baseUrl = (await tcp(t, '', 'end')).replace('http:', 'https:')
  assert.deepEqual(outcome(await failed(baseUrl)), ['not_sent', 'unreachable', 'after'])
})

const unsent: readonly (readonly [runtime: string, error: object])[] = [
  [
    'Node: certificate',
    {
      message: 'fetch failed',
      cause: { message: 'self-signed certificate', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    },
  ],
  [
    'Node: both addresses of a host refused',
    { message: 'fetch failed', cause: { message: '', code: 'ECONNREFUSED', errors: [] } },
  ],
  [
    'Node: slow connection',
    { message: 'fetch failed', cause: { message: 'Connect Timeout Error', code: 'UND_ERR_CONNECT_TIMEOUT' } },
  ],
  [
    'Node: slow connection, as the system says it',
    { message: 'fetch failed', cause: { message: 'connect ETIMEDOUT 10.0.0.1:443', code: 'ETIMEDOUT' } },
  ],
  [
    'Bun: refused',
    {
      message: 'ECONNREFUSED: Unable to connect. Is the computer able to access the url?',
      code: 'ECONNREFUSED',
    },
  ],
  [
    'Node: several addresses of a host, none reached',
    {
      message: 'fetch failed',
      cause: {
        message: '',
        code: 'ETIMEDOUT',
        errors: [
          { message: 'connect ETIMEDOUT 10.0.0.1:443', code: 'ETIMEDOUT' },
          { message: 'connect EACCES 10.0.0.2:443', code: 'EACCES' },
          { message: 'connect ENETUNREACH 2001:db8::1:443 - Local (:::0)', code: 'ENETUNREACH' },
        ],
      },
    },
  ],
  [
    'Node and undici: a proxy that opens no tunnel',
    {
      message: 'fetch failed',
      cause: {
        message: 'Request was cancelled.',
        code: 0,
        cause: { message: 'Proxy response (502) !== 200 when HTTP Tunneling', code: 'UND_ERR_ABORTED' },
      },
    },
  ],
  [
    'Bun: a proxy that opens no tunnel',
    {
      message: 'Proxy refused to open a tunnel: 407 Proxy Authentication Required',
      code: 'ERR_PROXY_TUNNEL',
    },
  ],
  [
    'Bun 1.3: refused, or no such host',
    { message: 'Unable to connect. Is the computer able to access the url?', code: 'ConnectionRefused' },
  ],
  ['Deno: a port that fetch does not take', { message: 'Fetch failed: Requests to port 9 are blocked' }],
  [
    'Deno: a proxy that opens no tunnel',
    {
      message: 'fetch failed',
      cause: {
        message:
          'error sending request for url (https://platform.test/): client error (Connect): unsuccessful tunnel',
      },
    },
  ],
  ['Bun: TLS', { message: 'EPROTO: The TLS handshake failed.', code: 'EPROTO' }],
  [
    'Deno: refused',
    {
      message: 'fetch failed',
      cause: {
        message:
          'error sending request for url (http://127.0.0.1:9/?app_secret=app-secret): client error (Connect): tcp connect error: Connection refused (os error 111)',
      },
    },
  ],
  [
    'Deno: name',
    {
      message: 'fetch failed',
      cause: {
        message:
          'error sending request for url (http://nobody.invalid/): client error (Connect): dns error: failed to lookup address information',
      },
    },
  ],
]
for (const [runtime, error] of unsent) {
  test(`${runtime}: not sent`, async () => {
    const failure = await failed('https://platform.test', {
      fetch: () => Promise.reject(Object.assign(new TypeError(), error)),
    })
    assert.equal(failure.outcome, 'not_sent')
  })
}

const lost: readonly (readonly [runtime: string, error: unknown])[] = [
  [
    'Node: reset',
    { message: 'fetch failed', cause: { message: 'read ECONNRESET', code: 'ECONNRESET', syscall: 'read' } },
  ],
  [
    'Node: closed',
    { message: 'fetch failed', cause: { message: 'other side closed', code: 'UND_ERR_SOCKET' } },
  ],
  [
    'Deno: closed',
    {
      message: 'fetch failed',
      cause: {
        message:
          'error sending request from 127.0.0.1:1 for http://127.0.0.1:2/ (127.0.0.1:2): client error (SendRequest): connection closed before message completed',
      },
    },
  ],
  [
    'Node: the network went away after the request',
    {
      message: 'fetch failed',
      cause: { message: 'read EHOSTUNREACH', code: 'EHOSTUNREACH', syscall: 'read' },
    },
  ],
  [
    'Node: one of several addresses was reached',
    {
      message: 'fetch failed',
      cause: {
        message: '',
        code: 'ECONNREFUSED',
        errors: [
          { message: 'connect ECONNREFUSED 10.0.0.1:443', code: 'ECONNREFUSED' },
          { message: 'read ECONNRESET', code: 'ECONNRESET' },
        ],
      },
    },
  ],
  ['elsewhere', { message: 'Network connection lost.' }],
  ['no error at all', 'app-secret'],
]
for (const [runtime, error] of lost) {
  test(`${runtime}: ambiguous`, async () => {
    const thrown: unknown = typeof error === 'object' ? Object.assign(new TypeError(), error) : error
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors
    const failure = await failed('https://platform.test', { fetch: () => Promise.reject(thrown) })
    assert.deepEqual(outcome(failure), ['ambiguous', 'answer_lost', 'after'])
  })
}

test('connection closed without an answer: ambiguous', async (t) => {
  assert.deepEqual(outcome(await failed(await tcp(t, '', 'end'))), ['ambiguous', 'answer_lost', 'after'])
  assert.deepEqual(outcome(await failed(await tcp(t, '', 'reset'))), ['ambiguous', 'answer_lost', 'after'])
})

test('reset in the middle of the body: ambiguous', async (t) => {
  const baseUrl = await tcp(t, 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"access_token":"', 'reset')
  assert.deepEqual(outcome(await failed(baseUrl)), ['ambiguous', 'answer_lost', 'after'])
})

test('silence, and a body that never ends: late, in time', async (t) => {
  for (const bytes of ['', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{']) {
    const baseUrl = await tcp(t, bytes, 'hang')
    const begin = performance.now()
    assert.deepEqual(outcome(await failed(baseUrl, { timeoutSeconds: 0.2 })), [
      'ambiguous',
      'answer_late',
      'after',
    ])
    assert.ok(performance.now() - begin < 2000)
  }
})

test('an answer that does not end is not kept in memory', async (t) => {
  const baseUrl = await listen(t, (_, response) => {
    const more = () => {
      while (response.writable && response.write(' '.repeat(65_536)));
      response.once('drain', more)
    }
    more()
  })
  const failure = await failed(baseUrl, { timeoutSeconds: 20 })
  assert.deepEqual(outcome(failure), ['ambiguous', 'answer_unreadable', 'after'])
})

const OK = '{"access_token":"a","expires_in":3600,"refresh_token":"r","open_id":"o"}'
const TRUNCATED = OK.slice(0, 40)
const HTML = '<!doctype html><title>Gateway</title>'

test('the outcome follows from status and body together', async (t) => {
  const cases: readonly (readonly [status: number, body: string, ...expected: string[]])[] = [
    [200, HTML, 'ambiguous', 'answer_unreadable', 'after'],
    [200, '', 'ambiguous', 'answer_unreadable', 'after'],
    [200, TRUNCATED, 'ambiguous', 'answer_unreadable', 'after'],
    [200, '{"refresh_token":"r"}', 'ambiguous', 'answer_unreadable', 'after'],
    [200, '[]', 'ambiguous', 'answer_unreadable', 'after'],
    [202, '', 'ambiguous', 'answer_unreadable', 'after'],
    [500, HTML, 'ambiguous', 'platform_unavailable', 'after'],
    [503, '', 'ambiguous', 'platform_unavailable', 'after'],
    [408, '', 'ambiguous', 'answer_unreadable', 'after'],
    [404, HTML, 'ambiguous', 'no_such_endpoint', 'fix_config'],
    [403, '', 'ambiguous', 'no_such_endpoint', 'fix_config'],
    [400, HTML, 'ambiguous', 'no_such_endpoint', 'fix_config'],
    [429, HTML, 'rejected', 'rate_limited', 'after'],
    [302, '', 'ambiguous', 'no_such_endpoint', 'fix_config'],
    [200, '{"code":304,"msg":"x","requestId":"q"}', 'rejected', 'code_unknown', 'reauth'],
    [400, '{"code":304,"msg":"x","requestId":"q"}', 'rejected', 'code_unknown', 'reauth'],
    [500, '{"code":304,"msg":"x","requestId":"q"}', 'ambiguous', 'platform_unavailable', 'after'],
    [503, '{"code":304,"msg":"x","requestId":"q"}', 'ambiguous', 'platform_unavailable', 'after'],
    [429, '{"code":304,"msg":"x","requestId":"q"}', 'rejected', 'rate_limited', 'after'],
    [429, '{"error":"invalid_grant"}', 'rejected', 'rate_limited', 'after'],
    [401, HTML, 'rejected', 'client_unauthenticated', 'fix_config'],
    [401, '', 'rejected', 'client_unauthenticated', 'fix_config'],
    [401, '{"code":304,"msg":"x","requestId":"q"}', 'rejected', 'code_unknown', 'reauth'],
    [401, '{"code":777,"msg":"x","requestId":"q"}', 'rejected', 'client_unauthenticated', 'fix_config'],
    [400, '{"code":777,"msg":"x","requestId":"q"}', 'rejected', 'error_unknown', 'after'],
    [400, '{"error":"quota.of.the.moon"}', 'rejected', 'error_unknown', 'after'],
    [403, '{"message":"Forbidden"}', 'rejected', 'error_unknown', 'after'],
    [403, '{"error":{"code":7,"message":"Forbidden"}}', 'rejected', 'error_unknown', 'after'],
    [400, '{"error":"invalid_grant"}', 'rejected', 'code_unknown', 'reauth'],
    [400, '{"code":-1,"msg":"x","requestId":"q"}', 'ambiguous', 'server_error', 'after'],
    [408, '{"code":777,"msg":"x","requestId":"q"}', 'ambiguous', 'error_unknown', 'after'],
    [200, '{"error":"invalid_grant"}', 'ambiguous', 'answer_unreadable', 'after'],
    [200, '{"code":-1,"msg":"x","requestId":"q"}', 'ambiguous', 'server_error', 'after'],
    [200, '{"code":777,"msg":"x","requestId":"q"}', 'ambiguous', 'error_unknown', 'after'],
  ]
  for (const [status, body, ...expected] of cases) {
    const failure = await failed(await saying(t, status, body, { location: 'http://127.0.0.1:1/elsewhere' }))
    assert.deepEqual([status, body, ...outcome(failure)], [status, body, ...expected])
    assert.equal(failure.status, status)
  }
})

test('407 is said by a proxy alone: not sent, where fetch gives it', async () => {
  const given = () => Promise.resolve(new Response(HTML, { status: 407 }))
  const failure = await failed('https://platform.test', { fetch: given })
  assert.deepEqual(outcome(failure), ['not_sent', 'proxy_refused', 'after'])
})

test('an opaque redirect of a browser has status 0', async () => {
  const opaque = { status: 0, headers: new Headers(), body: null } as Response
  const failure = await failed('https://platform.test', { fetch: () => Promise.resolve(opaque) })
  assert.deepEqual(outcome(failure), ['ambiguous', 'no_such_endpoint', 'fix_config'])
})

test("the platform's own words and numbers are kept", async (t) => {
  const body = '{"code":777,"msg":"欠费停用","requestId":"7025c06a74cf49dfa4a2a6fc4e28ed62"}'
  const failure = await failed(await saying(t, 200, body))
  assert.equal(failure.platformCode, 777)
  assert.equal(failure.platformMessage, '欠费停用')
  assert.equal(failure.requestId, '7025c06a74cf49dfa4a2a6fc4e28ed62')
})

test('tokens are tokens, whatever the status', async (t) => {
  for (const status of [200, 201, 500]) {
    const answer = await client(await saying(t, status, OK)).exchangeCode({ code: 'c' })
    assert.ok(!isFailure(answer))
    assert.equal(answer.accessToken, 'a')
  }
})

test('a redirect is not followed: the secret goes to one address', async (t) => {
  let followed = 0
  const elsewhere = await listen(t, (_, response) => {
    followed++
    response.end(OK)
  })
  for (const status of [301, 302, 303, 307, 308])
    await failed(await saying(t, status, '', { location: elsewhere }))
  assert.equal(followed, 0)
})

test('how long to wait, where the platform says it', async (t) => {
  const wait = async (header: string) =>
    (await failed(await saying(t, 429, '', { 'retry-after': header }))).retryAfter
  assert.equal(await wait('17'), 17)
  assert.equal(await wait('soon'), undefined)
})
