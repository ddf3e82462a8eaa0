/* Administration over HTTP, to be mounted under a prefix of its own. */
import { MOST_LOGO_BYTES } from '@hufu/engine'
import type { FastifyPluginAsync } from 'fastify'
import { LARGEST_BODY } from '../wire.ts'
import { auditing, demandPermissions } from './allowed.ts'
import { answerError, say } from './answer.ts'
import { appRoutes } from './apps.ts'
import { auditRoutes } from './audit.ts'
import type { AdminContext } from './context.ts'
import { developerRoutes } from './developers.ts'
import { exchangeLogRoutes } from './exchange-log.ts'
import { grantRoutes } from './grants.ts'
import { merchantRoutes } from './merchants.ts'
import { gatewayRoutes, operatorRoutes } from './operators.ts'
import { guard, loginRoute, sessionRoutes } from './session.ts'

export type { AdminContext }

/** JSON in, JSON out. Errors are `{"error","message"}`; only `POST /session` works without a token. */
export const adminRoutes =
  (context: AdminContext): FastifyPluginAsync =>
  async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_BODY }, (_request, body, done) =>
      done(null, body),
    )
    // One byte more than is allowed is refused in words of its own.
    const picture = { parseAs: 'buffer', bodyLimit: MOST_LOGO_BYTES + 1 } as const
    app.addContentTypeParser(/^image\//, picture, (_request, body, done) => done(null, body))
    app.setErrorHandler(answerError)
    app.setNotFoundHandler((_request, reply) => say(reply, 404, 'unknown', 'administration has no such call'))
    app.addHook('onRequest', async (_request, reply) => {
      reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    })
    loginRoute(app, context)

    await app.register(async (guarded) => {
      demandPermissions(guarded)
      guarded.addHook('onRequest', guard(context))
      guarded.addHook('onSend', auditing(context))
      guarded.addHook('onResponse', async (request, reply) => {
        if (request.method === 'GET' || !request.operator) return
        const { method, id: requestId, operator } = request
        const path = (request.raw.url ?? '').split('?', 1)[0]
        request.log.info(
          { requestId, operator: operator.username, method, path, status: reply.statusCode },
          'administered',
        )
      })
      sessionRoutes(guarded, context)
      appRoutes(guarded, context)
      merchantRoutes(guarded, context)
      grantRoutes(guarded, context)
      exchangeLogRoutes(guarded, context)
      developerRoutes(guarded, context)
      operatorRoutes(guarded, context)
      gatewayRoutes(guarded, context)
      auditRoutes(guarded, context)
    })
  }
