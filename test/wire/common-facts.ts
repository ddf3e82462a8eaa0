/* What the protocol pages say of all platforms, asked of one. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { digest } from '@hufu/engine'
import { visitor } from '../../packages/cli/src/demo/visitor.ts'
import { PASSWORD, START } from '../both-halves.ts'
import {
  FORM,
  JSON_TYPE,
  type Pairs,
  type Platform,
  type Request,
  encoded,
  form,
  members,
  openPlatform,
  overSocket,
  sendTo,
} from './platform.ts'
import type { Spoken, Tokens } from './spoken.ts'

/** States that some client or other has lost a character of: as sent in the link, and as meant. */
const states: readonly (readonly [name: string, sent: string, meant: string])[] = [
  ['a blank as %20', 'a%20b%20', 'a b '],
  ['a blank as +', '+a+b', ' a b'],
  ['a plus', 'a%2Bb%2b', 'a+b+'],
  ['characters of its own grammar', '%26state%3Dx%23%3F%25%3D%2541', '&state=x#?%=%41'],
  ['quotes and brackets', '%22%27%3Cscript%3E%60%7B%7D%5B%5D%7C%5C', '"\'<script>`{}[]|\\'],
  ['unescaped sub-delimiters', "a:b/c?d@e!f$g'(h)*i,j;k=l", "a:b/c?d@e!f$g'(h)*i,j;k=l"],
  ['UTF-8', '%E4%BA%AC%E4%B8%9C%F0%9F%90%AF%C3%A9', '京东🐯é'],
  ['line ends and a null', 'a%0D%0Ab%00', 'a\r\nb\0'],
  ['leading zeros', '00012', '00012'],
  ['JSON', '%7B%22a%22%3A%5B1%2C%22x%22%5D%7D', '{"a":[1,"x"]}'],
  ['2 kB', 'Az09-_~.'.repeat(256), 'Az09-_~.'.repeat(256)],
  ['2 kB of UTF-8', encodeURIComponent('虎符'.repeat(340)), '虎符'.repeat(340)],
]

/** Serves one platform for the tests of a file. */
export async function sharedPlatform({ dialect, paths, app = {} }: Spoken): Promise<Platform> {
  const platform = await openPlatform(dialect, paths.link, { app })
  after(() => platform.close())
  return platform
}

export const grantedBy =
  ({ link, exchange, tokensOf }: Spoken) =>
  async (platform: Platform): Promise<Tokens> =>
    tokensOf(platform, await platform.send(exchange(platform, await platform.code(encoded(link)))))

