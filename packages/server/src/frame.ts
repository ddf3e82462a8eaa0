/* Reading, refusing and logging of requests, shared by all parts of the server. */
import type { Server } from 'node:http'
import { errorReasons } from '@hufu/dialects'
import { type RefusalReason, refusalReasonOf } from '@hufu/engine'
import type { FastifyError, FastifyInstance, FastifyHttpOptions, FastifyReply, FastifyRequest } from 'fastify'
import { ambiguityOf } from '@hufu/web/ambiguous'
import { failureOf, retryLater } from '@hufu/web/failed'
import { instanceOf } from '@hufu/web/instance'
import { largeBodies } from '@hufu/web/large-bodies'
import { usualHeaders } from '@hufu/web/page-headers'
import { TooManyParameters, hasTooMany } from '@hufu/web/parameter-count'
import type { Runtime } from './runtime.ts'
import { LARGEST_BODY } from '@hufu/web/wire'

const elsewhere = new WeakSet<FastifyRequest>()

/** Another instance answers the request, and says so in the log. */
export const handedOn = (request: FastifyRequest): void => void elsewhere.add(request)

/** An instance without a route. */
export function frame(runtime: Runtime, more: FastifyHttpOptions<Server> = {}): FastifyInstance {
  const { config, log } = runtime
  const usual = usualHeaders(runtime.secure)
  const { trustedProxies } = config
  const app = instanceOf({ log, bodyLimit: LARGEST_BODY, trustedProxies, more })
  const large = largeBodies()
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).headers(usual)
    const why = ambiguityOf(request.raw)
    if (why !== undefined) return void refuse(reply.header('connection', 'close'), 400, why)
    if (large.admits(request)) return done()
    reply.header('connection', 'close')
    large.refuse(done)
  })
  app.addHook('preValidation', (request, _reply, done) =>
    hasTooMany(request) ? done(new TooManyParameters()) : done(),
  )
  runtime.observer?.watch(app, runtime.platforms)
  // Fastify's own words for these repeat what was asked, query and all.
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, NOTHING_HERE))
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const { status, error: said } = failureOf(error, request)
    if (said.problem === 'too_many' || status === 429)
      return refuse(retryLater(reply, status), status, error.message)
    if (status < 500) return refuse(reply, status, 'the request could not be read')
    return retryLater(reply, status).code(status).send({ error: errorReasons[said.error].standard })
  })
  app.addHook('onResponse', (request, reply, done) => {
    if (elsewhere.has(request)) return done()
    runtime.recorder.record(request, reply.elapsedTime)
    runtime.metrics?.record(request, reply)
    if (request.outcome) runtime.traffic.count(reasonOf(request, reply.statusCode))
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
  return app
}

/** The reason that the last hour counts this request under; undefined where it was answered. */
const reasonOf = ({ outcome, refusal }: FastifyRequest, status: number): RefusalReason | undefined =>
  outcome && refusal
    ? refusalReasonOf(outcome.step, refusal.error)
    : status >= 500
      ? 'server_error'
      : undefined

export const NOTHING_HERE = 'there is nothing at this path'

export const refuse = (reply: FastifyReply, status: number, why: string): FastifyReply =>
  reply.code(status).send({ error: 'invalid_request', error_description: why })

/**
 * The path alone: queries carry secrets on several platforms. Of a path that is nobody's only what looks like one of ours,
 * as it may hold what was meant for the query; three dots stand for the rest.
 */
export function pathOf({ raw, is404 }: FastifyRequest): string {
  const [path = ''] = (raw.url ?? '').split('?', 1)
  if (!is404) return path
  const [ours = ''] = /^(?:\/[\w.-]{0,24}(?![\w.-]))*/.exec(path) ?? []
  return ours === path ? path : `${ours}...`
}
