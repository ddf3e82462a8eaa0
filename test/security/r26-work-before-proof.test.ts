/*
 * docs/security-rules.md, R26: what a stranger makes the server do before anything is proved is bounded. Here over HTTP: parameters by
 * their number, envelopes by how many may wait; the queue's own rules are in packages/server/test/key-work.test.ts.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { triedDialects } from '../mechanisms.ts'
import { isOAuthError, servedDialects } from '@hufu/dialects'
import { type Target, isRefused, target } from './target.ts'
import { type Answer, FORM, JSON_TYPE, post, send } from './wire.ts'

let attacked: Target
before(async () => (attacked = await target()))
after(() => attacked.close())

const many = Array.from({ length: 8000 }, (_, nth) => `${nth.toString(36)}=x`).join('&')
const bodies = [
  [FORM, many],
  [FORM, 'a&'.repeat(32_000)],
  [JSON_TYPE, JSON.stringify(Object.fromEntries(Array.from({ length: 4000 }, (_, nth) => [`n${nth}`, 1])))],
  [JSON_TYPE, `{"app_id":"KEY-app","x":[${'[],'.repeat(15_000)}1]}`],
  [
    'multipart/form-data; boundary=x',
    `${'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(900)}--x--`,
  ],
] as const

for (const dialect of triedDialects) {
  test(`${dialect.id}: thousands of parameters are refused unread, in the platform's own words`, async () => {
    const { base, read } = attacked.site(dialect)
    for (const [type, body] of bodies) {
      const answer = await post(attacked.origin, `${base}${dialect.token.path}`, body, type)
      assert.equal(answer.status, 400, answer.body)
      const said = read('token', answer)
      assert.ok(isRefused(said) && isOAuthError(said), answer.body)
    }
    const link = `${base}${dialect.authorize.path}?${many.slice(0, 12_000)}`
    const page = await send(attacked.origin, link, { headers: { 'accept-language': 'en' } })
    assert.equal(page.status, 400)
    assert.match(page.body, /too many parameters/)
  })
}

test('pages, introspection and the admin API refuse them too', async () => {
  const answers: Answer[] = []
  for (const path of ['/introspect', '/developer/login', '/account/login', '/operator/login', '/language'])
    answers.push(await post(attacked.origin, path, many))
  answers.push(await post(attacked.origin, '/admin/api/session', bodies[2][1], JSON_TYPE))
  for (const { status, body } of answers) assert.equal(status, 400, body)
})

test('the log says why, and whose it was is not looked for', async () => {
  await post(attacked.origin, `/chainup/platformapi/chainup/open/auth/token`, many)
  assert.ok(attacked.log().includes('parameters: more than 256'))
})

test('a flood of envelopes by AppKey alone is told to come again, and gateways are answered meanwhile', async () => {
  const sealing = servedDialects.find(({ envelope }) => envelope !== undefined)
  assert.ok(sealing)
  const { base, read } = attacked.site(sealing)
  const body = JSON.stringify({
    app_id: 'KEY-app',
    time: attacked.clock.at * 1000,
    data: Buffer.alloc(16 * 256, 1).toString('base64url'),
    sign: Buffer.alloc(256, 1).toString('base64url'),
  })
  const flood = Array.from({ length: 60 }, () =>
    post(attacked.origin, `${base}${sealing.token.path}`, body, JSON_TYPE),
  )
  const introspected = await post(attacked.origin, '/introspect', 'token=x&client_id=x&client_secret=x')
  assert.equal(introspected.status, 401)
  const answers = await Promise.all(flood)
  const turnedAway = answers.filter(({ status }) => status === 503 || status === 429)
  assert.ok(turnedAway.length > 0 && turnedAway.length < answers.length)
  for (const answer of turnedAway) {
    const said = read('token', answer)
    assert.ok(isOAuthError(said))
    assert.equal(said.error, answer.status === 503 ? 'server_error' : 'rate_limited')
    if (answer.status === 503) assert.equal(answer.headers['retry-after'], '1')
  }
})
