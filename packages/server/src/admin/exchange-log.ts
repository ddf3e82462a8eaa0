/* What an app's developer sees in his console, for operators: the log of its exchanges, and how often each thing happened. */
import { type ErrorReason, errorReasons } from '@hufu/dialects'
import { type ExchangeFilter, exchangeSteps } from '@hufu/engine'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { reads } from './allowed.ts'
import { say } from './answer.ts'
import type { AdminContext } from './context.ts'
import { parametersOf, read } from './input.ts'
import { byId, howMany } from './shapes.ts'

const DAY = 86_400

const filter = howMany.extend({
  outcome: z.enum(['accepted', 'refused']).exactOptional(),
  step: z.enum(exchangeSteps).exactOptional(),
  reason: z.enum(Object.keys(errorReasons) as ErrorReason[]).exactOptional(),
  requestId: z.string().max(64).exactOptional(),
})
const lastDays = z.strictObject({
  days: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'is no number from 1 to 999')
    .transform(Number)
    .default(30),
})

export function exchangeLogRoutes(app: FastifyInstance, { store }: AdminContext): void {
  app.get('/apps/:id/log', reads('apps.read'), async (request, reply) => {
    const { id: appId } = read(byId, request.params)
    const { outcome, ...asked } = read(filter, parametersOf(request))
    if (!(await store.appById(appId))) return say(reply, 404, 'unknown', `there is no app ${appId}`)
    const which: ExchangeFilter = { appId, ...asked, ...(outcome && { refused: outcome === 'refused' }) }
    return reply.send({ exchanges: await store.exchanges(which) })
  })
  app.get('/apps/:id/usage', reads('apps.read'), async (request, reply) => {
    const { id } = read(byId, request.params)
    const { days } = read(lastDays, parametersOf(request))
    if (!(await store.appById(id))) return say(reply, 404, 'unknown', `there is no app ${id}`)
    const today = Math.floor(store.now() / DAY)
    return reply.send({ today, usage: await store.usage(id, today - days + 1, today) })
  })
}
