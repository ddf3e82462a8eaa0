/* `hufu connect`: by loopback and by paste, against the demo and against a platform that says what the case wants. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { after, before, test } from 'node:test'
import { jdCentral, jdFinance, jos, oauth2, servedDialects, builtInPlatforms } from '@hufu/dialects'
import { CLIENT, REDIRECT_URI, SECRET, standardServer } from '../../client/test/standard-server.ts'
import { listen } from '../../client/test/tiny-server.ts'
import { connectCommand } from '../src/connect.ts'
import { type Demo, type DemoPlatform, startDemo } from '@hufu/demo/instance'
import { visitor } from '@hufu/demo/visitor'
import { Refused } from '../src/refused.ts'

const folder = mkdtempSync(join(tmpdir(), 'hufu-connect-'))
let demo: Demo

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}

before(async () => {
  demo = await startDemo({
    registry: builtInPlatforms,
    port: 0,
    data: folder,
    application: `http://127.0.0.1:${await freePort()}`,
  })
})
after(async () => {
  await demo.running.close()
  rmSync(folder, { recursive: true })
})

interface Session {
  readonly printed: string
  readonly said: string
}

/** Runs the command with a person who types these lines, and opens the link. */
async function connect(
  args: readonly string[],
  typed: readonly string[],
  opens: (url: string, type: (line: string) => void) => void | Promise<void> = () => undefined,
): Promise<Session> {
  const input = new PassThrough()
  let [printed, said] = ['', '']
  for (const line of typed) input.write(`${line}\n`)
  const opened: unknown[] = []
  const command = connectCommand({
    input,
    print: (text) => (printed += text),
    say: (text) => (said += text),
    openBrowser: (url) => opened.push(opens(url, (line) => input.end(`${line}\n`))),
  })
  await command.exitOverride().parseAsync(args, { from: 'user' })
  await Promise.all(opened)
  return { printed, said }
}

/** Logs in and agrees, or does not, at the demo's pages. */
async function decide(url: string, decision: 'approve' | 'deny') {
  const browser = visitor(new URL(url).origin)
  const consent = await browser.submit(await browser.open(url), { ...demo.document.merchant })
  return browser.submit(consent, { decision })
}

const follows = (decision: 'approve' | 'deny') => async (url: string) => {
  const { leftFor } = await decide(url, decision)
  assert.ok(leftFor)
  assert.equal((await fetch(leftFor)).status, 200)
}

function argsOf({
  id,
  baseUrl,
  clientId,
  redirectUri,
  clientPrivateKey,
  platformPublicKey,
}: DemoPlatform): string[] {
  const args = [
    id,
    '--client-id',
    clientId,
    '--base-url',
    baseUrl,
    '--redirect-uri',
    redirectUri,
    '--secret-stdin',
  ]
  const keys = { '--private-key': clientPrivateKey, '--platform-key': platformPublicKey }
  return Object.entries(keys).reduce((all, [option, key]) => {
    if (key === null) return all
    const file = join(folder, option)
    writeFileSync(file, key)
    return [...all, option, file]
  }, args)
}

const wires = servedDialects.flatMap(({ id, faces = [] }) => [
  { id, spoken: id, face: [] },
  ...faces.map(({ title }, n) => ({ id, spoken: `${id}, ${title}`, face: ['--face', String(n)] })),
])
for (const { id, spoken, face } of wires) {
  test(`${spoken}: link, callback on loopback, tokens; the secret nowhere`, async () => {
    const platform = demo.document.platforms.find((each) => each.id === id)
    assert.ok(platform)
    const { printed, said } = await connect(
      [...argsOf(platform), ...face, '--json', '--verbose'],
      [platform.clientSecret],
      follows('approve'),
    )
    const tokens = JSON.parse(printed) as { accessToken: string; refreshToken: string; expiresAt: number }
    assert.ok(tokens.accessToken && tokens.expiresAt > Date.now() / 1000)
    assert.ok(said.includes('Open this link'))
    assert.match(said, /^(GET|POST) http/m) // the wire
    for (const secret of [platform.clientSecret, tokens.accessToken, tokens.refreshToken])
      assert.ok(!said.includes(secret))
  })
}

