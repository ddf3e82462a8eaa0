/*
 * docs/security-rules.md, R23: after good and bad requests of every kind, at every dialect, no secret, password, code, token, session
 * or form token stands in any line of the log at level debug; none in an error, whoever asked; and no answer repeats one
 * but the answer that it is for.
 */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Store } from '@hufu/accounts'
import { triedDialects } from '../mechanisms.ts'
import { type Dialect, type TokenSet, servedDialects } from '@hufu/dialects'
import { browser, consentForm, formWith } from './browser.ts'
import { type Site, type Target, CALLBACK, GATEWAY, PASSWORD, appKeys, granted, target } from './target.ts'
import { type Answer, FORM, JSON_TYPE, pairs, post, send, sendBytes } from './wire.ts'

/** What nobody may ever read again, and why. */
type Secrets = Map<string, string>

/** Secrets as they may stand: raw, escaped once or twice, in base64. */
const spellings = (secret: string): readonly string[] =>
  [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(encodeURIComponent(secret)),
    encodeURIComponent(secret).replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64').replaceAll('=', ''),
    Buffer.from(secret).toString('base64url'),
    Buffer.from(secret).toString('hex'),
  ].filter((each, index, all) => all.indexOf(each) === index)

function assertSilent(text: string, secrets: Secrets, where: string): void {
  for (const [secret, what] of secrets) {
    for (const spelling of spellings(secret)) {
      const at = text.indexOf(spelling)
      assert.ok(at < 0, `${where}: ${what} stands in …${text.slice(Math.max(0, at - 120), at + 40)}…`)
    }
  }
}

/** Requests of every kind with this secret in every place that a mistaken developer might put it. */
function* misplaced(
  { dialect, base }: Site,
  origin: string,
  secret: string,
): Generator<() => Promise<Answer>> {
  const text = encodeURIComponent(secret)
  const calls = [
    dialect.token.path,
    dialect.refresh.path,
    ...(dialect.userInfo ? [dialect.userInfo.path] : []),
  ]
  const paths = [
    ...calls.map((path) => base + path),
    `${base}/oauth/revoke`,
    `${base}${dialect.authorize.path}`,
  ]
  const names = [
    ...new Set(
      [
        dialect.token,
        dialect.refresh,
        dialect.authorize,
        ...(dialect.userInfo ? [dialect.userInfo] : []),
      ].flatMap(({ request }) => request.fields.map(({ name }) => name)),
    ),
    'sign',
    'data',
    'password',
  ]
  for (const path of [...paths, '/introspect', `${base}/login`, `${base}/consent`, `${base}/logout`]) {
    const everywhere = names.map((name) => `${name}=${text}`).join('&')
    yield () => send(origin, `${path}?${everywhere}`)
    yield () => post(origin, path, everywhere)
    yield () => post(origin, path, everywhere, `${FORM}; charset=${text}`)
    yield () => post(origin, path, everywhere, text)
    yield () =>
      post(origin, path, JSON.stringify(Object.fromEntries(names.map((name) => [name, secret]))), JSON_TYPE)
    yield () => send(origin, `${path}?${text}=${text}&${text}=${text}`)
    yield () => post(origin, path, `${text}=1&${text}=1`)
    yield () => post(origin, path, `{${JSON.stringify(secret)}:1,${JSON.stringify(secret)}:2}`, JSON_TYPE)
    yield () => post(origin, path, secret, JSON_TYPE)
    yield () => send(origin, `${path}&${everywhere}`)
    yield () => send(origin, `${path};${everywhere}`)
    yield () => send(origin, `${path}%3F${everywhere}`)
    yield () => send(origin, `${path}/${text}`)
    yield () => send(origin, `${path}/x/${text}/y`)
    yield () => send(origin, `${path}%zz${text}`)
    yield () => send(origin, `/${text}?${text}`)
    yield () => send(origin, `http://x/${text}?${text}`)
    yield () => send(origin, path, { method: 'PUT', body: everywhere, headers: { 'content-type': FORM } })
    yield () => send(origin, `${path}?${everywhere}`, { method: 'PROPFIND' })
    yield () => post(origin, path, `${everywhere}${'x'.repeat(70_000)}`)
    yield () => send(origin, path, { headers: { authorization: `Bearer ${text}` } })
    yield () =>
      send(origin, path, {
        headers: {
          authorization: `Basic ${Buffer.from(`${secret}:${secret}`).toString('base64')}`,
          cookie: `hufu_session=${text}; hufu_form=${text}`,
        },
      })
    yield () =>
      send(origin, path, {
        headers: {
          referer: `https://x/?${text}`,
          'user-agent': text,
          'x-request-id': text,
          'x-forwarded-for': text,
          origin: text,
          'accept-language': text,
        },
      })
    for (const name of names) yield () => send(origin, `${path}?${name}=${text}&${name}=${text}`)
  }
}

