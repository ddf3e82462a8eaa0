/*
 * docs/security-rules.md, R14: no request takes more than its share of time, memory or rows. What a stranger sends is refused early:
 * before the body is whole, before a private key is used, before the database is asked. Slow senders are held to a bound
 * that is looked up here, and waited for in the long form alone (HUFU_LONG=1), as it takes 20 seconds.
 */
import { encodeError } from '@hufu/dialects'
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, suite, test } from 'node:test'
import { triedDialects } from '../mechanisms.ts'
import { setTimeout as pause } from 'node:timers/promises'
import { createServer } from '@hufu/server'
import { browser, formWith } from './browser.ts'
import {
  type Site,
  type Target,
  CALLBACK,
  GATEWAY,
  assertRefused,
  granted,
  isRefused,
  secretOf,
  storeKinds,
  target,
  writing,
} from './target.ts'
import { type Answer, FORM, JSON_TYPE, pairs, post, send, sendBytes } from './wire.ts'

const MEGABYTE = 'x'.repeat(1_000_000)

let attacked: Target
before(async () => (attacked = await target()))
after(() => attacked.close())

/** Milliseconds of the processor, server and sender together; a bound that only something quadratic goes beyond. */
const SOON = 1500

/** On a busy machine the clock on the wall says little. */
function busySince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1000
}

async function soon(act: () => Promise<Answer>, why: string): Promise<Answer> {
  const began = process.cpuUsage()
  const answer = await act()
  const busy = busySince(began)
  assert.ok(answer.status < 500, `${why}: ${answer.status}`)
  assert.ok(busy < SOON, `${why} took ${busy} ms`)
  return answer
}