test('a denial is told, with the way out', async () => {
  const [platform] = demo.document.platforms
  assert.ok(platform)
  await assert.rejects(
    connect(argsOf(platform), [platform.clientSecret], follows('deny')),
    (error) => error instanceof Refused && error.message.startsWith('access_denied: '),
  )
})

test('strangers at the port are answered, and not believed', async () => {
  const [platform] = demo.document.platforms
  assert.ok(platform)
  const { printed } = await connect([...argsOf(platform), '--json'], [platform.clientSecret], async (url) => {
    const { redirectUri } = platform
    assert.match(
      await (await fetch(`${redirectUri}?code=evil&state=${'0'.repeat(64)}`)).text(),
      /state_unknown/,
    )
    assert.equal((await fetch(`${redirectUri}?code=evil`, { method: 'POST' })).status, 404)
    assert.equal((await fetch(new URL('/elsewhere?code=evil', redirectUri))).status, 404)
    await follows('approve')(url)
  })
  assert.ok(printed.includes('"accessToken"'))
})

test('a port that is taken', async (t) => {
  const taken = await listen(t, (_, response) => void response.end())
  const args = [
    jdCentral.id,
    '--client-id',
    'KEY',
    '--secret-stdin',
    '--redirect-uri',
    `${taken}/cb`,
    '--base-url',
    'http://127.0.0.1:1',
  ]
  await assert.rejects(connect(args, ['secret']), /Refused: cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE/)
})

const TOKENS = '{"access_token":"A","expires_in":60,"refresh_token":"R","open_id":"O"}'
const pasting = [
  '--client-id',
  'KEY',
  '--secret-stdin',
  '--redirect-uri',
  'https://isv.test/cb',
  '--base-url',
]

test('the browser is told that it is connected after the exchange, and what went wrong before it is not', async (t) => {
  const replies = { good: [200, TOKENS], bad: [200, '{"code":304,"msg":"x","requestId":"q"}'] } as const
  for (const [kind, [status, body]] of Object.entries(replies)) {
    let exchanged = false
    const baseUrl = await listen(t, (_, response) => {
      exchanged = true
      response.writeHead(status).end(body)
    })
    const page = Promise.withResolvers<string>()
    const redirectUri = `http://127.0.0.1:${await freePort()}/cb`
    const args = [
      jdCentral.id,
      '--client-id',
      'KEY',
      '--secret-stdin',
      '--base-url',
      baseUrl,
      '--redirect-uri',
      redirectUri,
    ]
    const run = connect(args, ['secret'], async (url) => {
      const state = new URL(url).searchParams.get('state') ?? ''
      const reply = await fetch(`${redirectUri}?code=c&state=${state}`)
      assert.ok(exchanged, 'answered before the exchange')
      page.resolve(await reply.text())
    })
    if (kind === 'good') assert.match((await run).printed, /^accessToken +A$/m)
    else await assert.rejects(run, /Refused: code_unknown/)
    assert.match(await page.promise, kind === 'good' ? /^Connected\./ : /^Not connected: code_unknown/)
  }
})

test('elsewhere than on loopback the address is pasted', async (t) => {
  const codes: string[] = []
  const baseUrl = await listen(t, ({ query }, response) => {
    codes.push(new URLSearchParams(query).get('code') ?? '')
    response.end(TOKENS)
  })
  const paste = (of: (state: string) => string) =>
    connect([jdCentral.id, ...pasting, baseUrl], ['secret'], (url, type) =>
      type(of(new URL(url).searchParams.get('state') ?? '')),
    )
  const { printed, said } = await paste((state) => `https://isv.test/cb?code=pasted&state=${state}`)
  assert.match(printed, /^accessToken +A$/m)
  assert.match(printed, /^expiresAt +\d{4}-\d\d-\d\dT/m)
  assert.doesNotMatch(said, /secret/)
  assert.match((await paste(() => 'alone')).said, /Make sure that it is from your own browser/)
  await assert.rejects(
    paste(() => 'https://isv.test/cb?code=evil&state=other'),
    /Refused: state_unknown/,
  )
  await assert.rejects(
    paste((state) => `https://evil.test/cb?code=evil&state=${state}`),
    /Refused: state_misdirected/,
  )
  assert.deepEqual(codes, ['pasted', 'alone'])
})

