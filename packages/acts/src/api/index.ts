/* Administration over HTTP, to be mounted under a prefix of its own. */
import { readFileSync } from 'node:fs'
import { MOST_LOGO_BYTES } from '@hufu/accounts'
import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { serveActs } from '../http.ts'
import { allActs } from '../index.ts'
import { LARGEST_BODY } from '@hufu/web/wire'
import { demandDescriptions } from './allowed.ts'
import { answerError, say } from '@hufu/web/api/answer'
import type { AdminContext } from './context.ts'
import { logoRoute } from '../logo-route.ts'
import { type Described, openApi } from '@hufu/web/api/openapi'
import { apiOn, descriptionIn } from '@hufu/web/api/route'
import { guard, loginRoute, operatorIn, sessionRoutes } from './session.ts'

export type { AdminContext }

const { version: VERSION } = JSON.parse(
  readFileSync(new URL('../../../server/package.json', import.meta.url), 'utf8'),
) as { readonly version: string }

/** JSON in, JSON out. Errors are `{"error","message"}`; only the login and the API's own description work without a token. */
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
    app.setNotFoundHandler((_request, reply) =>
      say(reply, 404, 'unknown', 'the admin API has no such call: see /admin/api/openapi.json'),
    )
    app.addHook('onRequest', async (_request, reply) => {
      reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    })
    demandDescriptions(app)
    const routes: Described[] = []
    app.addHook('onRoute', ({ config, method, url }) => {
      const description = descriptionIn(config)
      if (!description || typeof method !== 'string' || method === 'HEAD') return
      routes.push({ method, path: url.slice(app.prefix.length), description })
    })
    const open = apiOn(app)
    loginRoute(open, context)
    open.get(
      '/openapi.json',
      { summary: 'This document', permission: 'nobody', answer: z.looseObject({}) },
      () => openApi(routes, VERSION, app.prefix),
    )

    await app.register(async (guarded) => {
      guarded.addHook('onRequest', guard(context))
      guarded.addHook('onResponse', async (request, reply) => {
        const operator = operatorIn(request)
        if (request.method === 'GET' || !operator) return
        const { method, id: requestId } = request
        const path = (request.raw.url ?? '').split('?', 1)[0]
        request.log.info(
          { requestId, operator: operator.username, method, path, status: reply.statusCode },
          'administered',
        )
      })
      const api = apiOn(guarded)
      for (const topic of [sessionRoutes, logoRoute]) topic(api, context)
      serveActs(api, allActs, context)
    })
  }