suite('everything that can go well or wrong', () => {
  let attacked: Target
  before(async () => (attacked = await target({ platforms: virtual(servedDialects) })))
  after(() => attacked.close())

  for (const dialect of triedDialects) {
    test(dialect.id, async () => {
      const site = attacked.site(dialect)
      const { origin } = attacked
      const secrets: Secrets = new Map([[GATEWAY.secret, 'the gateway’s secret']])
      const secret = `S3cret/+ of ${dialect.id}&=%`
      secrets.set(secret, 'the application’s secret')
      secrets.set((await appKeys).privateKey.slice(200, 260), 'a private key')
      const appId = `app-${dialect.id}`
      await attacked.putApp(dialect.id, 'app', { secrets: [attacked.keptSecret(secret, dialect.id, appId)] })
      const errors: Answer[] = []
      const told = (tokens: TokenSet): TokenSet => {
        secrets.set(tokens.accessToken, 'an access token')
        if (tokens.refreshToken !== undefined) secrets.set(tokens.refreshToken, 'a refresh token')
        return tokens
      }

      // A login that fails with the password of somebody's, and one that does not; consent, denial, codes.
      const opened = browser(origin)
      const login = formWith(await opened.get(site.link()), 'password')
      assert.ok(login)
      secrets.set(login.fields['token'] ?? '', 'a form token')
      const typed = `typed by mistake ${dialect.id}`
      secrets.set(typed, 'a password')
      secrets.set(PASSWORD, 'the password')
      errors.push(await opened.submit(login.action, { ...login.fields, username: 'demo', password: typed }))
      errors.push(
        await opened
          .submit(login.action, { ...login.fields, username: typed, password: PASSWORD, token: 'x' })
          .then((page) => ({ ...page, body: '' })),
      )
      const consent = await opened.login(site.link(), 'demo', PASSWORD)
      const { action, fields } = consentForm(consent)
      secrets.set(fields['token'] ?? '', 'a form token')
      secrets.set(opened.cookies.get('hufu_session') ?? '', 'a session')
      secrets.set(opened.cookies.get('hufu_form') ?? '', 'a form cookie')
      const left = await opened.submit(action, { ...fields, decision: 'approve' })
      const code = new URL(String(left.headers.location)).searchParams.get('code') ?? ''
      secrets.set(code, 'a code')
      errors.push(await opened.submit(action, { ...fields, decision: 'approve' }))

      // Good requests, then every one of them again with something wrong.
      const asked = { clientId: 'KEY-app', clientSecret: secret, redirectUri: CALLBACK, code }
      const context = site.speaking('app', secret)
      const wrong: readonly object[] = [
        { clientSecret: `${secret}x` },
        { clientId: 'KEY-nobody' },
        { clientId: secret, clientSecret: 'KEY-app' },
        { clientId: code },
        { code: secret },
        { code: `${code}x` },
        { redirectUri: `https://x.example/?${encodeURIComponent(secret)}` },
        { scope: [code] },
        { state: secret },
        { refreshToken: secret },
        { openId: secret },
        { accessToken: secret },
      ]
      const tokens = told(granted(await site.ask('token', asked, 'app', context)))
      const all = {
        ...asked,
        accessToken: tokens.accessToken,
        refreshToken: tokens.refreshToken ?? '',
        openId: tokens.openId ?? 'x',
      }
      const next = told(granted(await site.ask('refresh', all, 'app', context)))
      const now = {
        ...all,
        accessToken: next.accessToken,
        refreshToken: next.refreshToken ?? all.refreshToken,
      }
      for (const change of wrong) {
        for (const step of ['token', 'refresh', 'userInfo'] as const) {
          if (!dialect[step]) continue
          const answer = await site.deliver(step, site.wire(step, { ...now, code: 'x', ...change }, context))
          const read = site.read(step, answer, context)
          // Where the platform gives state back, or nothing was wrong for this call, that is no error.
          if ('accessToken' in read) told(read)
          else if ('error' in read) errors.push(answer)
        }
      }
      errors.push(
        await site.revoke(secret, 'app', `${secret}x`),
        await site.revoke(next.accessToken, 'nobody', secret),
      )
      errors.push(
        await post(
          origin,
          '/introspect',
          pairs({ token: next.accessToken, client_id: GATEWAY.id, client_secret: secret }),
        ),
      )
      assert.equal((await attacked.introspect(next.accessToken)).status, 200)
      errors.push(await site.deliver('token', site.wire('token', asked, context)))
      assert.equal((await site.revoke(next.accessToken, 'app', secret)).status, 200)

      // Every secret in every wrong place.
      for (const each of [
        secret,
        code,
        tokens.accessToken,
        tokens.refreshToken ?? 'x'.repeat(32),
        next.accessToken,
        typed,
      ]) {
        for (const attempt of misplaced(site, origin, each)) {
          const answer = await attempt()
          assert.ok(answer.status < 500, `${answer.status} ${answer.body}`)
          // The login page carries on the request that it was asked with, which is its own sender's.
          if (!answer.body.includes('type="password"')) errors.push(answer)
        }
        const text = encodeURIComponent(each)
        for (const bytes of [
          `GET /x?${text} HTTP/1.1\r\nHost: x\r\n${text}\r\n\r\n`,
          `${text} / HTTP/1.1\r\n\r\n`,
          `GET ${site.base}${dialect.token.path}?${text} HTTP/1.1\r\nHost: ${dialect.id}.test\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
          `GET http://${dialect.id}.test${dialect.token.path}?${text}=${text} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
          `GET ${dialect.token.path}&${text} HTTP/1.1\r\nHost: ${dialect.id}.test\r\nConnection: close\r\n\r\n`,
        ]) {
          assertSilent(await sendBytes(origin, bytes, 200), secrets, 'an answer to odd bytes')
        }
      }

      for (const { status, headers, body } of errors) {
        const { location: _location, ...rest } = headers
        assertSilent(JSON.stringify(rest) + body, secrets, `an error (${status})`)
      }
      assertSilent(attacked.log(), secrets, 'the log')
      await attacked.running.runtime.recorder.flush()
      const own = await attacked.store.exchanges({ appId, limit: 999 })
      assert.ok(own.length > 20, `${own.length} in the app’s own log`)
      assertSilent(JSON.stringify(own), secrets, 'the app’s own log')
      await attacked.putApp(dialect.id, 'app', {
        secrets: [attacked.keptSecret('secret of app', dialect.id, appId)],
      })
    })
  }

  test('a failure of ours is logged without what was asked', async () => {
    const broken = await target({ store: 'memory' })
    const secret = 'S3cret of a failure'
    const secrets: Secrets = new Map([[secret, 'a secret']])
    // The store itself: others join it.
    const served = broken.running.runtime.grants.store as Store
    try {
      for (const site of broken.sites) {
        const code = await site.code()
        secrets.set(code, 'a code')
        const verbs = ['code', 'grant', 'redeemCode', 'session', 'userByName', 'app', 'appById'] as const
        const kept = verbs.map((verb) => [verb, served[verb]] as const)
        const fail = () => Promise.reject(new Error('the disk is gone'))
        Object.assign(served, Object.fromEntries(verbs.map((verb) => [verb, fail])))
        broken.running.runtime.directory.forget()
        const asked = {
          clientId: 'KEY-app',
          clientSecret: secret,
          redirectUri: CALLBACK,
          code,
          refreshToken: secret,
          accessToken: secret,
          openId: secret,
        }
        const answers = [
          await site.deliver('token', site.wire('token', asked, site.speaking('app'))),
          await site.deliver('refresh', site.wire('refresh', asked, site.speaking('app'))),
          await site.revoke(code, 'app', secret),
          await send(broken.origin, site.link({ state: secret })),
          await send(broken.origin, site.link({ state: secret }), {
            headers: { cookie: `hufu_session=${'a'.repeat(43)}` },
          }),
        ]
        Object.assign(served, Object.fromEntries(kept))
        for (const { body, headers, status } of answers) {
          assertSilent(body + JSON.stringify(headers), secrets, `a failure (${status})`)
          assert.ok(!/disk|at .*\.ts|node_modules/.test(body), body)
        }
      }
      assert.match(broken.log(), /the disk is gone/)
      assertSilent(broken.log(), secrets, 'the log')
    } finally {
      await broken.close()
    }
  })

  test('the log says enough without them', () => {
    const lines = attacked
      .log()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    const requests = lines.filter((line) => 'requestId' in line && 'status' in line)
    assert.ok(requests.length > 1000)
    for (const line of requests) {
      assert.ok(String(line['path']).length <= 120, String(line['path']))
      assert.ok(JSON.stringify(line).length < 1000, JSON.stringify(line))
      assert.ok(!String(line['path']).includes('?'))
    }
    assert.ok(
      requests.some(
        (line) => line['error'] === 'client_unauthenticated' && line['path'] === '/jos/oauth/token',
      ),
    )
  })
})

/** Each platform on a host of its own too. */
const virtual = (all: readonly Dialect[]) =>
  Object.fromEntries(
    all.map(({ id, policy }) => [
      id,
      {
        hosts: [`${id}.test`],
        ...(policy.refreshWindow && { policy: { refreshWindow: { lastSeconds: 9e7 } } }),
      },
    ]),
  )
