/* The whole server. Its parts for people are loaded when first asked for: parts.ts. */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { browserRoutes } from './browser/browser.ts'
import { callRoutes } from './exchange/calls.ts'
import { assetRoutes } from '@hufu/web/design/assets'
import { readForwarded } from './forwarded.ts'
import { frame } from './frame.ts'
import { logLinesDropped } from '@hufu/web/log'
import { logoRoute } from './logos.ts'
import { openidRoutes } from './login/openid-login.ts'
import { showIndex } from './pages/index.ts'
import { type HostFinder, baseOf, hostOf, hostsOf, prefixesOf, whereOf } from './mounts.ts'
import type { Platform } from './settings/platform.ts'
import { requestId } from '@hufu/web/request-id'
import type { Runtime } from './runtime.ts'
import { introspectionRoute, revocationRoute } from './exchange/standard.ts'
import { languageRoute } from '@hufu/web/language-route'
import { endsInTime } from '@hufu/web/stopping'

/** Not listening yet. `mount`: adds what is served beside the platforms, such as consoles. */
export async function createServer(
  runtime: Runtime,
  mount: (app: FastifyInstance) => Promise<void> = async () => undefined,
): Promise<FastifyInstance> {
  const { config, log, platforms } = runtime
  const ownHost = hostsOf(platforms.values())

  const app = frame(runtime, {
    rewriteUrl: (request) => mounted(request, ownHost),
    // A slow sender may not hold a connection for ever. Node looks for them every half minute unless it is told to, and
    // takes the longer of the two times for the whole request.
    requestTimeout: 20_000,
    http: { headersTimeout: 20_000, connectionsCheckingInterval: 5000 },
    forceCloseConnections: 'idle',
    clientErrorHandler: (error, socket) => refuseUnread(error, socket, log),
  })
  endsInTime(app)
  readForwarded(app, runtime)

  app.get('/healthz', (_request, reply) => {
    const dropped = logLinesDropped()
    return reply.send({ status: 'ok', ...(dropped > 0 && { logLinesDropped: dropped }) })
  })
  app.get('/readyz', async (_request, reply) => {
    const because = await runtime.notReady()
    return because === undefined
      ? reply.send({ status: 'ready' })
      : reply.code(503).header('retry-after', '1').send({ status: 'not ready', because })
  })
  if (config.metrics && runtime.metrics) {
    const { metricsRoute } = await import('./metrics.ts')
    metricsRoute(app, config.metrics.tokenSha256, runtime.metrics.registry)
  }
  app.get('/favicon.ico', (_request, reply) => reply.code(204).send())
  introspectionRoute(app, runtime)
  // Routes without browsers read no cookie.
  await app.register(async (pages) => {
    await pages.register(cookie)
    assetRoutes(pages)
    logoRoute(pages, runtime.store)
    languageRoute(pages, runtime.secure)
    openidRoutes(pages, runtime, () => runtime.linkTo(''))
    if (config.mode === 'demo') pages.get('/', (request, reply) => showIndex(request, reply, runtime))
  })
  await mount(app)

  for (const platform of platforms.values())
    for (const prefix of prefixesOf(platform.dialect))
      await app.register(
        async (mount) => {
          if (prefix.includes(':')) refuseStrangers(mount, platform)
          callRoutes(mount, platform, runtime)
          revocationRoute(mount, platform)
          await mount.register(async (pages) => {
            await pages.register(cookie)
            openidRoutes(pages, runtime, (request) => originOf(request, ownHost, runtime))
            browserRoutes(pages, {
              platform,
              runtime,
              baseOf: (request) => baseOf(request, platform, ownHost),
            })
          })
        },
        { prefix },
      )
  return app
}

/** A path that names a tenant or region which cannot be one is nobody's. */
const refuseStrangers = (mount: FastifyInstance, { dialect }: Platform) =>
  mount.addHook('preHandler', (request, reply, done) => {
    if (request.is404 || whereOf(request, dialect)) return done()
    reply.callNotFound()
  })

/** An absolute-form target loses its origin; on a platform's own host its prefix is put before the path. */
function mounted({ url = '/', headers }: IncomingMessage, ownHost: HostFinder): string {
  const absolute = /^https?:\/\/([^/?#]+)(.*)$/i.exec(url)
  const host = absolute?.[1]?.toLowerCase() ?? hostOf({ headers })
  const target = absolute ? (absolute[2] ?? '') : url
  const path = routable(target.startsWith('/') ? target : `/${target}`)
  return (ownHost(host) ?? '') + path
}

/** A % that escapes nothing is a character like others, of a path that is nobody's. */
function routable(url: string): string {
  if (!url.includes('%')) return url
  const [path = ''] = url.split('?', 1)
  try {
    decodeURI(path)
    return url
  } catch {
    return path.replaceAll('%', '%25') + url.slice(path.length)
  }
}

/** The platform's URL for browsers: its virtual host, or the server's. */
const originOf = (request: FastifyRequest, ownHost: HostFinder, { secure, linkTo }: Runtime): string =>
  ownHost(hostOf(request)) === undefined ? linkTo('') : `${secure ? 'https' : 'http'}://${hostOf(request)}`

/** A request that is not HTTP, or whose headers are too large, reaches no route: it is answered and logged here. */
function refuseUnread(error: Error & { readonly code?: string }, socket: Socket, log: Runtime['log']): void {
  const id = requestId()
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
  log.info(
    { requestId: id, status: Number(status.slice(0, 3)), error: error.code },
    'refused before it was read',
  )
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const headers = `x-request-id: ${id}\r\ncache-control: no-store\r\nx-content-type-options: nosniff\r\ncontent-length: 0\r\nconnection: close`
  socket.end(`HTTP/1.1 ${status}\r\n${headers}\r\n\r\n`)
}