test('a server that publishes where its endpoints are: the whole address is pasted, as PKCE wants', async (t) => {
  const server = await standardServer(t, { method: 'client_secret_basic', rotates: true })
  const usual = ['--client-id', CLIENT, '--redirect-uri', REDIRECT_URI, '--scope', 'openid', '--secret-stdin']
  const to = (issuer: string) => [oauth2.id, ...usual, '--json', '--issuer', issuer]
  const { printed } = await connect(to(server.issuer), [SECRET], async (url, type) =>
    type(await server.authorize(url)),
  )
  assert.ok((JSON.parse(printed) as { refreshToken: string }).refreshToken)
  await assert.rejects(
    connect(to(server.issuer), [SECRET], (_, type) => type('alone')),
    /Refused: .*whole address/,
  )
  await assert.rejects(connect(to(`${server.issuer}/nobody`), [SECRET]), /Refused: no_such_endpoint/)
  await assert.rejects(connect(to('nonsense'), [SECRET]), /Refused: issuer is no/)
})

test('out of band the code is typed', async () => {
  const platform = demo.document.platforms.find(({ id }) => id === jos.id)
  assert.ok(platform)
  const [id, , clientId, , baseUrl] = argsOf(platform)
  const args = [
    id ?? '',
    '--client-id',
    clientId ?? '',
    '--base-url',
    baseUrl ?? '',
    '--secret-stdin',
    '--json',
  ]
  const { printed, said } = await connect(args, [platform.clientSecret], async (url, type) => {
    const { html } = await decide(url, 'approve')
    const code = /[\w-]{40,}/.exec(html.replace(/<head[^]*<\/head>/, '').replace(/<[^>]*>/g, ' '))?.[0]
    assert.ok(code, html)
    type(code)
  })
  assert.ok(printed.includes('"accessToken"'))
  assert.doesNotMatch(said, /make sure/)
})

test('an impossible connect is refused before a browser opens', async () => {
  const opened = () => assert.fail('opened')
  const cases: readonly (readonly [args: readonly string[], typed: readonly string[], message: RegExp])[] = [
    [['nowhere', '--client-id', 'KEY'], [], /Refused: there is no platform nowhere/],
    [[jdCentral.id, '--client-id', 'KEY', '--secret-stdin'], ['s'], /Refused: .*--redirect-uri/],
    [[jdFinance.id, '--client-id', 'KEY', '--redirect-uri', 'http://127.0.0.1:1/cb'], [], /Refused: .*https/],
    [[jdCentral.id, ...pasting, 'nonsense'], ['s'], /Refused: .*baseUrl/],
    [[jdCentral.id, ...pasting, 'http://127.0.0.1:1'], [''], /Refused: Application secret is missing/],
    [
      [jdCentral.id, '--client-id', 'KEY', '--redirect-uri', 'https://isv.test/'],
      ['s'],
      /Refused: .*--secret-stdin/,
    ],
    [[jdCentral.id], [], /--client-id/],
    [
      [jdCentral.id, '--client-id', 'KEY', '--face', '0'],
      ['s'],
      /Refused: --face: .* no face 0: `hufu explain/,
    ],
    [[jdCentral.id, '--client-id', 'KEY', '--face', '-1'], ['s'], /Refused: --face/],
  ]
  for (const [args, typed, message] of cases) await assert.rejects(connect(args, typed, opened), message)
})

test('the platform refuses: its own number and words', async (t) => {
  const baseUrl = await listen(t, (_, response) => void response.end('{"code":304,"msg":"会话"}'))
  const args = [jdCentral.id, ...pasting, baseUrl]
  await assert.rejects(
    connect(args, ['secret'], (_, type) => type('code')),
    /Refused: code_unknown: .* The platform said 304 会话$/,
  )
})
