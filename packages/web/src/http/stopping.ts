/* How a listening server ends: what has come whole is answered, and who dawdles holds nothing up. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** Milliseconds for a request that has begun to come, and for an answer that somebody has begun to read. */
const REST_OF_REQUEST = 3000
const REST_OF_ANSWER = 10_000
const BETWEEN_LOOKS = 50

/**
 * From now on `app.close()` waits for requests that have come whole, however long they take; for the rest of others, and
 * of answers, only some seconds. Node looks for slow senders no more once a server closes.
 */
export function endsInTime(app: FastifyInstance): void {
  const { server } = app
  /** Sockets, each with its latest response. */
  const sockets = new Map<Socket, ServerResponse | undefined>()
  server.on('connection', (socket: Socket) => {
    sockets.set(socket, undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    sockets.set(socket, response)
  })

  app.addHook('preClose', (done) => {
    const begun = performance.now()
    const looks = setInterval(() => {
      // A connection that is kept alive would keep the process alive too, once its last request is answered.
      server.closeIdleConnections()
      const waited = performance.now() - begun
      if (waited < REST_OF_REQUEST) return
      for (const [socket, response] of sockets) if (!isWaitedFor(response, waited)) socket.destroy()
    }, BETWEEN_LOOKS)
    server.once('close', () => clearInterval(looks))
    done()
  })
}

const isWaitedFor = (response: ServerResponse | undefined, waited: number): boolean =>
  response !== undefined &&
  !response.writableFinished &&
  (response.headersSent ? waited < REST_OF_ANSWER : response.req.complete)
