/* HTTP without the kindness of a client: no redirect is followed, no header added, no byte mended. */
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Sent {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Buffer
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** `target`: path and query exactly as they go on the wire. */
export async function send(origin: string, target: string, sent: Sent = {}): Promise<Answer> {
  const first = await once(origin, target, sent)
  // A connection that was kept, and that the server had just ended.
  return first ?? (await once(origin, target, sent)) ?? Promise.reject(new Error(`no answer to ${target}`))
}

const once = (origin: string, target: string, { method = 'GET', headers = {}, body }: Sent) =>
  new Promise<Answer | undefined>((resolve, reject) => {
    const { hostname, port } = new URL(origin)
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const all = { ...length, ...headers } as Record<string, string>
    let answered = false
    const asked = request({ agent, hostname, port, method, path: target, headers: all }, (response) => {
      answered = true
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: String(Buffer.concat(pieces)),
        }),
      )
    })
    asked.on('error', (error) => {
      if (answered) return // It was refused before all of it was sent.
      if (asked.reusedSocket) resolve(undefined)
      else reject(error)
    })
    asked.end(body)
  })

export const FORM = 'application/x-www-form-urlencoded'
export const JSON_TYPE = 'application/json'

export const post = (
  origin: string,
  target: string,
  body: string | Buffer,
  type = FORM,
  headers: Sent['headers'] = {},
) => send(origin, target, { method: 'POST', headers: { 'content-type': type, ...headers }, body })

/** Bytes as they are on a connection of their own; all that comes back until it ends, or until `milliseconds` of silence. */
export const sendBytes = (origin: string, bytes: string | Buffer, milliseconds = 2000) =>
  new Promise<string>((resolve) => {
    const { hostname, port } = new URL(origin)
    let text = ''
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    const done = () => {
      socket.destroy()
      resolve(text)
    }
    socket.setTimeout(milliseconds, done)
    socket.on('data', (piece) => (text += piece.toString('latin1')))
    socket.on('error', done)
    socket.on('close', done)
  })

export const pairs = (
  all: Readonly<Record<string, string>> | readonly (readonly [string, string])[],
): string =>
  (Array.isArray(all) ? (all as readonly (readonly [string, string])[]) : Object.entries(all))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
