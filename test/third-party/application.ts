/* An express application on loopback, with a session for each browser. */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import express, { type Express, type Handler } from 'express'

/** In memory, under a cookie: what express-session does, as far as a login needs it. */
function sessions(): Handler {
  const held = new Map<string, Record<string, unknown>>()
  return (request, response, next) => {
    const [, known = ''] = /(?:^|; )session=(\w+)/.exec(request.headers.cookie ?? '') ?? []
    const id = held.has(known) ? known : randomBytes(16).toString('hex')
    const session = held.get(id) ?? {}
    held.set(id, session)
    request.session = session
    response.setHeader('set-cookie', `session=${id}; Path=/; HttpOnly; SameSite=Lax`)
    next()
  }
}

/** Listens first, as the platform must know its address before the application knows the platform. */
export async function withApplication(use: (app: Express, origin: string) => Promise<void>): Promise<void> {
  const app = express()
  app.use(sessions())
  const server = app.listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  try {
    await use(app, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
}
