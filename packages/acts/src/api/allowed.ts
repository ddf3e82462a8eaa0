/* What a route's description asks of an operator's role, and what it leaves in the audit log. */
import { type Permission, type Refusal, detailOf } from '@hufu/accounts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isDenied } from '../denied.ts'
import { asOne } from '@hufu/web/as-one'
import { audit } from '../auditing.ts'
import { say } from '@hufu/web/api/answer'
import type { AdminContext } from './context.ts'

declare module 'fastify' {
  interface FastifyRequest {
    noted?: { readonly subject?: string; readonly detail?: Readonly<Record<string, string>> }
  }
}

/** What the audit log is to say beside the action. `subject`: the id in the path, where absent. */
export function noted(
  request: FastifyRequest,
  { subject, ...detail }: { readonly subject?: string } & Readonly<Record<string, unknown>>,
): void {
  request.noted = {
    ...request.noted,
    ...(subject !== undefined && { subject }),
    detail: { ...request.noted?.detail, ...detailOf(detail) },
  }
}

/** Holds every route registered on `app` to this: one that says nothing about itself is not served. */
export function demandDescriptions(app: FastifyInstance): void {
  app.addHook('onRoute', ({ config, method, url }) => {
    const { description } = config ?? {}
    if (!description) throw new Error(`${String(method)} ${url} has no description`)
    const isNew = description.permission === 'nobody'
    if (description.action === undefined && !isNew && !['GET', 'HEAD'].includes(String(method)))
      throw new Error(`${String(method)} ${url} leaves nothing in the audit log`)
  })
}

export const notAllowed = (reply: FastifyReply, permission: Permission): FastifyReply =>
  say(reply, 403, 'not_allowed', `your role has no permission ${permission}`)

/** The handler and its entry in the audit log are one commit. What was refused changed nothing, and is not there. */
export const auditing =
  (context: AdminContext) =>
  <Result>(
    request: FastifyRequest,
    reply: FastifyReply,
    handle: () => Promise<Result>,
  ): Promise<Result | Refusal> =>
    asOne(
      context,
      async ({ store }) => {
        delete request.noted
        const result = await handle()
        if (!isDone(result, reply)) return result
        const { action } = request.routeOptions.config.description ?? {}
        const { operator } = request
        if (action === undefined || !operator) return result
        const { id, username } = request.params as { readonly id?: string; readonly username?: string }
        const { subject = id ?? username ?? operator.username, detail = {} } = request.noted ?? {}
        await audit(request, store, { kind: 'operator', id: operator.username }, action, subject, detail)
        return result
      },
      (result) => isDone(result, reply),
    )

/** A handler that has answered by itself has said how it went. */
const isDone = (result: unknown, reply: FastifyReply): boolean =>
  !isDenied(result) && !(reply.sent && reply.statusCode >= 300)
