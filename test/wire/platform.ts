/* A running platform, and bytes to and from it. Nothing here, nor in the tests beside it, knows a dialect's codecs or the client half. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingHttpHeaders, request as ask } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Dialect } from '@hufu/dialects'
import { sqliteStore } from '@hufu/store'
import type { Page } from '@hufu/demo/visitor'
import { type Options, bothHalves } from '../both-halves.ts'

export interface Request {
  readonly method?: string
  /** With its query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export type Pairs = readonly (readonly [name: string, value: string])[]

export const FORM = 'application/x-www-form-urlencoded'
export const JSON_TYPE = 'application/json;charset=utf-8'

/** `name=value&...`, each escaped as it must be and no further. */
export const encoded = (pairs: Pairs): string =>
  pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')

export const form = (path: string, pairs: Pairs): Request => ({
  method: 'POST',
  path,
  headers: { 'content-type': FORM },
  body: encoded(pairs),
})

/** One request over a connection of its own, exactly as it is said. */
export const sendTo = (
  origin: string,
  { method = 'GET', path, headers = {}, body = '' }: Request,
): Promise<Reply> =>
  new Promise((done, failed) => {
    const { hostname, port } = new URL(origin)
    const counted = body !== '' && !('transfer-encoding' in headers)
    const length = counted ? { 'content-length': String(Buffer.byteLength(body)) } : {}
    const outgoing = ask(
      { hostname, port, method, path, headers: { ...headers, ...length }, agent: false },
      (reply) => {
        const chunks: Buffer[] = []
        reply.on('data', (chunk: Buffer) => chunks.push(chunk))
        reply.on('end', () => {
          const { statusCode: status = 0, headers } = reply
          done({ status, headers, text: Buffer.concat(chunks).toString() })
        })
      },
    )
    outgoing.on('error', failed)
    outgoing.end(body)
  })

/** Whole lines of HTTP over a bare socket, and whatever comes back until it is closed. */
export const overSocket = (
  origin: string,
  { method = 'GET', path, headers = {}, body = '' }: Request,
): Promise<string> =>
  new Promise((done, failed) => {
    const { hostname, port } = new URL(origin)
    const lines = Object.entries({
      ...headers,
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    })
    const socket = connect(Number(port), hostname)
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('end', () => done(Buffer.concat(chunks).toString()))
    socket.on('error', failed)
    socket.write(
      [`${method} ${path} HTTP/1.1`, ...lines.map((each) => each.join(': ')), '', body].join('\r\n'),
    )
  })

/** `<uuid>` and the like stand for what is random; all else must be there byte for byte. */
export function assertExactly(text: string, template: string): void {
  const pattern = template
    .replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
    .replace(/<(\w+)>/g, (_whole, kind: string) => random[kind] ?? assert.fail(kind))
  assert.match(text, new RegExp(`^${pattern}$`))
}

const random: Readonly<Record<string, string>> = {
  uuid: String.raw`[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}`,
  hex32: String.raw`[\da-f]{32}`,
  hex32and4: String.raw`[\da-f]{32}[a-z\d]{4}`,
  opaque: String.raw`[\w-]{64}`,
  openid: String.raw`[\w-]{43}`,
}

export const members = ({ text }: Reply): Record<string, unknown> =>
  JSON.parse(text) as Record<string, unknown>

export type Platform = Awaited<ReturnType<typeof openPlatform>>

/** `link`: the path of the authorization page, below the mount. */
export async function openPlatform(dialect: Dialect, link: string, options: Omit<Options, 'open'> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-wire-'))
  const open = (now: () => number) => sqliteStore(join(folder, 'platform.db'), { now })
  const halves = await bothHalves(dialect, { open, ...options })
  const mount = `/${dialect.id}`
  const origin = halves.running.url

  /** The merchant opens the link, logs in if they have to, and decides. */
  async function decide(query: string, decision = 'approve', as = 'demo'): Promise<Page> {
    const page = await halves.visit(`${halves.baseUrl}${link}?${query}`, as)
    assert.ok(
      page.forms.some(({ fields }) => 'decision' in fields),
      `${page.status} ${page.html}`,
    )
    return halves.browser.submit(page, { decision })
  }
  async function callback(query: string, decision = 'approve', as = 'demo'): Promise<string> {
    const { leftFor, status, html } = await decide(query, decision, as)
    return leftFor ?? assert.fail(`${status} ${html}`)
  }

  return {
    ...halves,
    mount,
    origin,
    /** The path is below the platform's mount. */
    send: (request: Request) => sendTo(origin, { ...request, path: mount + request.path }),
    /** The page that the link opens for somebody who has not logged in. */
    page: (query: string) => sendTo(origin, { path: `${mount}${link}?${query}` }),
    decide,
    callback,
    async code(query: string, as = 'demo'): Promise<string> {
      const [, code] = /[?&]code=([^&]+)/.exec(await callback(query, 'approve', as)) ?? []
      return decodeURIComponent(code ?? assert.fail('no code'))
    },
    async close(): Promise<void> {
      await halves.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
