/* docs/security-rules.md, R14: whoever asked too often is told when to ask again, by `Retry-After`, and it is true. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { triedDialects } from '../mechanisms.ts'
import { servedDialects } from '@hufu/dialects'
import { FREEZE_SECONDS, NETWORK_RATE, TRIES } from '@hufu/accounts'
import { MOST_LARGE } from '@hufu/web/large-bodies'
import { browser, formWith } from './browser.ts'
import { sent } from './operators.ts'
import { CALLBACK, PASSWORD, type Target, secretOf, target } from './target.ts'
import { type Answer, JSON_TYPE, post } from './wire.ts'

const folder = mkdtempSync(join(tmpdir(), 'hufu-letters-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const PER_SECONDS = 60
/** Calls of an app in a minute. */
const CALLS = 3

let asked: Target
before(async () => {
  asked = await target({
    config: {
      developers: { registration: 'open' },
      mail: { folder, from: 'a@example.com' },
      trustedProxies: ['127.0.0.1'],
    },
    platforms: Object.fromEntries(
      servedDialects.map(({ id }) => [
        id,
        { policy: { rateLimit: { count: CALLS, perSeconds: PER_SECONDS } } },
      ]),
    ),
  })
})
after(() => asked.close())

/** Of an answer with status 429: the seconds that it says. */
function secondsOf({ status, headers, body }: Answer, what: string): number {
  assert.equal(status, 429, `${what}: ${body}`)
  assert.match(headers['retry-after'] ?? '', /^[1-9]\d*$/, what)
  return Number(headers['retry-after'])
}

/** The first answer with status 429, of at most so many. */
async function refusedOf(most: number, ask: () => Promise<Answer>): Promise<Answer> {
  for (let nth = 1; nth < most; nth++) {
    const answer = await ask()
    if (answer.status === 429) return answer
  }
  return ask()
}

suite('an app that calls too often', () => {
  for (const dialect of triedDialects) {
    const steps = (['token', 'refresh', 'userInfo'] as const).filter((step) => dialect[step])
    test(`${dialect.id}: is told by each call when its minute is over, and is served then`, async () => {
      const site = asked.site(dialect)
      const code = await site.code()
      const tokens = await site.tokens()
      const given = { clientId: 'KEY-app', clientSecret: secretOf('app'), redirectUri: CALLBACK, code }
      const calls = steps.map(
        (step) => () => site.deliver(step, site.wire(step, { ...given, ...tokens }, site.speaking('app'))),
      )
      const revoke = () => site.revoke('x')
      for (let nth = 1; nth < CALLS; nth++) assert.equal((await revoke()).status, 200)
      asked.later(20)
      for (const call of [revoke, ...calls])
        assert.equal(secondsOf(await call(), dialect.id), PER_SECONDS - 20)
      asked.later(PER_SECONDS - 20)
      assert.equal((await revoke()).status, 200)
    })
  }
})

test('too many large bodies: everywhere after a second', async () => {
  const large = `x=${'x'.repeat(20_000)}`
  for (const path of [
    ...servedDialects.map(({ id, token }) => `/${id}${token.path}`),
    '/introspect',
    '/account/login',
    '/admin/api/session',
    '/developer/login',
  ]) {
    let refused: Answer | undefined
    // They may fall into two seconds.
    while (!refused) {
      const count = MOST_LARGE.count + 1
      const answers = await Promise.all(Array.from({ length: count }, () => post(asked.origin, path, large)))
      refused = answers.find(({ status }) => status === 429)
    }
    assert.equal(secondsOf(refused, path), 1)
  }
})

test('a frozen account: when it can be tried again', async () => {
  const [dialect] = servedDialects
  assert.ok(dialect)
  const opened = browser(asked.origin, { 'x-forwarded-for': '192.0.2.1' })
  const form = formWith(await opened.get(asked.site(dialect).link()), 'password')
  assert.ok(form)
  const fields = { ...form.fields, username: 'demo', password: 'wrong' }
  const frozen = await refusedOf(TRIES, () => opened.submit(form.action, fields))
  assert.equal(secondsOf(frozen, 'consent'), FREEZE_SECONDS)
  asked.later(100)
  const visitor = browser(asked.origin, { 'x-forwarded-for': '192.0.2.1' })
  const account = await sent(visitor, '/account/login', { username: 'demo', password: PASSWORD })
  assert.equal(secondsOf(account, 'account'), FREEZE_SECONDS - 100)
})

test('letters to people who forgot their passwords', async () => {
  const headers = { 'x-forwarded-for': '192.0.2.2' }
  for (const [path, fields] of [
    ['/account/forgot', { name: 'demo' }],
    ['/developer/forgot', { email: 'a@example.com' }],
    ['/developer/register', { email: 'a@example.com', organisation: 'A' }],
  ] as const) {
    const refused = await refusedOf(21, () => sent(browser(asked.origin, headers), path, fields))
    assert.ok([900, 3600].includes(secondsOf(refused, path)))
  }
})

test('operators at the admin API: a frozen account, and a network', async () => {
  const login = (username: string) => () =>
    post(asked.origin, '/admin/api/session', JSON.stringify({ username, password: 'wrong' }), JSON_TYPE, {
      'x-forwarded-for': '192.0.2.3',
    })
  assert.equal(secondsOf(await refusedOf(TRIES, login('nobody')), 'frozen'), FREEZE_SECONDS)
  // Logins of one network are counted together, and that of nobody's name is the cheapest.
  const headers = { 'x-forwarded-for': '192.0.2.3' }
  const opened = browser(asked.origin, headers)
  const form = formWith(await opened.get('/account/login'), 'password')
  assert.ok(form)
  for (let nth = 0; nth < NETWORK_RATE.count; nth++)
    await opened.submit(form.action, { ...form.fields, username: 'nobody', password: 'x' })
  assert.equal(secondsOf(await login('another')(), 'network'), NETWORK_RATE.perSeconds)
})
