import { grantView } from '@hufu/engine'
import type { FastifyInstance } from 'fastify'
import { changes, noted, reads } from './allowed.ts'
import { say } from './answer.ts'
import type { AdminContext } from './context.ts'
import { parametersOf, read } from './input.ts'
import { byId, byNumber, howMany } from './shapes.ts'

/** What was granted to an app, and by a user: to look at, and to end. */
export function grantRoutes(app: FastifyInstance, { store }: AdminContext): void {
  const owners = [
    ['apps', 'app', 'appId', store.appById],
    ['users', 'user', 'userId', store.user],
  ] as const
  for (const [owners_, owner, key, find] of owners) {
    app.get(`/${owners_}/:id/grants`, reads('grants.read'), async (request, reply) => {
      const { id } = read(byId, request.params)
      const { limit } = read(howMany, parametersOf(request))
      if (!(await find(id))) return say(reply, 404, 'unknown', `there is no ${owner} ${id}`)
      const grants = await store.grants({ [key]: id, limit })
      return reply.send({ grants: grants.map(grantView) })
    })
    app.delete(
      `/${owners_}/:id/grants`,
      changes('grants.revoke', `${owner}.revoke`),
      async (request, reply) => {
        const { id } = read(byId, request.params)
        if (!(await find(id))) return say(reply, 404, 'unknown', `there is no ${owner} ${id}`)
        const revoked = await store.revokeGrants({ [key]: id }, store.now(), 'operator')
        noted(request, { revoked })
        return reply.send({ revoked })
      },
    )
  }

  /** A grant that is not there, or has ended, is ended too. */
  app.delete('/grants/:id', changes('grants.revoke', 'grant.revoke'), async (request, reply) => {
    await store.revokeGrant(read(byNumber, request.params).id, store.now(), 'operator')
    return reply.code(204).send()
  })
}
