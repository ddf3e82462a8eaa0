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
  setOperatorStatus,
} from '@hufu/engine'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { answer } from './answer.ts'
import type { AdminContext } from './context.ts'
import { bodyOf, read } from './input.ts'
import { byId, byUsername, nothing, texts } from './shapes.ts'

const newOperator = z.strictObject({ username: z.string() })
const newGateway = z.strictObject({ platforms: texts.default([]) })

export function operatorRoutes(app: FastifyInstance, { store }: AdminContext): void {
  const shown = (operator: Operator) => ({ operator: operatorView(operator) })
  const issued = ({ operator, oneTimePassword }: NewOperator) => ({ ...shown(operator), oneTimePassword })

  app.get('/operators', async (_request, reply) =>
    reply.send({ operators: (await store.operators()).map(operatorView) }),
  )
  app.post('/operators', async (request, reply) => {
    const { username } = read(newOperator, bodyOf(request))
    return answer(reply, await createOperator(username, { store }), issued, 201)
  })
  app.post('/operators/:username/reset', async (request, reply) => {
    read(nothing, bodyOf(request))
    return answer(reply, await resetOperator(read(byUsername, request.params).username, { store }), issued)
  })
  for (const [action, status] of [
    ['disable', 'disabled'],
    ['enable', 'active'],
  ] as const) {
    app.post(`/operators/:username/${action}`, async (request, reply) => {
      read(nothing, bodyOf(request))
      const { username } = read(byUsername, request.params)
      return answer(reply, await setOperatorStatus(username, status, { store }), shown)
    })
  }
}

export function gatewayRoutes(app: FastifyInstance, context: AdminContext): void {
  const issued = ({ gateway, secret }: NewGateway) => ({ gateway: gatewayView(gateway), secret })

  app.get('/gateways', async (_request, reply) =>
    reply.send({ gateways: (await context.store.gateways()).map(gatewayView) }),
  )
  app.post('/gateways', async (request, reply) => {
    const { platforms } = read(newGateway, bodyOf(request))
    return answer(reply, await createGateway(platforms, context), issued, 201)
  })
  app.post('/gateways/:id/secret', async (request, reply) => {
    read(nothing, bodyOf(request))
    return answer(reply, await replaceGatewaySecret(read(byId, request.params).id, context), issued)
  })
}
