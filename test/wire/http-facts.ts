/* What HTTP itself has a word for, and where a platform can be reached: the same for all. */
import assert from 'node:assert/strict'
import { visitor } from '@hufu/demo/visitor'
import { PASSWORD } from '../both-halves.ts'
import {
  FORM,
  JSON_TYPE,
  type Platform,
  type Request,
  encoded,
  openPlatform,
  overSocket,
  sendTo,
} from './platform.ts'
import type { It, Spoken } from './spoken.ts'

export function transportFacts(
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
    const url = new URL((input as URL).href)
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

export function addressFacts(spoken: Spoken, platform: Platform, it: It): void {
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
    const redirects = dialect.authorize.loginPath !== undefined
    assert.match(
      page,
      redirects ? /^HTTP\/1\.1 302 Found\r\n/ : /^HTTP\/1\.1 200 OK\r\n[\s\S]*name="password"/,
    )
  })

  it('the platform answers at the root of its virtual host', async () => {
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
