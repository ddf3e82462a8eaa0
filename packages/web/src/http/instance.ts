/* An instance of fastify, as every server of ours has it. */
import type { Server } from 'node:http'
import fastify, {
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyInstance,
  LogController,
} from 'fastify'
import type { Logger } from '../log.ts'
import { requestId } from './request-id.ts'

/** No route has a schema: what would compile them is a third of fastify's weight, and is never loaded. */
const noSchemas = (): never => {
  throw new Error('routes have no schemas here: read the input with zod')
}

export interface InstanceOptions {
  readonly log: Logger
  /** Bytes. */
  readonly bodyLimit: number
  readonly trustedProxies: readonly string[]
  /** Further options of fastify. */
  readonly more?: FastifyHttpOptions<Server>
}

/** A fastify instance without routes. Bodies are bytes, queries are not parsed, and only our own lines are logged. */
export function instanceOf({ log, bodyLimit, trustedProxies, more }: InstanceOptions): FastifyInstance {
  const logger: FastifyBaseLogger = log
  const app: FastifyInstance = fastify({
    ...more,
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    // Every line of ours names its request: a logger for each would say it twice.
    childLoggerFactory: (parent) => parent,
    genReqId: requestId,
    requestIdHeader: false,
    bodyLimit,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    routerOptions: { querystringParser: () => ({}), maxParamLength: 200, ignoreDuplicateSlashes: false },
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  return app
}
