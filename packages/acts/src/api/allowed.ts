/* The description that each route must have, and the check of its permission. */
import type { Permission } from '@hufu/accounts'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { descriptionIn } from '@hufu/web/api/route'
import { say } from '@hufu/web/api/answer'

/** Holds every route registered on `app` to this: one that says nothing about itself is not served. */
export function demandDescriptions(app: FastifyInstance): void {
  app.addHook('onRoute', ({ config, method, url }) => {
    const description = descriptionIn(config)
    if (!description) throw new Error(`${String(method)} ${url} has no description`)
    const isNew = description.permission === 'nobody'
    if (description.action === undefined && !isNew && !['GET', 'HEAD'].includes(String(method)))
      throw new Error(`${String(method)} ${url} leaves nothing in the audit log`)
  })
}

export const notAllowed = (reply: FastifyReply, permission: Permission): FastifyReply =>
  say(reply, 403, 'not_allowed', `your role has no permission ${permission}`)
