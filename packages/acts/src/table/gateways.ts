/* API gateways, which ask what a token is worth. */
import {
  type NewGateway,
  createGateway,
  gatewayView,
  replaceGatewaySecret,
  setGatewayRefreshTokens,
} from '@hufu/accounts'
import type { Gateway } from '@hufu/engine'
import { z } from 'zod'
import { gatewayView as shownGateway } from '../api/answers.ts'
import { change, reading, say } from '../act.ts'
import { idOf, texts, toldOnce } from './shapes.ts'
import { mapSuccess } from './map-success.ts'

const seesRefreshTokens = z
  .boolean()
  .describe('Whether refresh tokens are active to it: false for a gateway that guards an API')
const oneGateway = z.object({ gateway: shownGateway })
const withSecret = oneGateway.extend({
  secret: toldOnce('For HTTP Basic authentication of the gateway; shown once'),
})

const shown = (gateway: Gateway) => ({ gateway: gatewayView(gateway) })
const issued = ({ gateway, secret }: NewGateway) => ({ ...shown(gateway), secret })

const options = { platforms: '--platform', seesRefreshTokens: '--refresh-tokens' } as const
const columns = {
  id: 'ID',
  platforms: 'PLATFORMS',
  seesRefreshTokens: 'REFRESH TOKENS',
  createdAt: 'CREATED',
}

export const gatewayActs = {
  'gateway.list': reading({
    title: say('查看网关', 'List the API gateways', 'ดูเกตเวย์'),
    permission: 'gateways.read',
    http: 'GET /gateways',
    input: z.strictObject({}),
    output: z.object({ gateways: z.array(shownGateway) }),
    command: { columns },
    run: async (_, { store }) => ({ gateways: (await store.gateways()).map(gatewayView) }),
  }),
  'gateway.create': change({
    title: say('新建网关', 'Create an API gateway, which may introspect tokens', 'สร้างเกตเวย์'),
    permission: 'gateways.change',
    http: 'POST /gateways',
    input: z.strictObject({
      platforms: texts.default([]).describe('The gateway may ask about tokens of these; empty for all'),
      seesRefreshTokens: seesRefreshTokens.default(false),
    }),
    output: withSecret,
    creates: true,
    command: { options },
    run: (input, context) =>
      mapSuccess(createGateway(input.platforms, context, input.seesRefreshTokens), (made) => ({
        answer: issued(made),
        log: { subject: made.gateway.id, detail: input },
      })),
  }),
  'gateway.change': change({
    title: say('修改网关', 'Change what a gateway may see', 'แก้ไขเกตเวย์'),
    permission: 'gateways.change',
    http: 'PATCH /gateways/:gateway',
    input: z.strictObject({ gateway: idOf('gateway'), seesRefreshTokens }),
    output: oneGateway,
    command: { options: { seesRefreshTokens: '--refresh-tokens' } },
    run: ({ gateway, ...detail }, context) =>
      mapSuccess(setGatewayRefreshTokens(gateway, detail.seesRefreshTokens, context), (changed) => ({
        answer: shown(changed),
        log: { subject: gateway, detail },
      })),
  }),
  'gateway.secret': change({
    title: say(
      '更换网关密钥',
      'Replace a gateway’s secret; the one before ends within seconds',
      'เปลี่ยนรหัสลับของเกตเวย์',
    ),
    permission: 'gateways.change',
    http: 'POST /gateways/:gateway/secret',
    input: z.strictObject({ gateway: idOf('gateway') }),
    output: withSecret,
    run: ({ gateway }, context) =>
      mapSuccess(replaceGatewaySecret(gateway, context), (made) => ({
        answer: issued(made),
        log: { subject: gateway },
      })),
  }),
}