export function commonFacts(spoken: Spoken, platform: Platform): void {
  const { dialect, paths, codes } = spoken
  const link = encoded(spoken.link)
  const granted = grantedBy(spoken)
  const it = (fact: string, run: () => Promise<void>): void => void test(`${dialect.id}: ${fact}`, run)
  const exchange = async () => spoken.exchange(platform, await platform.code(link))
  const invented = () => spoken.exchange(platform, 'invented')

  for (const accept of ['application/json', 'text/html', 'application/xml;q=0.9', 'image/*', '']) {
    it(`replies are application/json;charset=utf-8 and no-store when Accept is "${accept}"`, async () => {
      for (const [request, code] of [
        [await exchange(), codes.success],
        [invented(), codes.codeRefused],
      ] as const) {
        const reply = await platform.send({ ...request, headers: { ...request.headers, accept } })
        assert.equal(reply.status, 200)
        assert.equal(spoken.codeOf(reply), code)
        assert.equal(reply.headers['content-type'], JSON_TYPE)
        assert.equal(reply.headers['cache-control'], 'no-store')
        assert.equal(reply.headers['pragma'], 'no-cache')
        assert.match(String(reply.headers['x-request-id']), /^[\da-f]{32}$/)
      }
    })
  }

  it('the way back has code first, then state, each once', async () => {
    const location = await platform.callback(`${link}&state=s1`)
    assert.match(location, /^https:\/\/shop\.example\.com\/callback\?from=platform&code=[^&]+&state=s1$/)
  })

  it('no state comes back where none came, nor where an empty one did', async () => {
    for (const query of [link, `${link}&state=`]) {
      assert.match(await platform.callback(query), /\?from=platform&code=[^&]+$/)
      assert.doesNotMatch(await platform.callback(query, 'deny'), /state/)
    }
  })

  for (const [name, sent, meant] of states) {
    it(`state comes back byte for byte: ${name}`, async () => {
      for (const decision of ['approve', 'deny']) {
        const location = await platform.callback(`${link}&state=${sent}`, decision)
        const [, returned = ''] = /[?&]state=([^&#]*)$/.exec(location) ?? []
        // No blank as a plus: readers of URLs and readers of forms agree.
        assert.match(returned, /^(?:[\w.~!*'()-]|%[\dA-F]{2})+$/)
        assert.equal(decodeURIComponent(returned), meant)
      }
    })
  }

  it('a state that is no UTF-8 is refused on the page, not mangled', async () => {
    for (const state of ['%FF', '%C3', '%ED%A0%80', '%zz', '%']) {
      assert.equal((await platform.page(`${link}&state=${state}`)).status, 400)
    }
  })

  it('empty pairs in the link mean nothing', async () => {
    const { status, text } = await platform.page(`&${link.replaceAll('&', '&&')}&&`)
    assert.equal(status, 200)
    assert.match(text, /name="password"/)
  })

  it('a known parameter that comes twice in the link is refused on the page', async () => {
    for (const [name, value] of spoken.link) {
      const { status } = await platform.page(`${link}&${encoded([[name, value]])}`)
      assert.equal(status, 400, name)
    }
    assert.equal((await platform.page(`${link}&state=a&state=b`)).status, 400)
  })

  it('the consent is asked for every time, of who is logged in too', async () => {
    await platform.callback(link)
    const page = await platform.browser.open(`${platform.baseUrl}${paths.link}?${link}`)
    assert.ok(page.forms.some(({ fields }) => 'decision' in fields))
  })

  it('a code is good once; a second use ends its tokens', async () => {
    const code = await platform.code(link)
    const first = await platform.send(spoken.exchange(platform, code))
    assert.equal(spoken.codeOf(first), codes.success)
    const again = await platform.send(spoken.exchange(platform, code))
    assert.deepEqual([again.status, spoken.codeOf(again)], [200, codes.codeRefused])
    const refreshed = await platform.send(spoken.refresh(platform, spoken.tokensOf(platform, first)))
    assert.deepEqual([refreshed.status, spoken.codeOf(refreshed)], [200, codes.refreshRefused])
  })

  transportFacts(spoken, platform, it)
  addressFacts(spoken, platform, it)
  revocationFacts(platform, it, () => granted(platform), spoken)
  introspectionFacts(platform, it, () => granted(platform), dialect.id)
}

type It = (fact: string, run: () => Promise<void>) => void

function transportFacts(
  { dialect, app = {}, paths, codes, codeOf, exchange, ...spoken }: Spoken,
  platform: Platform,
  it: It,
): void {
  const says = async (request: Request, status: number, code: unknown = codes.transport) => {
    const reply = await platform.send(request)
    assert.deepEqual([reply.status, codeOf(reply)], [status, code], reply.text)
    assert.equal(reply.headers['content-type'], JSON_TYPE)
    assert.equal(reply.headers['cache-control'], 'no-store')
    return reply
  }

  it('no such path: 404 in the platform’s own envelope', async () => {
    for (const path of [
      '/',
      '',
      '/nothing',
      `${paths.token}/`,
      `${paths.token}/more`,
      paths.token.toUpperCase(),
      '/%2e%2e/healthz',
    ]) {
      await says({ path }, 404)
      await says({ method: 'POST', path }, 404)
    }
  })

  it('another method: 405 in the platform’s own envelope, and which are allowed', async () => {
    for (const path of [paths.token, paths.refresh]) {
      for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', ...spoken.otherMethods]) {
        const { headers } = await says({ method, path }, 405)
        assert.equal(headers['allow'], spoken.allow)
      }
    }
  })

  it('a body of more than 64 KiB: 413 in the platform’s own envelope', async () => {
    const { method = 'GET', headers = {} } = exchange(platform, 'invented')
    const request = { method: method === 'GET' ? 'POST' : method, headers, path: paths.token }
    await says({ ...request, body: 'x'.repeat(64 * 1024 + 1) }, 413)
    const chunked = { ...headers, 'transfer-encoding': 'chunked' }
    await says({ ...request, headers: chunked, body: 'x'.repeat(200 * 1024) }, 413)
  })

  it('too many calls: 429 in the platform’s own envelope', async () => {
    const policy = { rateLimit: { count: 2, perSeconds: 60 } }
    const limited = await openPlatform(dialect, paths.link, { app, platform: { policy } })
    try {
      const said = async () => {
        const reply = await limited.send(exchange(limited, await limited.code(encoded(spoken.link))))
        assert.equal(reply.headers['content-type'], JSON_TYPE)
        return [reply.status, codeOf(reply)]
      }
      assert.deepEqual(await said(), [200, codes.success])
      assert.deepEqual(await said(), [200, codes.success])
      assert.deepEqual(await said(), [429, codes.tooMany])
      limited.later(60)
      assert.deepEqual(await said(), [200, codes.success])
    } finally {
      await limited.close()
    }
  })
}

/** A `fetch` that goes to the server whatever host the URL names. */
const through =
  (origin: string): typeof fetch =>
  async (input, init) => {
    const url = new URL(String(input))
    const body = init?.body === undefined ? '' : String(init.body as URLSearchParams)
    const headers = {
      ...(init?.headers as Record<string, string>),
      host: url.host,
      ...(body && { 'content-type': FORM }),
    }
    const reply = await sendTo(origin, {
      method: init?.method ?? 'GET',
      path: url.pathname + url.search,
      headers,
      body,
    })
    const told = new Headers()
    for (const [name, value] of Object.entries(reply.headers)) {
      for (const each of [value ?? []].flat()) told.append(name, each)
    }
    return new Response(reply.text, { status: reply.status, headers: told })
  }

function addressFacts(spoken: Spoken, platform: Platform, it: It): void {
  const { dialect, app = {}, paths, codes, codeOf } = spoken
  const link = encoded(spoken.link)

  it('a request target may be absolute, and its host wins', async () => {
    const request = spoken.exchange(platform, await platform.code(link))
    const path = `${platform.origin}${platform.mount}${request.path}`
    const headers = { ...request.headers, host: 'other.example.test' }
    const raw = await overSocket(platform.origin, { ...request, path, headers })
    assert.match(raw, /^HTTP\/1\.1 200 OK\r\n/)
    const text = raw.slice(raw.indexOf('\r\n\r\n') + 4)
    assert.equal(codeOf({ status: 200, headers: {}, text }), codes.success, raw)
    const page = await overSocket(platform.origin, {
      path: `${platform.origin}${platform.mount}${paths.link}?${link}`,
      headers: { host: new URL(platform.origin).host },
    })
    assert.match(page, /^HTTP\/1\.1 200 OK\r\n[\s\S]*name="password"/)
  })

  it('on a host of its own the platform answers at the root', async () => {
    const hosts = ['open.example.test', 'open.example.test:8700']
    const hosted = await openPlatform(dialect, paths.link, { app, platform: { hosts } })
    try {
      for (const host of [...hosts, 'OPEN.example.test']) {
        const browser = visitor(`http://${host.toLowerCase()}`, through(hosted.origin))
        const login = await browser.open(`${paths.link}?${link}`)
        assert.doesNotMatch(login.html, new RegExp(`"/${dialect.id}/`), 'no address below a mount')
        const consent = await browser.submit(login, { username: 'demo', password: PASSWORD })
        const { leftFor = '' } = await browser.submit(consent, { decision: 'approve' })
        const [, code = ''] = /[?&]code=([^&]+)/.exec(leftFor) ?? []
        const request = spoken.exchange(hosted, code)
        const reply = await sendTo(hosted.origin, { ...request, headers: { ...request.headers, host } })
        assert.equal(codeOf(reply), codes.success, reply.text)
        const lost = await sendTo(hosted.origin, { path: '/healthz', headers: { host } })
        assert.deepEqual([lost.status, codeOf(lost)], [404, codes.transport])
      }
      const below = await hosted.send(spoken.exchange(hosted, await hosted.code(link)))
      assert.equal(codeOf(below), codes.success, 'the mount is there too')
      const absolute = { ...spoken.exchange(hosted, 'invented'), headers: { host: 'other.example.test' } }
      const raw = await overSocket(hosted.origin, { ...absolute, path: `http://${hosts[0]}${absolute.path}` })
      assert.doesNotMatch(raw, /^HTTP\/1\.1 404/)
    } finally {
      await hosted.close()
    }
  })
}

const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`

function revocationFacts(platform: Platform, it: It, granted: () => Promise<Tokens>, spoken: Spoken): void {
  const path = '/oauth/revoke'
  const ours: Pairs = [
    ['client_id', 'KEY-app'],
    ['client_secret', 'secret of app'],
  ]
  const over = async (tokens: Tokens) => {
    assert.equal(await platform.live(tokens.accessToken), false)
    assert.equal(await platform.live(tokens.refreshToken), false)
    const refreshed = await platform.send(spoken.refresh(platform, tokens))
    assert.equal(spoken.codeOf(refreshed), spoken.codes.refreshRefused)
  }

  it('RFC 7009: either token ends the authorization; the answer is an empty 200', async () => {
    for (const which of ['accessToken', 'refreshToken'] as const) {
      for (const hint of ['access_token', 'refresh_token', 'nonsense', '']) {
        const tokens = await granted()
        const asked: Pairs = [...ours, ['token', tokens[which]], ['token_type_hint', hint]]
        const { status, text, headers } = await platform.send(form(path, asked))
        assert.deepEqual([status, text], [200, ''])
        assert.equal(headers['cache-control'], 'no-store')
        await over(tokens)
      }
    }
  })

  it('RFC 7009: credentials as HTTP Basic', async () => {
    const tokens = await granted()
    const request = form(path, [['token', tokens.refreshToken]])
    const headers = {
      ...request.headers,
      authorization: basic('KEY-app', encodeURIComponent('secret of app')),
    }
    assert.equal((await platform.send({ ...request, headers })).status, 200)
    await over(tokens)
  })

  it('RFC 7009: unknown tokens answer 200 too, and so do another app’s, which live on', async () => {
    const tokens = await granted()
    const theirs: Pairs = [
      ['client_id', 'KEY-other'],
      ['client_secret', 'secret of other'],
    ]
    for (const token of ['made up', tokens.accessToken, tokens.refreshToken]) {
      const { status, text } = await platform.send(form(path, [...theirs, ['token', token]]))
      assert.deepEqual([status, text], [200, ''])
    }
    assert.ok(await platform.live(tokens.accessToken))
  })

  it('RFC 7009: wrong credentials are invalid_client with 401, and end nothing', async () => {
    const tokens = await granted()
    const token = ['token', tokens.accessToken] as const
    const wrong: readonly Request[] = [
      form(path, [token]),
      form(path, [['client_id', 'KEY-app'], token]),
      form(path, [['client_id', 'KEY-app'], ['client_secret', 'wrong'], token]),
      form(path, [['client_id', 'nobody'], ['client_secret', 'secret of app'], token]),
      { ...form(path, [token]), headers: { 'content-type': FORM, authorization: basic('KEY-app', 'wrong') } },
      {
        ...form(path, [...ours, token]),
        headers: { 'content-type': FORM, authorization: basic('KEY-app', 'secret of app') },
      },
    ]
    for (const request of wrong) {
      const reply = await platform.send(request)
      assert.deepEqual([reply.status, members(reply)['error']], [401, 'invalid_client'])
      assert.match(String(reply.headers['www-authenticate']), /^Basic /)
    }
    assert.ok(await platform.live(tokens.accessToken))
  })

  it('RFC 7009: no token, two tokens or no form is invalid_request with 400', async () => {
    const json = { 'content-type': 'application/json' }
    for (const request of [
      form(path, ours),
      form(path, [...ours, ['token', '']]),
      form(path, [...ours, ['token', 'a'], ['token', 'b']]),
      { method: 'POST', path, headers: json, body: JSON.stringify({ token: 'a' }) },
    ]) {
      const reply = await platform.send(request)
      assert.deepEqual([reply.status, members(reply)['error']], [400, 'invalid_request'])
    }
  })
}

function introspectionFacts(platform: Platform, it: It, granted: () => Promise<Tokens>, id: string): void {
  const gateway = (name: string, platforms: readonly string[]) =>
    platform.store.putGateway({
      id: name,
      secret: digest('client', `secret of ${name}`),
      platforms,
      createdAt: START,
    })
  const ask = (token: string, name = 'gateway', secret = `secret of ${name}`) =>
    sendTo(platform.origin, {
      ...form('/introspect', [['token', token]]),
      headers: { 'content-type': FORM, authorization: basic(name, encodeURIComponent(secret)) },
    })

  it('RFC 7662: what a live token stands for', async () => {
    await gateway('gateway', [])
    const { accessToken, refreshToken, openId } = await granted()
    const reply = await ask(accessToken)
    assert.equal(reply.headers['cache-control'], 'no-store')
    const { scope, exp, iat, ...told } = members(reply)
    assert.deepEqual(told, {
      active: true,
      platform: id,
      client_id: 'KEY-app',
      ...(openId !== '' && { sub: openId }),
      ...(openId === '' && { sub: told['sub'] }),
      token_type: 'bearer',
      uid: '2000000001',
      username: 'demo',
    })
    assert.ok(Number(exp) > platform.now() && iat === platform.now())
    assert.equal(typeof scope, platform.dialect.policy.scopes.length > 0 ? 'string' : 'undefined')
    assert.equal(members(await ask(refreshToken))['token_type'], 'refresh_token')
  })

  it('RFC 7662: what is not live is {"active":false} and nothing else', async () => {
    await gateway('gateway', [])
    const { accessToken, refreshToken } = await granted()
    const { later } = platform
    for (const token of ['made up', 'x'.repeat(40_000), 'token with blanks', '京东']) {
      assert.equal((await ask(token)).text, '{"active":false}')
    }
    const lifetime = 2 * 366 * 86_400
    later(lifetime)
    for (const token of [accessToken, refreshToken]) assert.equal((await ask(token)).text, '{"active":false}')
    later(-lifetime)
    assert.equal(members(await ask(accessToken))['active'], true)
  })

  it('RFC 7662: a gateway limited to other platforms is told nothing', async () => {
    await gateway('here', [id])
    await gateway('elsewhere', ['another'])
    const { accessToken, refreshToken } = await granted()
    assert.equal(members(await ask(accessToken, 'here'))['active'], true)
    for (const token of [accessToken, refreshToken]) {
      assert.equal((await ask(token, 'elsewhere')).text, '{"active":false}')
    }
  })

  it('RFC 7662: only gateways may ask, not applications; 401 otherwise', async () => {
    await gateway('gateway', [])
    const { accessToken } = await granted()
    for (const [name, secret] of [
      ['gateway', 'wrong'],
      ['nobody', 'secret of gateway'],
      ['KEY-app', 'secret of app'],
    ]) {
      const reply = await ask(accessToken, name, secret)
      assert.deepEqual([reply.status, members(reply)['error']], [401, 'invalid_client'])
    }
    const none = await sendTo(platform.origin, form('/introspect', [['token', accessToken]]))
    assert.equal(none.status, 401)
    const inForm = await sendTo(
      platform.origin,
      form('/introspect', [
        ['token', accessToken],
        ['client_id', 'gateway'],
        ['client_secret', 'secret of gateway'],
      ]),
    )
    assert.equal(members(inForm)['active'], true)
  })
}
