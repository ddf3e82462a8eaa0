/* The sandbox's control API: JSON in, JSON out, for whoever has the token that was printed at start. */
import type { FastifyPluginAsync } from 'fastify'
import { answerError, say } from '@hufu/web/api/answer'
import type { AdminContext } from '@hufu/acts/api/context'
import { apiOn } from '@hufu/web/api/route'
import type { Runtime } from '@hufu/server'
import type { Sandbox } from './index.ts'
import { scriptRoutes } from './script-routes.ts'
import { seedRoutes } from './seed-routes.ts'
import { stateRoutes } from './state-routes.ts'

export const sandboxRoutes =
  (sandbox: Sandbox, runtime: Runtime, context: AdminContext): FastifyPluginAsync =>
  async (app) => {
    app.setErrorHandler(answerError)
    app.setNotFoundHandler((_request, reply) =>
      say(reply, 404, 'unknown', 'the sandbox has no such call: see docs/sandbox.md'),
    )
    app.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store')
      const { authorization = '' } = request.headers
      if (!/^bearer /i.test(authorization) || !sandbox.admits(authorization.slice('bearer '.length).trim()))
        return say(
          reply.header('www-authenticate', 'Bearer realm="hufu sandbox"'),
          401,
          'not_logged_in',
          'send `Authorization: Bearer` with the token that was printed when the sandbox started',
        )
    })
    const api = apiOn(app)
    scriptRoutes(api, sandbox, runtime)
    stateRoutes(api, sandbox, runtime)
    seedRoutes(api, sandbox, runtime, context)
  }
