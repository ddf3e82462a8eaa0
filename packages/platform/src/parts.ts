/*
 * The parts of a server that its platforms do not need: the sites for people and the admin API. Each is loaded with the
 * first request below its prefix, so that a server which is asked for none of them starts sooner and stays smaller.
 */
import cookie from '@fastify/cookie'
import type { FastifyInstance } from 'fastify'
import type { AdminContext } from '@hufu/acts/api/context'
import { administration } from '@hufu/acts/administration'
import { isSpelledOut } from '@hufu/web/ambiguous'
import { NOTHING_HERE, frame, handedOn, refuse } from '@hufu/server'
import { ADMIN_PATH } from '@hufu/acts/api/path'
import type { Runtime } from '@hufu/server'
import type { Sandbox } from '@hufu/sandbox'
import { SANDBOX_PATH } from '@hufu/sandbox/path'
import type { SiteRoutes, Whole } from '@hufu/acts/site-routes'

interface Surroundings {
  readonly sandbox?: Sandbox | undefined
  readonly runtime: Runtime
  readonly administration: AdminContext
  readonly whole: Whole
}

/** The sites by prefix. A site's routes repeat the prefix. */
const parts = {
  '/account': async (app, given) => onSite(app, given, (await import('@hufu/merchant-account')).accountSite),
  '/developer': async (app, given) =>
    onSite(app, given, (await import('@hufu/console/developer')).developerSite),
  '/operator': async (app, given) =>
    onSite(app, given, (await import('@hufu/console/operator')).operatorSite),
  async [ADMIN_PATH](app, { administration }) {
    const { adminRoutes } = await import('@hufu/acts/api')
    await app.register(adminRoutes(administration), { prefix: ADMIN_PATH })
  },
  async [SANDBOX_PATH](app, { runtime, administration, sandbox }) {
    if (!sandbox) return
    const { sandboxRoutes } = await import('@hufu/sandbox/api')
    await app.register(sandboxRoutes(sandbox, runtime, administration), { prefix: SANDBOX_PATH })
  },
} satisfies Readonly<Record<string, (app: FastifyInstance, given: Surroundings) => Promise<void>>>

export type PartPrefix = keyof typeof parts

async function onSite(
  app: FastifyInstance,
  { runtime, administration, whole }: Surroundings,
  routes: SiteRoutes,
): Promise<void> {
  await app.register(cookie)
  await app.register(async (own) => routes(own, runtime, administration, whole))
}

/** All that is served below the prefix, on an instance of its own. */
export async function partOf(
  prefix: PartPrefix,
  runtime: Runtime,
  whole: Whole,
  sandbox?: Sandbox,
): Promise<FastifyInstance> {
  const { config, store, ring, settings } = runtime
  const app = frame(runtime)
  const context = administration(config, store, ring, settings, runtime)
  await parts[prefix](app, { runtime, administration: context, whole, sandbox })
  await app.ready()
  return app
}

/** Hands on what comes below a part's prefix, untouched. A part that did not load answers 500, and is tried anew. */
export async function mountParts(app: FastifyInstance, runtime: Runtime, sandbox?: Sandbox): Promise<void> {
  for (const prefix of Object.keys(parts) as PartPrefix[]) {
    if (prefix === SANDBOX_PATH && !sandbox) continue
    let part: Promise<FastifyInstance> | undefined
    await app.register(
      async (own) => {
        own.addHook('onRequest', async (request, reply) => {
          if (!isSpelledOut(request.raw, prefix)) return refuse(reply, 404, NOTHING_HERE)
          part ??= partOf(prefix, runtime, app, sandbox)
          const { routing } = await part.catch((error: unknown) => {
            part = undefined
            throw error
          })
          handedOn(request)
          reply.hijack()
          routing(request.raw, reply.raw)
          return reply
        })
        // No route is registered, so every path and every method reaches this hook.
        own.setNotFoundHandler(() => undefined)
      },
      { prefix },
    )
  }
}
