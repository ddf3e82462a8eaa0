/* What a route of administration asks of an operator's role, and what it leaves in the audit log: said beside its path. */
import { type Permission, detailOf } from '@hufu/engine'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import { audit } from '../auditing.ts'
import { say } from './answer.ts'
import type { AdminContext } from './context.ts'

/** `own`: for every operator, about himself. */
type Needed = Permission | 'own'

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly permission?: Needed
    /** What the audit log calls it. */
    readonly action?: string
  }
  interface FastifyRequest {
    noted?: { readonly subject?: string; readonly detail?: Readonly<Record<string, string>> }
  }
}

export const reads = (permission: Needed): RouteShorthandOptions => ({ config: { permission } })

/** `action`: as `app.approve`. Once it is done, it is in the audit log before it is answered. */
export const changes = (permission: Needed, action: string): RouteShorthandOptions => ({
  config: { permission, action },
})

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
export function demandPermissions(app: FastifyInstance): void {
  app.addHook('onRoute', ({ config, method, url }) => {
    if (config?.permission === undefined) throw new Error(`${String(method)} ${url} asks for no permission`)
    if (config.action === undefined && !['GET', 'HEAD'].includes(String(method)))
      throw new Error(`${String(method)} ${url} leaves nothing in the audit log`)
  })
}

export const notAllowed = (reply: FastifyReply, permission: Permission): FastifyReply =>
  say(reply, 403, 'not_allowed', `your role has no permission ${permission}`)

/** Before the answer leaves. What was refused changed nothing, and is not there. */
export const auditing =
  ({ store }: AdminContext) =>
  async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> => {
    const { action } = request.routeOptions.config
    if (action === undefined || reply.statusCode >= 300 || !request.operator) return payload
    const { id, username } = request.params as { readonly id?: string; readonly username?: string }
    const subject = request.noted?.subject ?? id ?? username ?? request.operator.username
    const actor = { kind: 'operator', id: request.operator.username } as const
    await audit(request, store, actor, action, subject, request.noted?.detail ?? {})
    return payload
  }
