/* A store that cannot answer is no bug: everybody is told 503 and when to ask again, in the words of what they asked. */
import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { generateKey, keyRing } from '@hufu/crypto'
import { type Dialect, isOAuthError, noSigner, builtInPlatforms, servedDialects } from '@hufu/dialects'
import { type App, digest, issueCode } from '@hufu/engine'
import { type Running, serve } from '@hufu/platform'
import { logTo } from '@hufu/web/log'
import { readConfig } from '@hufu/server'
import { StoreError, type StoreErrorReason, memoryStore } from '@hufu/store'
import { appOf, userOf } from '../../store/test/rows.ts'

let running: Running
let broken: StoreErrorReason | undefined
const lines: string[] = []

const appAt = (platform: string): App =>
  appOf(platform, {
    platform,
    clientId: 'app',
    status: 'online',
    secrets: [{ digest: digest('client', 'x') }],
    redirectUris: ['https://a.example/cb'],
  })
const user = userOf('merchant')

before(async () => {
  const real = memoryStore()
  const store = new Proxy(real, {
    get(target, name, receiver) {
      const verb: unknown = Reflect.get(target, name, receiver)
      if (broken === undefined || typeof verb !== 'function' || name === 'now' || name === 'close')
        return verb
      return () =>
        Promise.reject(new StoreError(broken ?? 'busy', 'the database stayed locked', 'end that program'))
    },
  })
  const sink = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) })
  const config = readConfig({ listen: { port: 0 }, store: 'memory:' }, builtInPlatforms)
  for (const { id } of servedDialects) await real.putApp(appAt(id))
  running = await serve(config, keyRing([generateKey()]), logTo('info', sink), store)
})
/** Of the form that the platform's codes have: no other is looked for. */
async function codeOf({ id }: Dialect): Promise<string> {
  const platform = running.runtime.platforms.get(id)
  assert.ok(platform)
  const consent = { app: appAt(id), user, scope: [], redirectUri: 'https://a.example/cb' }
  return issueCode(consent, platform.grants)
}

after(() => {
  broken = undefined
  return running.close()
})

const context = {
  now: 1_800_000_000,
  requestId: '0'.repeat(32),
  envelope: { seal: () => ({ data: 'AAAA', sign: 'AAAA' }), open: () => undefined },
  signer: { ...noSigner, sign: () => 'X' },
}

async function tokenRequest(dialect: Dialect, reason: StoreErrorReason): Promise<Response> {
  const { id, token } = dialect
  broken = undefined
  const code = await codeOf(dialect)
  running.runtime.directory.forget()
  broken = reason
  const asked = {
    clientId: 'app',
    clientSecret: 'x',
    code,
    redirectUri: 'https://a.example/cb',
    codeVerifier: 'x'.repeat(43),
  }
  const now = { ...context, now: Date.now() / 1000 }
  const { method, query, mediaType, body, headers } = token.request.encode(asked, now)
  return fetch(`${running.url}/${id}${token.path}${query === '' ? '' : `?${query}`}`, {
    method,
    ...(method === 'POST' && { body }),
    headers: {
      ...(mediaType !== '' && { 'content-type': mediaType }),
      ...(headers?.authorization !== undefined && { authorization: headers.authorization }),
    },
  })
}

function assertBusy(answer: Response, what: string): void {
  assert.equal(answer.status, 503, what)
  assert.equal(answer.headers.get('retry-after'), '1', what)
}

for (const reason of ['busy', 'io', 'full', 'unreachable'] as const) {
  test(`${reason}: each platform's call says that it is busy, in its own words`, async () => {
    for (const dialect of servedDialects) {
      const answer = await tokenRequest(dialect, reason)
      assertBusy(answer, dialect.id)
      const said = dialect.token.response.decode({ status: 503, body: await answer.text() }, context)
      assert.ok(isOAuthError(said))
      assert.match(said.error, /^(server_error|overloaded)$/, dialect.id)
    }
  })
}

test('introspection, pages and the admin API say it too', async () => {
  broken = 'busy'
  const form = {
    method: 'POST',
    body: new URLSearchParams({ token: 'x', client_id: 'x', client_secret: 'x' }),
  }
  const introspected = await fetch(`${running.url}/introspect`, form)
  assertBusy(introspected, 'introspection')
  assert.deepEqual(await introspected.json(), { error: 'temporarily_unavailable' })

  const cookie = `hufu_session=${'x'.repeat(43)}`
  const page = await fetch(`${running.url}/account`, {
    headers: { cookie, 'accept-language': 'en' },
  })
  assertBusy(page, 'account')
  assert.match(await page.text(), /The server is busy/)

  const login = await fetch(`${running.url}/admin/api/session`, {
    method: 'POST',
    body: JSON.stringify({ username: 'x', password: 'x' }),
    headers: { 'content-type': 'application/json' },
  })
  assertBusy(login, 'admin')
  assert.equal(((await login.json()) as { error: string }).error, 'overloaded')

  const [dialect] = servedDialects
  assert.ok(dialect)
  const link = dialect.authorize.request.encode(
    { clientId: 'app', redirectUri: 'https://a.example/cb', state: 'x', scope: ['a'] },
    context,
  )
  const asked = await fetch(`${running.url}/${dialect.id}${dialect.authorize.path}?${link}`, {
    headers: { 'accept-language': 'en' },
  })
  assertBusy(asked, 'authorize')
  assert.match(await asked.text(), /The platform is busy/)
})

/** What the line of this answer's request says; it is written when the answer has left. */
async function loggedOf(answer: Response): Promise<Readonly<Record<string, unknown>>> {
  const id = answer.headers.get('x-request-id') ?? ''
  for (;;) {
    const line = lines.find((each) => each.includes(id) && each.includes('"step"'))
    if (line !== undefined) return JSON.parse(line) as Record<string, unknown>
    await setTimeout(5)
  }
}

test('a failed revocation is logged as one, whatever it failed at', async () => {
  const form = 'token=x&client_id=app&client_secret=x'
  for (const { id } of servedDialects)
    for (const [method, body, status, error] of [
      ['POST', form, 503, 'overloaded'],
      ['POST', `${form}&more=${'x'.repeat(70_000)}`, 413, 'request_unsupported'],
      ['PUT', form, 405, 'request_unsupported'],
    ] as const) {
      running.runtime.directory.forget()
      broken = 'io'
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const answer = await fetch(`${running.url}/${id}/oauth/revoke`, { method, body, headers })
      assert.equal(answer.status, status)
      if (status === 503) assertBusy(answer, id)
      const { platform, step, error: logged } = await loggedOf(answer)
      assert.deepEqual([platform, step, logged], [id, 'revoke', error])
    }
})

test('the log says that the store is busy, once a second, and of no bug', () => {
  assert.ok(lines.some((line) => line.includes('"the store is busy"')))
  assert.ok(!lines.some((line) => line.includes('internal error')))
  assert.ok(
    lines.some((line) => line.includes('"error":"overloaded"') && line.includes('"detail":"store: busy"')),
  )
})
