/* The daemon over HTTP: its calls for programs, and what operators look at. */
import { readFileSync } from 'node:fs'
import { requestId } from '@hufu/server/request-id'
import { type Logger } from '@hufu/server/log'
import { usualHeaders } from '@hufu/server/page-headers'
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { KeeperConfig } from '../config.ts'
import type { Tokens } from '../tokens.ts'
import { guard } from './access.ts'
import { answerError, noSuchCall } from './answer.ts'
import { type Kept, connectionCalls } from './calls.ts'
import { type Described, keeperDocument } from './openapi.ts'
import { type Method, callsOn } from './route.ts'
import * as shapes from './shapes.ts'

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string
}

/** Bytes of a body: tokens of a shop, and no more. */
const LARGEST_BODY = 64 * 1024

export interface DaemonParts extends Kept {
  readonly config: KeeperConfig
  readonly tokens: Tokens
  readonly log: Logger
}

const noSchemas = (): never => {
  throw new Error('routes have no schemas here: read the input with zod')
}

/** Not listening yet. */
export async function createDaemon(parts: DaemonParts): Promise<FastifyInstance> {
  const { config, kit, log, tokens } = parts
  const now = kit.clock.now
  const logger: FastifyBaseLogger = log
  const app: FastifyInstance = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (parent) => parent,
    genReqId: requestId,
    requestIdHeader: false,
    bodyLimit: LARGEST_BODY,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    routerOptions: { querystringParser: () => ({}), maxParamLength: 200, ignoreDuplicateSlashes: false },
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    // A slow sender may not hold a connection for ever.
    requestTimeout: 20_000,
    http: { headersTimeout: 20_000, connectionsCheckingInterval: 5000 },
    forceCloseConnections: 'idle',
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  const usual = usualHeaders(config.publicUrl?.startsWith('https:') ?? false)
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).headers(usual)
    done()
  })
  app.setErrorHandler(answerError(now))
  app.setNotFoundHandler(() => {
    throw noSuchCall()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { method, id, refusedWith, access, routeOptions } = request
    const line = {
      requestId: id,
      method,
      // As it is described: what stands in a path or query is a caller's, and may be a secret.
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

  const calls: Described[] = []
  app.addHook('onRoute', ({ config: route, method, url }) => {
    const { keeperCall: description } = route ?? {}
    if (description && (method === 'GET' || method === 'POST'))
      calls.push({ method: method as Method, path: url, description })
  })
  const on = callsOn(app, guard(tokens, now))
  connectionCalls(on, parts)
  on(
    'GET',
    '/healthz',
    { summary: 'Whether the process is there', needs: 'nobody', answer: shapes.state },
    () => ({
      status: 'ok',
    }),
  )
  on(
    'GET',
    '/readyz',
    { summary: 'Whether the store answers', needs: 'nobody', answer: shapes.state },
    async ({ reply }) => {
      const ready = await kit.store.now().then(
        () => true,
        () => false,
      )
      reply.code(ready ? 200 : 503)
      return { status: ready ? 'ready' : 'the store does not answer' }
    },
  )
  on(
    'GET',
    '/v1/openapi.json',
    { summary: 'This document', needs: 'nobody', answer: z.looseObject({}) },
    () => keeperDocument(calls, version),
  )
  return app
}
