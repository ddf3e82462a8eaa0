/* A callback received on this machine (RFC 8252, section 7.3). */
import { createServer } from 'node:http'
import {
  type Authorized,
  type Begun,
  type CallFailure,
  type Client,
  type Failure,
  isFailure,
} from '@hufu/client'
import { Refused } from './refused.ts'

/** The lifetime of a state. */
const PATIENCE_MINUTES = 30

/** Whether a redirect URI leads to this machine, in clear. */
export const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(hostname)

/**
 * What `exchange` makes of the first callback that answers our link, or why there is none; what others send to the port is
 * answered, and not believed. The browser is told how it ended. `ready` is called once the port is open.
 *
 * @throws {Refused} when the port is taken, or nobody comes back in half an hour.
 */
export async function received<Tokens extends object>(
  client: Client,
  { hostname, port, pathname }: URL,
  begun: Begun,
  ready: () => void,
  exchange: (authorized: Authorized) => Promise<Tokens | CallFailure>,
): Promise<Tokens | Failure> {
  const { promise, resolve, reject } = Promise.withResolvers<Tokens | Failure>()
  const server = createServer((request, response) => {
    const { url = '', method } = request
    const reply = (status: number, text: string) => {
      const headers = {
        'content-type': 'text/plain;charset=utf-8',
        'cache-control': 'no-store',
        connection: 'close',
      }
      response.writeHead(status, headers).end(text)
    }
    if (method !== 'GET' || url.split('?')[0] !== pathname)
      return reply(404, 'There is nothing at this address.')
    const end = async () => {
      const authorized = await client.finish(url, begun)
      const ended = isFailure(authorized) ? authorized : await exchange(authorized)
      if (!isFailure(ended)) reply(200, 'Connected. You can close this page.')
      else reply(200, `Not connected: ${ended.error}. ${ended.hint}`)
      if (!isFailure(authorized) || authorized.error !== 'state_unknown') resolve(ended)
    }
    end().catch((error: unknown) => {
      reply(500, 'Not connected.')
      reject(error instanceof Error ? error : new Error('unknown'))
    })
  })
  const fail = (why: string) => reject(new Refused(why))
  server.on('error', (error) => fail(`cannot listen on ${hostname}:${port}: ${error.message}`))
  server.listen(Number(port || 80), hostname.replace(/[[\]]/g, ''), ready)
  const patience = setTimeout(
    fail,
    PATIENCE_MINUTES * 60_000,
    `no callback came within ${PATIENCE_MINUTES} minutes: start again`,
  )
  try {
    return await promise
  } finally {
    clearTimeout(patience)
    server.close()
  }
}
