/* One small HTTP server per case, which says exactly what the case wants said. */
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import type { WireRequest } from '@hufu/dialects'

export interface Heard extends WireRequest {
  readonly path: string
  readonly headers: IncomingMessage['headers']
}

/** What came, as a dialect decodes it. */
async function heard(request: IncomingMessage): Promise<Heard> {
  const [path = '', query = ''] = (request.url ?? '').split('?')
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk)
  const mediaType = (request.headers['content-type'] ?? '').split(';')[0] ?? ''
  return { method: request.method ?? '', path, query, mediaType, body, headers: request.headers }
}

/** Its base URL. It ends with the test. */
export async function listen(
  t: TestContext,
  answer: (request: Heard, response: ServerResponse) => void | Promise<void>,
): Promise<string> {
  const server = createServer((request, response) => {
    heard(request)
      .then((each) => answer(each, response))
      .catch(() => response.destroy())
  })
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A server that always says the same. */
export const saying = (t: TestContext, status: number, body: string, headers: Record<string, string> = {}) =>
  listen(t, (_, response) => void response.writeHead(status, headers).end(body))

/** An address where nobody listens. */
export async function nowhere(): Promise<string> {
  const server = createServer()
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return `http://127.0.0.1:${port}`
}
