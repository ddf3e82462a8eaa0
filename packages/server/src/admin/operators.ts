import {
  type NewGateway,
  type NewOperator,
  type Operator,
  createGateway,
  createOperator,
  gatewayView,
  operatorView,
  replaceGatewaySecret,
  resetOperator,
  roles,
  setOperatorRole,
  setOperatorStatus,
} from '@hufu/engine'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { changes, noted, reads } from './allowed.ts'
import { answer } from './answer.ts'
import type { AdminContext } from './context.ts'
import { bodyOf, read } from './input.ts'
import { byId, byUsername, nothing, texts } from './shapes.ts'

const newOperator = z.strictObject({ username: z.string(), role: z.enum(roles).default('admin') })
const newRole = z.strictObject({ role: z.enum(roles) })
const newGateway = z.strictObject({ platforms: texts.default([]) })

export function operatorRoutes(app: FastifyInstance, { store }: AdminContext): void {
  const shown = (operator: Operator) => ({ operator: operatorView(operator) })
  const issued = ({ operator, oneTimePassword }: NewOperator) => ({ ...shown(operator), oneTimePassword })

  /** On whose behalf: nobody makes himself more, or shuts himself out. */
  const by = ({ operator }: FastifyRequest) => ({ store, ...(operator && { by: operator.username }) })

  app.get('/operators', reads('operators.read'), async (_request, reply) =>
    reply.send({ operators: (await store.operators()).map(operatorView) }),
  )
  app.post('/operators', changes('operators.change', 'operator.create'), async (request, reply) => {
    const { username, role } = read(newOperator, bodyOf(request))
    noted(request, { subject: username, role })
    return answer(reply, await createOperator(username, { store }, role), issued, 201)
  })
  app.post(
    '/operators/:username/reset',
    changes('operators.change', 'operator.reset'),
    async (request, reply) => {
      read(nothing, bodyOf(request))
      return answer(
        reply,
        await resetOperator(read(byUsername, request.params).username, by(request)),
        issued,
      )
    },
  )
  app.put(
    '/operators/:username/role',
    changes('operators.change', 'operator.role'),
    async (request, reply) => {
      const { role } = read(newRole, bodyOf(request))
      noted(request, { role })
      const { username } = read(byUsername, request.params)
      return answer(reply, await setOperatorRole(username, role, by(request)), shown)
    },
  )
  for (const [action, status] of [
    ['disable', 'disabled'],
    ['enable', 'active'],
  ] as const) {
    app.post(
      `/operators/:username/${action}`,
      changes('operators.change', `operator.${action}`),
      async (request, reply) => {
        read(nothing, bodyOf(request))
        const { username } = read(byUsername, request.params)
        return answer(reply, await setOperatorStatus(username, status, by(request)), shown)
      },
    )
  }
}

export function gatewayRoutes(app: FastifyInstance, context: AdminContext): void {
  const issued = ({ gateway, secret }: NewGateway) => ({ gateway: gatewayView(gateway), secret })

  app.get('/gateways', reads('gateways.read'), async (_request, reply) =>
    reply.send({ gateways: (await context.store.gateways()).map(gatewayView) }),
  )
  app.post('/gateways', changes('gateways.change', 'gateway.create'), async (request, reply) => {
    const { platforms } = read(newGateway, bodyOf(request))
    const made = await createGateway(platforms, context)
    if ('gateway' in made) noted(request, { subject: made.gateway.id, platforms })
    return answer(reply, made, issued, 201)
  })
  app.post('/gateways/:id/secret', changes('gateways.change', 'gateway.secret'), async (request, reply) => {
    read(nothing, bodyOf(request))
    return answer(reply, await replaceGatewaySecret(read(byId, request.params).id, context), issued)
  })
}