for (const dialect of triedDialects) {
  suite(dialect.id, () => {
    let site: Site
    let [tokenPath, refreshPath]: string[] = []
    before(() => {
      site = attacked.site(dialect)
      tokenPath = `${site.base}${dialect.token.path}`
      refreshPath = `${site.base}${dialect.refresh.path}`
    })
    const calls = () => [
      tokenPath ?? '',
      refreshPath ?? '',
      ...(dialect.userInfo ? [`${site.base}${dialect.userInfo.path}`] : []),
    ]
    const types = [FORM, JSON_TYPE, 'text/plain', 'multipart/form-data; boundary=x']

    test('a megabyte, with its length or in chunks: 413 in the platform’s envelope', async () => {
      for (const path of [
        ...calls(),
        `${site.base}/oauth/revoke`,
        `${site.base}/nothing`,
        `${site.base}/login`,
        `${site.base}/consent`,
      ]) {
        for (const type of types) {
          const answer = await soon(() => post(attacked.origin, path, MEGABYTE, type), path)
          assert.equal(answer.status, 413, `${path} ${answer.body}`)
          const step = path === calls()[2] ? 'userInfo' : path === refreshPath ? 'refresh' : 'token'
          assert.ok(isRefused(site.read(step, answer)), answer.body)
        }
        const chunk = `fa00\r\n${'x'.repeat(64_000)}\r\n`
        const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${FORM}\r\nTransfer-Encoding: chunked\r\n\r\n`
        assert.match(
          await sendBytes(attacked.origin, `${head}${chunk.repeat(16)}0\r\n\r\n`, 300),
          /^HTTP\/1.1 (413|429) /, // of unknown length a network may send some in a second
        )
      }
    })

    test('10,000 parameters, known or not', async () => {
      const many = Array.from({ length: 10_000 }, (_, index) => `${index.toString(36)}=`).join('&')
      for (const body of [
        many,
        '&'.repeat(60_000),
        'code=x&'.repeat(9000),
        'a&'.repeat(30_000),
        '%41=%42&'.repeat(8000),
      ]) {
        for (const path of calls()) {
          for (const type of types)
            await soon(() => post(attacked.origin, path, body, type), `${path} ${type}`)
        }
        for (const path of ['/login', '/consent', '/logout', '/oauth/revoke']) {
          await soon(() => post(attacked.origin, site.base + path, body), path)
        }
        const query = body.slice(0, 12_000)
        await soon(() => send(attacked.origin, `${tokenPath}?${query}`), 'query')
        await soon(() => send(attacked.origin, `${site.base}${dialect.authorize.path}?${query}`), 'link')
      }
    })

    test('deep and wide JSON', async () => {
      for (const body of [
        '['.repeat(65_000),
        '[' + '['.repeat(32_000) + ']'.repeat(32_000) + ']',
        `{"a":`.repeat(10_000) + '1' + '}'.repeat(10_000),
        `{${Array.from({ length: 5000 }, (_, index) => `"${index}":1`).join()}}`,
        `{"app_id":"KEY-app","x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
        `"${'\\u0000'.repeat(10_000)}"`,
        '"'.repeat(65_000),
        '\\'.repeat(65_000),
        `{"a":"${'\\"'.repeat(30_000)}"}`,
        '1'.repeat(65_000),
        `{"app_id":1e${'9'.repeat(60_000)}}`,
      ]) {
        for (const path of calls())
          await soon(() => post(attacked.origin, path, body, JSON_TYPE), body.slice(0, 20))
      }
      const asJson = pairs({ '360buy_param_json': '['.repeat(20_000), app_key: 'KEY-app' })
      for (const path of calls()) await soon(() => post(attacked.origin, path, asJson), 'JSON in a form')
    })

    test('100,000 scopes', async () => {
      const scopes = Array.from({ length: 100_000 }, () => 'a').join()
      const context = site.speaking('app')
      const asked = {
        clientId: 'KEY-app',
        clientSecret: secretOf('app'),
        redirectUri: CALLBACK,
        code: 'x',
        scope: [scopes],
      }
      const { query, body } = site.wire('token', { ...asked, scope: ['a'] }, context)
      const wire = (query || body).replace('scope=a', `scope=${scopes}`)
      const status = (
        await soon(() => post(attacked.origin, tokenPath ?? '', `${wire}&scope=${scopes}`), 'body')
      ).status
      assert.equal(status, 413)
      await soon(
        () => post(attacked.origin, tokenPath ?? '', `${wire.slice(0, 1000)}&scope=${'a,'.repeat(30_000)}a`),
        'as many as pass',
      )
      assert.equal((await send(attacked.origin, `${site.link()}&scope=${scopes}`)).status, 431)
    })

    test('a scope that is said a thousand times is granted once', async () => {
      const { scopes } = dialect.policy
      const [first] = scopes
      if (first === undefined) return
      const code = await site.code({ scope: Array.from({ length: 1000 }, () => first) })
      const tokens = granted(await site.ask('token', { code }))
      const body = pairs({ token: tokens.accessToken, client_id: GATEWAY.id, client_secret: GATEWAY.secret })
      const { scope } = JSON.parse((await post(attacked.origin, '/introspect', body)).body) as {
        scope?: string
      }
      assert.equal(scope, first)
    })

    test('long values: identifiers, tokens, codes, states, names, passwords, cookies, languages', async () => {
      const long = 'a'.repeat(12_000)
      const path = `${site.base}${dialect.authorize.path}`
      for (const header of ['cookie', 'accept-language', 'user-agent', 'x-forwarded-for', 'authorization']) {
        for (const value of [
          long,
          `${long}=${long.slice(0, 100)}`,
          'a,'.repeat(6000),
          'a;q='.repeat(3000),
          'hufu_session=x; '.repeat(700),
        ]) {
          await soon(() => send(attacked.origin, site.link(), { headers: { [header]: value } }), header)
        }
      }
      for (const { name } of dialect.authorize.request.fields)
        await soon(() => send(attacked.origin, `${path}?${name}=${long}`), name)
      const opened = browser(attacked.origin)
      const login = formWith(await opened.get(site.link()), 'password')
      assert.ok(login)
      for (const fields of [
        { username: 'x'.repeat(60_000), password: 'x' },
        { username: 'demo', password: 'x'.repeat(60_000) },
        { username: 'demo', password: 'ﷺ'.repeat(6000) },
        { token: '.'.repeat(60_000) },
        { request: 'x'.repeat(60_000) },
      ]) {
        await soon(
          () => opened.submit(login.action, { ...login.fields, ...fields }),
          Object.keys(fields).join(),
        )
      }
    })
  })
}

suite('rows', () => {
  for (const store of storeKinds) {
    test(`requests of a stranger write nothing on ${store}`, async () => {
      const other = await target({ store })
      try {
        for (const site of other.sites) {
          const { dialect, base } = site
          const opened = browser(other.origin)
          const login = formWith(await opened.get(site.link()), 'password')
          assert.ok(login)
          const context = { ...site.speaking('other'), now: other.clock.at }
          other.calls.reset()
          for (let round = 0; round < 20; round++) {
            await opened.get(site.link({ state: `${round}` }))
            await send(other.origin, site.link({ clientId: `nobody ${round}` }))
            const name = { username: `nobody ${round}`, password: 'x' }
            await opened.submit(login.action, { ...login.fields, ...name })
            await opened.submit(login.action, { ...login.fields, ...name, token: 'x' })
            await opened.submit(`${base}/consent`, { ...login.fields, decision: 'approve' })
            await opened.submit(`${base}/logout`, login.fields)
            const stranger = {
              clientId: 'KEY-app',
              clientSecret: 'wrong',
              redirectUri: CALLBACK,
              code: `x${round}`,
            }
            const asked = { ...stranger, refreshToken: `x${round}`, accessToken: `x${round}`, openId: 'x' }
            for (const step of ['token', 'refresh', 'userInfo'] as const) {
              if (!dialect[step]) continue
              const wire = site.wire(step, asked, context)
              // A stranger has no key: their signature does not verify.
              const body =
                dialect.envelope === undefined ? wire.body : wire.body.replace(/"sign":"./, '"sign":"*')
              await site.deliver(step, { ...wire, body })
            }
            await site.revoke(`x${round}`, 'app', 'wrong')
            await post(
              other.origin,
              '/introspect',
              pairs({ token: `x${round}`, client_id: 'x', client_secret: 'x' }),
            )
          }
          assert.equal(other.calls.of(...writing), 0, dialect.id)
        }
      } finally {
        await other.close()
      }
    })
  }

  test('a token that cannot be one is not looked for, at any endpoint', async () => {
    for (const site of attacked.sites) {
      const tokens = await site.tokens()
      attacked.calls.reset()
      for (const text of [
        'x',
        'x'.repeat(64),
        'A'.repeat(2000),
        '0',
        '../x',
        "' or 1=1",
        `${'0'.repeat(8)}-0`,
        'é',
      ]) {
        assert.ok(isRefused(await site.ask('token', { code: text })))
        assert.ok(isRefused(await site.refresh(tokens, { refreshToken: text })))
        if (site.dialect.userInfo)
          assert.ok(isRefused(await site.ask('userInfo', { accessToken: text, openId: 'x' })))
        assert.equal((await site.revoke(text)).status, 200)
        assert.equal(await attacked.live(text), false)
      }
      assert.equal(
        attacked.calls.of('code', 'grant', 'redeemCode', 'refreshGrant', 'revokeGrant'),
        0,
        site.dialect.id,
      )
    }
  })

  test('an unknown session cookie costs at most one look, and none where it is misshapen', async () => {
    for (const site of attacked.sites) {
      attacked.calls.reset()
      for (const value of ['x', '', 'a'.repeat(42), 'a'.repeat(44), '*'.repeat(43)]) {
        await send(attacked.origin, site.link(), { headers: { cookie: `hufu_session=${value}` } })
      }
      assert.equal(attacked.calls.of('session'), 0)
      await send(attacked.origin, site.link(), { headers: { cookie: `hufu_session=${'a'.repeat(43)}` } })
      assert.equal(attacked.calls.of('session'), 1)
    }
  })
})

suite('sealed bodies', () => {
  for (const dialect of triedDialects.filter(({ envelope }) => envelope !== undefined)) {
    const bodyOf = (site: Site, blocks: number, spare = 0): string => {
      const { body } = site.wire('token', { clientId: 'KEY-app', code: 'x' }, site.speaking('app'))
      const data = Buffer.alloc(256 * blocks + spare, 1).toString('base64url')
      return JSON.stringify({ ...(JSON.parse(body) as object), data })
    }
    const path = (site: Site) => `${site.base}${dialect.token.path}`

    test(`${dialect.id}: 16 blocks are opened, 17 are not, nor a block and a bit`, async () => {
      const site = attacked.site(dialect)
      const time = async (blocks: number, spare = 0): Promise<number> => {
        const times: number[] = []
        for (let round = 0; round < 7; round++) {
          const body = bodyOf(site, blocks, spare)
          const began = process.cpuUsage()
          const answer = await post(attacked.origin, path(site), body, JSON_TYPE)
          times.push(busySince(began))
          assertRefused(site.read('token', answer), dialect, 'token', 'signature_invalid')
        }
        return Math.min(...times)
      }
      await time(1)
      const most = await time(16)
      for (const [blocks, spare] of [
        [17, 0],
        [100, 0],
        [15, 1],
        [16, 255],
      ] as const) {
        const taken = await time(blocks, spare)
        assert.ok(
          taken < most / 2,
          `${blocks} blocks and ${spare} bytes took ${taken} ms, 16 blocks ${most} ms`,
        )
      }
    })

    test(`${dialect.id}: what is cheap is looked at first, and a rate is counted before anything is opened`, async () => {
      const other = await target({
        store: 'memory',
        platforms: { [dialect.id]: { policy: { rateLimit: { count: 5, perSeconds: 60 } } } },
      })
      try {
        const site = other.site(dialect)
        const codes = []
        for (let round = 0; round < 8; round++) {
          const answer = await post(other.origin, path(site), bodyOf(site, 16), JSON_TYPE)
          codes.push([answer.status, (JSON.parse(answer.body) as { code: string }).code])
        }
        const { code: forged } = encodeError(dialect.token.errors, { error: 'signature_invalid' })
        const { code: often } = encodeError(dialect.token.errors, { error: 'rate_limited' })
        assert.deepEqual(
          codes,
          Array.from({ length: 8 }, (_, round) => (round < 5 ? [200, forged] : [429, often])),
        )
      } finally {
        await other.close()
      }
    })
  }
})

suite('connections', () => {
  test('too many or too long headers are refused, and the next request is served', async () => {
    for (const headers of [
      `X: ${'x'.repeat(20_000)}\r\n`,
      `${'x'.repeat(20_000)}: x\r\n`,
      'X: y\r\n'.repeat(4000),
    ]) {
      const answer = await sendBytes(
        attacked.origin,
        `GET /healthz HTTP/1.1\r\nHost: x\r\n${headers}\r\n`,
        500,
      )
      assert.match(answer, /^HTTP\/1.1 (431|400) /)
      assert.equal((await send(attacked.origin, '/healthz')).status, 200)
    }
    const long = await sendBytes(
      attacked.origin,
      `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      500,
    )
    assert.match(long, /^HTTP\/1.1 (431|400|414) /)
  })

  test('a connection that does not speak HTTP is closed', async () => {
    for (const bytes of [
      '\x16\x03\x01\x02\x00\x01\x00',
      'HELO x\r\n\r\n',
      'GET / HTTP/1.1\r\n\r\n',
      'GET / HTTP/9.9\r\nHost: x\r\n\r\n',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
      'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      'GET / HTTP/1.1\r\nHost: x\r\nX : y\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: x\r\n X: y\r\n\r\n',
      `${'\0'.repeat(100)}\r\n\r\n`,
    ]) {
      const answer = await sendBytes(attacked.origin, Buffer.from(bytes, 'latin1'), 300)
      assert.match(answer, /^$|^HTTP\/1.1 400 /, JSON.stringify(bytes))
    }
  })

  test('the rest of a refused body is not read as the next request', async () => {
    const smuggled = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'
    const body = smuggled.repeat(Math.ceil(100_000 / smuggled.length))
    for (const [method, path, length] of [
      ['POST', '/jos/oauth/token', body.length],
      ['POST', '/nothing', body.length],
      ['PUT', '/jos/oauth/token', smuggled.length],
      ['GET', '/jos/oauth/token', smuggled.length],
      ['GET', '/jos/oauth/authorize', smuggled.length],
      ['POST', '/introspect', smuggled.length],
      ['POST', '/jos/%zz', smuggled.length],
    ] as const) {
      const head = `${method} ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${FORM}\r\nContent-Length: ${length}\r\n\r\n`
      const answer = await sendBytes(attacked.origin, head + body.slice(0, length), 100)
      assert.equal(answer.match(/HTTP\/1\.1 /g)?.length, 1, answer)
      assert.ok(!answer.includes('"ok"'), answer)
    }
  })

  test('200 senders who never finish keep nobody else waiting', async () => {
    const { hostname, port } = new URL(attacked.origin)
    const head = `POST /jos/oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: ${FORM}\r\nContent-Length: 1000\r\n\r\nx`
    const sockets = Array.from({ length: 200 }, (_, index) => {
      const socket = connect(Number(port), hostname, () => socket.write(index % 2 ? head : head.slice(0, 30)))
      return socket.on('error', () => undefined)
    })
    await pause(50)
    for (const site of attacked.sites) granted(await site.ask('token', { code: await site.code() }))
    for (const socket of sockets) socket.destroy()
    await soon(() => send(attacked.origin, '/healthz'), 'after they left')
  })

  test('a sender has 20 seconds, and is looked at every few', async () => {
    const app = await createServer(attacked.running.runtime)
    try {
      const { requestTimeout, headersTimeout, maxHeadersCount } = app.server
      assert.equal(requestTimeout, 20_000)
      assert.ok(headersTimeout <= requestTimeout, 'Node takes the longer one for the whole')
      assert.ok(maxHeadersCount === null || maxHeadersCount <= 2000)
      assert.ok(
        Number(Reflect.get(app.server, 'connectionsCheckingInterval')) <= 5000,
        'how often is it looked at?',
      )
    } finally {
      await app.close()
    }
  })

  test(
    'a sender who never finishes is cut off',
    { skip: process.env['HUFU_LONG'] === undefined },
    async () => {
      const began = performance.now()
      const slow = `POST /jos/oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: ${FORM}\r\nContent-Length: 10\r\n\r\nx`
      assert.match(await sendBytes(attacked.origin, slow, 60_000), /^HTTP\/1.1 (408|400) /)
      assert.ok(performance.now() - began < 27_000)
    },
  )
})
