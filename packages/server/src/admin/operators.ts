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
  setGatewayRefreshTokens,
  setOperatorRole,
  setOperatorStatus,
} from '@hufu/engine'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { noted } from './allowed.ts'
import { answer } from './answer.ts'
import { gatewayView as shownGateway, operatorView as shownOperator } from './answers.ts'
import type { AdminContext } from './context.ts'
import type { Api } from './route.ts'
import { byId, byUsername, texts } from './shapes.ts'

const newOperator = z.strictObject({ username: z.string(), role: z.enum(roles).default('admin') })
const newRole = z.strictObject({ role: z.enum(roles) })
const sees = z.boolean().describe('Whether refresh tokens are active to it; false for what guards an API')
const newGateway = z.strictObject({
  platforms: texts.default([]).describe('Empty for all'),
  seesRefreshTokens: sees.default(false),
})
const gatewayChange = z.strictObject({ seesRefreshTokens: sees })
const oneOperator = z.object({ operator: shownOperator })
const newPassword = oneOperator.extend({
  oneTimePassword: z.string().describe('Good for choosing another; told this once'),
})
const newSecret = z.object({ gateway: shownGateway, secret: z.string().describe('Told this once') })

export function operatorRoutes(api: Api, { store }: AdminContext): void {
  const shown = (operator: Operator) => ({ operator: operatorView(operator) })
  const issued = ({ operator, oneTimePassword }: NewOperator) => ({ ...shown(operator), oneTimePassword })

  /** On whose behalf: nobody makes himself more, or shuts himself out. */
  const by = ({ operator }: FastifyRequest) => ({ store, ...(operator && { by: operator.username }) })

  api.get(
    '/operators',
    {
      summary: 'Who administers',
      permission: 'operators.read',
      answer: z.object({ operators: z.array(shownOperator) }),
    },
    async () => ({ operators: (await store.operators()).map(operatorView) }),
  )
  api.post(
    '/operators',
    {
      summary: 'Make an operator',
      permission: 'operators.change',
      action: 'operator.create',
      body: newOperator,
      answer: newPassword,
      status: 201,
    },
    async ({ body: { username, role }, request }) => {
      noted(request, { subject: username, role })
      return answer(await createOperator(username, { store }, role), issued)
    },
  )
  api.post(
    '/operators/:username/reset',
    {
      summary: 'A new one-time password; his sessions end',
      permission: 'operators.change',
      action: 'operator.reset',
      params: byUsername,
      answer: newPassword,
    },
    async ({ params, request }) => answer(await resetOperator(params.username, by(request)), issued),
  )
  api.put(
    '/operators/:username/role',
    {
      summary: 'Give him another role',
      permission: 'operators.change',
      action: 'operator.role',
      params: byUsername,
      body: newRole,
      answer: oneOperator,
    },
    async ({ params, body: { role }, request }) => {
      noted(request, { role })
      return answer(await setOperatorRole(params.username, role, by(request)), shown)
    },
  )
  for (const [action, summary, status] of [
    ['disable', 'Shut him out', 'disabled'],
    ['enable', 'Let him in again', 'active'],
  ] as const) {
    api.post(
      `/operators/:username/${action}`,
      {
        summary,
        permission: 'operators.change',
        action: `operator.${action}`,
        params: byUsername,
        answer: oneOperator,
      },
      async ({ params, request }) =>
        answer(await setOperatorStatus(params.username, status, by(request)), shown),
    )
  }
}

export function gatewayRoutes(api: Api, context: AdminContext): void {
  const issued = ({ gateway, secret }: NewGateway) => ({ gateway: gatewayView(gateway), secret })

  api.get(
    '/gateways',
    {
      summary: 'API gateways, which may introspect tokens',
      permission: 'gateways.read',
      answer: z.object({ gateways: z.array(shownGateway) }),
    },
    async () => ({ gateways: (await context.store.gateways()).map(gatewayView) }),
  )
  api.post(
    '/gateways',
    {
      summary: 'Make a gateway',
      permission: 'gateways.change',
      action: 'gateway.create',
      body: newGateway,
      answer: newSecret,
      status: 201,
    },
    async ({ body: { platforms, seesRefreshTokens }, request }) =>
      answer(await createGateway(platforms, context, seesRefreshTokens), (made) => {
        noted(request, { subject: made.gateway.id, platforms, seesRefreshTokens })
        return issued(made)
      }),
  )
  api.patch(
    '/gateways/:id',
    {
      summary: 'Change whether refresh tokens are active to a gateway',
      permission: 'gateways.change',
      action: 'gateway.change',
      params: byId,
      body: gatewayChange,
      answer: z.object({ gateway: shownGateway }),
    },
    async ({ params, body: { seesRefreshTokens }, request }) =>
      answer(await setGatewayRefreshTokens(params.id, seesRefreshTokens, context), (gateway) => {
        noted(request, { seesRefreshTokens })
        return { gateway: gatewayView(gateway) }
      }),
  )
  api.post(
    '/gateways/:id/secret',
    {
      summary: 'A new secret instead of the one before',
      permission: 'gateways.change',
      action: 'gateway.secret',
      params: byId,
      answer: newSecret,
    },
    async ({ params }) => answer(await replaceGatewaySecret(params.id, context), issued),
  )
}
