/* Reading, refusing and logging of requests, shared by all parts of the daemon. */
import { bareAddress } from '@hufu/engine'
import { ambiguityOf } from '@hufu/web/ambiguous'
import { instanceOf } from '@hufu/web/instance'
import type { Logger } from '@hufu/web/log'
import { usualHeaders } from '@hufu/web/page-headers'
import { endsInTime } from '@hufu/web/stopping'
import type { FastifyInstance } from 'fastify'
import type { KeeperConfig } from '../config.ts'
import { answerError, noSuchCall, reasonOf } from './answer.ts'
import { accessOf } from './route.ts'

/** Bytes of a body: tokens of a shop, and no more. */
const LARGEST_BODY = 64 * 1024

export interface FrameOptions {
  readonly config: KeeperConfig
  readonly log: Logger
  /** Whether browsers come by https. */
  readonly secure: boolean
  /** Seconds since the epoch. */
  now(): number
}

/** An instance without a route. */
export function frame({ config, log, secure, now }: FrameOptions): FastifyInstance {
  const app = instanceOf({
    log,
    bodyLimit: LARGEST_BODY,
    trustedProxies: config.trustedProxies,
    more: {
      // A slow sender may not hold a connection for ever.
      requestTimeout: 20_000,
      http: { headersTimeout: 20_000, connectionsCheckingInterval: 5000 },
      forceCloseConnections: 'idle',
    },
  })
  endsInTime(app)
  const usual = usualHeaders(secure)
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).headers(usual)
    const why = ambiguityOf(request.raw)
    if (why !== undefined) {
      reply.header('connection', 'close')
      return done(Object.assign(new Error(why), { statusCode: 400 }))
    }
    const { headers } = request.raw
    const forwarded = headers['x-forwarded-for']
    // Some proxies write ports and brackets.
    if (forwarded !== undefined)
      headers['x-forwarded-for'] = String(forwarded).split(',').map(bareAddress).join(', ')
    done()
  })
  app.setErrorHandler(answerError(now))
  app.setNotFoundHandler(() => {
    throw noSuchCall()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { method, id, routeOptions } = request
    const [refusedWith, access] = [reasonOf(request), accessOf(request)]
    const line = {
      requestId: id,
      method,
      // Logs the route's pattern: the caller's path or query may contain a secret.
      path: routeOptions.url ?? '',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      ...(access?.kind === 'tenant' && { tenant: access.tenant }),
      ...(refusedWith !== undefined && { error: refusedWith }),
    }
    if (reply.statusCode >= 500) log.error(line, 'failed')
    else log.info(line, refusedWith === undefined ? 'answered' : 'refused')
    done()
  })
  return app
}
