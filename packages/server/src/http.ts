/* The whole server as one fastify instance. */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import cookie from '@fastify/cookie'
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { ADMIN_PATH, adminRoutes } from './admin/index.ts'
import { administration } from './administration.ts'
import { browserRoutes } from './browser.ts'
import { callRoutes } from './calls.ts'
import { usualHeaders } from './page-headers.ts'
import { assetRoutes } from './design/assets.ts'
import { logoRoute } from './logos.ts'
import { openidRoutes } from './openid-login.ts'
import { showIndex } from './pages/index.ts'
import type { Platform } from './platform.ts'
import { requestId } from './request-id.ts'
import type { Runtime } from './runtime.ts'
import { SANDBOX_PATH, sandboxRoutes } from './sandbox/api.ts'
import { introspectionRoute, revocationRoute } from './standard.ts'
import { languageRoute } from './site.ts'
import { sites } from './sites.ts'
import { LARGEST_BODY } from './wire.ts'

/** Not listening yet. */
export async function createServer(runtime: Runtime): Promise<FastifyInstance> {
  const { config, log, platforms } = runtime
  const byHost = new Map(
    [...platforms.values()].flatMap(({ hosts, dialect }) => hosts.map((host) => [host, dialect.id])),
  )

  const usual = usualHeaders(runtime.secure)
  const logger: FastifyBaseLogger = log
  const app: FastifyInstance = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    // Every line of ours names its request: a logger for each would say it twice.
    childLoggerFactory: (parent) => parent,
    genReqId: requestId,
    requestIdHeader: false,
    bodyLimit: LARGEST_BODY,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    rewriteUrl: (request) => mounted(request, byHost),
    // A slow sender may not hold a connection for ever. Node looks for them every half minute unless it is told to, and
    // takes the longer of the two times for the whole request.
    requestTimeout: 20_000,
    http: { headersTimeout: 20_000, connectionsCheckingInterval: 5000 },
    forceCloseConnections: 'idle',
    clientErrorHandler: (error, socket) => refuseUnread(error, socket, log),
    routerOptions: { querystringParser: () => ({}), maxParamLength: 200, ignoreDuplicateSlashes: false },
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).headers(usual)
    done()
  })
  runtime.sandbox?.watch(app, platforms)
  // Fastify's own words for these repeat what was asked, query and all.
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'there is nothing at this path'))
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500
    if (status < 500) return refuse(reply, status, 'the request could not be read')
    request.log.error({ err: error, requestId: request.id }, 'a bug of ours')
    return reply.code(status).send({ error: 'server_error' })
  })
  app.addHook('onResponse', (request, reply, done) => {
    runtime.recorder.record(request, reply.elapsedTime)
    if (request.outcome) runtime.traffic.count(reply.statusCode >= 500 ? 'failed' : request.outcome.error)
    if (reply.statusCode < 500 && !log.isLevelEnabled('info')) return done()
    const { outcome, method, id } = request
    const line = {
      requestId: id,
      method,
      path: pathOf(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      ...outcome,
    }
    if (reply.statusCode >= 500) log.error(line, 'failed')
    else log.info(line, outcome?.error === undefined ? 'answered' : 'refused')
    done()
  })

  app.get('/healthz', (_request, reply) => reply.send({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const ready = await runtime.store.setting('form key').then(
      () => true,
      () => false,
    )
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'the store does not answer' })
  })
  app.get('/favicon.ico', (_request, reply) => reply.code(204).send())
  introspectionRoute(app, runtime)
  const administered = administration(config, runtime.store, runtime.ring, runtime.settings, runtime)
  // Where no browser comes, no cookie is looked for.
  await app.register(async (pages) => {
    await pages.register(cookie)
    assetRoutes(pages)
    logoRoute(pages, runtime.store)
    languageRoute(pages, runtime.secure)
    openidRoutes(pages, runtime, () => runtime.linkTo(''))
    if (config.mode === 'demo') pages.get('/', (request, reply) => showIndex(request, reply, runtime))
    for (const routes of sites) await pages.register(async (own) => routes(own, runtime, administered))
  })
  await app.register(adminRoutes(administered), { prefix: ADMIN_PATH })
  if (runtime.sandbox)
    await app.register(sandboxRoutes(runtime.sandbox, runtime, administered), { prefix: SANDBOX_PATH })

  for (const platform of platforms.values()) {
    const prefix = `/${platform.dialect.id}`
    await app.register(
      async (mount) => {
        callRoutes(mount, platform, runtime)
        revocationRoute(mount, platform)
        await mount.register(async (pages) => {
          await pages.register(cookie)
          openidRoutes(pages, runtime, (request) => originOf(request, platform, runtime))
          browserRoutes(pages, { platform, runtime, baseOf: (request) => baseOf(request, platform) })
        })
      },
      { prefix },
    )
  }
  return app
}

const refuse = (reply: FastifyReply, status: number, why: string): FastifyReply =>
  reply.code(status).send({ error: 'invalid_request', error_description: why })

/**
 * The path alone: queries carry secrets on several platforms. Of a path that is nobody's only what looks like one of ours,
 * as it may hold what was meant for the query.
 */
function pathOf({ raw, is404 }: FastifyRequest): string {
  const [path = ''] = (raw.url ?? '').split('?', 1)
  return is404 ? (/^(?:\/[\w.-]{0,24}(?![\w.-]))*/.exec(path)?.[0] ?? '') : path
}

const hostOf = ({ headers }: { readonly headers: IncomingMessage['headers'] }): string =>
  (headers.host ?? '').toLowerCase()

/** An absolute-form target loses its origin; on a platform's own host its mount is put before the path. */
function mounted({ url = '/', headers }: IncomingMessage, byHost: ReadonlyMap<string, string>): string {
  const absolute = /^https?:\/\/([^/?#]+)(.*)$/i.exec(url)
  const host = absolute?.[1]?.toLowerCase() ?? hostOf({ headers })
  const target = absolute ? (absolute[2] ?? '') : url
  const path = routable(target.startsWith('/') ? target : `/${target}`)
  const id = byHost.get(host)
  return id === undefined ? path : `/${id}${path}`
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

const baseOf = ({ headers }: FastifyRequest, { hosts, dialect }: Platform): string =>
  hosts.includes(hostOf({ headers })) ? '' : `/${dialect.id}`

/** Where a browser sees this platform: a host of its own, or the server's. */
const originOf = (request: FastifyRequest, { hosts }: Platform, { secure, linkTo }: Runtime): string =>
  hosts.includes(hostOf(request)) ? `${secure ? 'https' : 'http'}://${hostOf(request)}` : linkTo('')

/** What is no HTTP, or has too much of a header, comes to no route: it is answered and logged all the same. */
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
