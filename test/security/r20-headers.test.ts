/* docs/security-rules.md, R20: what every kind of answer is sent with, on plain http and behind https. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { triedDialects } from '../mechanisms.ts'
import { browser, consentForm, formWith } from './browser.ts'
import { type Target, CALLBACK, GATEWAY, PASSWORD, granted, secretOf, target } from './target.ts'
import { type Answer, FORM, JSON_TYPE, pairs, post, send } from './wire.ts'

const EVIL = 'https://evil.example'
/** What a hostile page, or a proxy that believes too much, sends along. */
const strange = {
  origin: EVIL,
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'javascript',
  forwarded: 'host=evil.example',
  'x-request-id': 'evil.example',
  'x-http-method-override': 'DELETE',
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization',
}

interface Kind {
  readonly name: string
  readonly answer: Answer
  /** Whether it is a page of ours. */
  readonly page?: true
  /** Whether browsers may keep it. */
  readonly kept?: true
}

async function kindsOf(attacked: Target, index: number): Promise<readonly Kind[]> {
  const site = attacked.sites[index]
  assert.ok(site)
  const { dialect, base } = site
  const { origin } = attacked
  const kinds: Kind[] = []
  const add = (name: string, answer: Answer, rest: Omit<Kind, 'name' | 'answer'> = {}) =>
    void kinds.push({ name, answer, ...rest })

  const merchant = browser(origin, strange)
  const login = await merchant.get(site.link())
  add('login', login, { page: true })
  const form = formWith(login, 'password')
  assert.ok(form)
  add(
    'login failed',
    await merchant.submit(form.action, { ...form.fields, username: 'nobody', password: 'x' }),
    { page: true },
  )
  add('login forged', await merchant.submit(form.action, {}), { page: true })
  const entered = await merchant.submit(form.action, { ...form.fields, username: 'demo', password: PASSWORD })
  assert.equal(entered.status, 303, 'after a login')
  add('logged in', entered)
  const consent = await merchant.get(String(entered.headers.location))
  add('consent', consent, { page: true })
  const { action, fields } = consentForm(consent)
  const left = await merchant.submit(action, { ...fields, decision: 'approve' })
  assert.equal(left.status, 302, 'the last hop')
  add('left for the application', left)
  // The same decision again at once gets the same redirect; another one gets the page that says so.
  add('decided twice', await merchant.submit(action, { ...fields, decision: 'approve' }))
  add('decided otherwise', await merchant.submit(action, { ...fields, decision: 'deny' }), { page: true })
  const again = consentForm(await merchant.get(site.link()))
  const denied = await merchant.submit(again.action, { ...again.fields, decision: 'deny' })
  assert.equal(denied.status, 302, 'the last hop')
  add('denied', denied)
  add('error', await merchant.get(site.link({ clientId: 'nobody' })), { page: true })
  const logout = (await merchant.get(site.link())).forms.find((each) => each.action.endsWith('/logout'))
  assert.ok(logout)
  const out = await merchant.submit(logout.action, logout.fields)
  assert.equal(out.status, 303, 'after a logout')
  add('logged out', out)
  add(
    'style sheet',
    await send(origin, /href="([^"]+\.css)"/.exec(consent.body)?.[1] ?? '', { headers: strange }),
    { kept: true },
  )

  const code = new URL(String(left.headers.location)).searchParams.get('code') ?? ''
  const context = site.speaking('app')
  const asked = { clientId: 'KEY-app', clientSecret: secretOf('app'), redirectUri: CALLBACK, code }
  const token = await site.deliver('token', site.wire('token', asked, context), strange)
  const tokens = granted(site.read('token', token, context))
  add('token', token)
  add('token refused', await site.deliver('token', site.wire('token', asked, context), strange))
  const fresh = await site.tokens()
  const refreshing = {
    ...asked,
    accessToken: fresh.accessToken,
    refreshToken: fresh.refreshToken ?? '',
    openId: fresh.openId ?? '',
  }
  add(
    'refresh',
    await site.deliver('refresh', site.wire('refresh', refreshing, site.speaking('app')), strange),
  )
  if (dialect.userInfo) {
    const own = await site.tokens()
    const asking = { ...asked, accessToken: own.accessToken, openId: own.openId ?? '' }
    add(
      'user info',
      await site.deliver('userInfo', site.wire('userInfo', asking, site.speaking('app')), strange),
    )
  }
  const revoke = { token: tokens.accessToken, client_id: 'KEY-app', client_secret: secretOf('app') }
  add('revoked', await post(origin, `${base}/oauth/revoke`, pairs(revoke), FORM, strange))
  add(
    'not revoked',
    await post(origin, `${base}/oauth/revoke`, pairs({ ...revoke, client_secret: 'x' }), FORM, strange),
  )
  const path = `${base}${dialect.token.path}`
  for (const method of ['OPTIONS', 'DELETE', 'HEAD', 'PUT'])
    add(method, await send(origin, path, { method, headers: strange }))
  add('too long', await post(origin, path, 'x'.repeat(100_000), JSON_TYPE, strange))
  add('odd content', await post(origin, path, 'x=1', 'text/plain', strange))
  add('odd charset', await post(origin, path, 'x=1', `${FORM}; charset=gbk`, strange))
  add('nobody’s path', await send(origin, `${base}/nothing`, { headers: strange }))
  add('no path', await send(origin, `${base}/%zz`, { headers: strange }))
  add('an odd method', await send(origin, path, { method: 'PROPFIND', headers: strange }))

  const inspect = { token: fresh.accessToken, client_id: GATEWAY.id, client_secret: GATEWAY.secret }
  add('introspection', await post(origin, '/introspect', pairs(inspect), FORM, strange))
  add(
    'introspection refused',
    await post(origin, '/introspect', pairs({ ...inspect, client_secret: 'x' }), FORM, strange),
  )
  add('introspection malformed', await post(origin, '/introspect', '{}', JSON_TYPE, strange))
  add('introspection too long', await post(origin, '/introspect', 'x'.repeat(100_000), FORM, strange))
  for (const target of [
    '/',
    '/nothing?secret=x',
    '/introspect',
    '/%zz',
    '/healthz',
    '/readyz',
    '/admin/api/nothing',
  ]) {
    add(target, await send(origin, target, { headers: strange }))
  }
  return kinds
}

