/* What a route's description asks of an operator's role, and what it leaves in the audit log. */
import { type Permission, detailOf } from '@hufu/engine'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audit } from '../auditing.ts'
import { say } from './answer.ts'
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

/** Before the answer leaves. What was refused changed nothing, and is not there. */
export const auditing =
  ({ store }: AdminContext) =>
  async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> => {
    const { action, isPerformed } = request.routeOptions.config.description ?? {}
    if (action === undefined || isPerformed || reply.statusCode >= 300 || !request.operator) return payload
    const { id, username } = request.params as { readonly id?: string; readonly username?: string }
    const subject = request.noted?.subject ?? id ?? username ?? request.operator.username
    const actor = { kind: 'operator', id: request.operator.username } as const
    await audit(request, store, actor, action, subject, request.noted?.detail ?? {})
    return payload
  }
