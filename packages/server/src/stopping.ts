/* How a listening server ends: what has come whole is answered, and who dawdles holds nothing up. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** Milliseconds for a request that has begun to come, and for an answer that somebody has begun to read. */
const REST_OF_REQUEST = 3000
const REST_OF_ANSWER = 10_000
const BETWEEN_LOOKS = 50

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/**
 * From now on `app.close()` waits for requests that have come whole, however long they take; for the rest of others, and
 * of answers, only some seconds. Node looks for slow senders no more once a server closes.
 */
export function endsInTime(app: FastifyInstance): void {
  const { server } = app
  const sockets = new Set<Socket>()
  const exchanges = new Set<Exchange>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const exchange = { request, response }
    exchanges.add(exchange)
    response.once('close', () => exchanges.delete(exchange))
  })

  app.addHook('preClose', (done) => {
    const begun = performance.now()
    const looks = setInterval(() => {
      // A connection that is kept alive would keep the process alive too, once its last request is answered.
      server.closeIdleConnections()
      const waited = performance.now() - begun
      if (waited < REST_OF_REQUEST) return
      const waitedFor = new Set(
        [...exchanges].filter((each) => isWaitedFor(each, waited)).map(({ request }) => request.socket),
      )
      for (const socket of sockets) if (!waitedFor.has(socket)) socket.destroy()
    }, BETWEEN_LOOKS)
    server.once('close', () => clearInterval(looks))
    done()
  })
}

const isWaitedFor = ({ request, response }: Exchange, waited: number): boolean =>
  response.headersSent ? waited < REST_OF_ANSWER : request.complete