for (const origin of [undefined, 'https://open.example.com']) {
  suite(origin === undefined ? 'on plain http' : 'behind https', () => {
    let attacked: Target
    before(
      async () =>
        (attacked = await target({ store: 'memory', config: origin === undefined ? {} : { origin } })),
    )
    after(() => attacked.close())

    for (const [index, { id }] of triedDialects.entries()) {
      test(`${id}: every kind of answer`, async () => {
        const seen = new Set<string>()
        for (const { name, answer, page, kept } of await kindsOf(attacked, index)) {
          const { headers, status, body } = answer
          const why = `${name} (${status})`
          assert.ok(status < 500, why)
          assert.equal(headers['x-content-type-options'], 'nosniff', why)
          assert.equal(headers['referrer-policy'], 'no-referrer', why)
          assert.equal(
            headers['strict-transport-security'],
            origin === undefined ? undefined : 'max-age=31536000',
            why,
          )
          if (!kept) assert.match(String(headers['cache-control']), /^no-store/, why)

          const names = Object.keys(headers)
          assert.deepEqual(
            names.filter((each) =>
              /^access-control|^server$|^x-powered-by$|^set-cookie2$|^refresh$/.test(each),
            ),
            [],
            why,
          )
          assert.ok(
            !JSON.stringify([headers, body]).includes('evil.example'),
            `${why} reflects what was sent`,
          )
          assert.match(String(headers['x-request-id']), /^[0-9a-f]{32}$/, why)
          assert.ok(!seen.has(String(headers['x-request-id'])), why)
          seen.add(String(headers['x-request-id']))

          if (!page) continue
          assert.equal(headers['x-frame-options'], 'DENY', why)
          const csp = new Map(
            String(headers['content-security-policy'])
              .split('; ')
              .map((each) => each.split(/ (.*)/) as [string, string]),
          )
          assert.equal(csp.get('default-src'), "'none'", why)
          assert.equal(csp.get('frame-ancestors'), "'none'", why)
          assert.equal(csp.get('base-uri'), "'none'", why)
          assert.match(String(csp.get('form-action')), /^'self'( https:)?$/, why)
          for (const [directive, value] of csp)
            assert.ok(!/unsafe|\*|http:|data:|blob:/.test(value), `${why}: ${directive} ${value}`)
          assert.ok(
            !/<script|<style|\sstyle=|\son\w+=|javascript:/i.test(body),
            `${why} has something inline`,
          )
        }
      })
    }
  })
}
