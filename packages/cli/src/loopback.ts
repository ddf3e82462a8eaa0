/* A callback received on this machine (RFC 8252, section 7.3). */
import { createServer } from 'node:http'
import { type Authorized, type Begun, type Client, type Failure, isFailure } from '@hufu/client'
import { Refused } from './refused.ts'

/** As long as a state is good for. */
const PATIENCE_MINUTES = 30

/** Whether a redirect URI leads to this machine, in clear. */
export const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(hostname)

/**
 * The first callback that answers our link, or refuses it; what others send to the port is answered, and not believed.
 * `ready` is called once the port is open.
 *
 * @throws {Refused} when the port is taken, or nobody comes back in half an hour.
 */
export async function received(
  client: Client,
  { hostname, port, pathname }: URL,
  begun: Begun,
  ready: () => void,
): Promise<Authorized | Failure> {
  const { promise, resolve, reject } = Promise.withResolvers<Authorized | Failure>()
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
    if (method !== 'GET' || url.split('?')[0] !== pathname) return reply(404, 'Not here.')
    client.finish(url, begun).then((answer) => {
      if (!isFailure(answer)) reply(200, 'Connected. You may close this page.')
      else reply(200, `Not connected: ${answer.error}. ${answer.hint}`)
      if (!isFailure(answer) || answer.error !== 'state_unknown') resolve(answer)
    }, reject)
  })
  const fail = (why: string) => reject(new Refused(why))
  server.on('error', (error) => fail(`cannot listen on ${hostname}:${port}: ${error.message}`))
  server.listen(Number(port || 80), hostname.replace(/[[\]]/g, ''), ready)
  const patience = setTimeout(
    fail,
    PATIENCE_MINUTES * 60_000,
    `nobody came back in ${PATIENCE_MINUTES} minutes`,
  )
  try {
    return await promise
  } finally {
    clearTimeout(patience)
    server.close()
  }
}
