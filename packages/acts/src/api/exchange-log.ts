/* What an app's developer sees in his console, for operators: the log of its exchanges, and how often each thing happened. */
import { exchangeSteps } from '@hufu/engine'
import { z } from 'zod'
import { answer, known } from '@hufu/web/api/answer'
import { exchange, refusalReason, usage } from './answers.ts'
import type { AdminContext } from './context.ts'
import type { Api } from '@hufu/web/api/route'
import { byId, howMany, wholeNumber } from '@hufu/web/api/shapes'

const DAY = 86_400

const filter = howMany.extend({
  outcome: z.enum(['accepted', 'refused']).exactOptional(),
  step: z.enum(exchangeSteps).exactOptional(),
  reason: refusalReason.exactOptional(),
  requestId: z.string().max(64).exactOptional(),
})
const lastDays = z.strictObject({ days: wholeNumber(1, 999).default(30) })

export function exchangeLogRoutes(api: Api, { store }: AdminContext): void {
  const appById = async (id: string) => known(await store.appById(id), 'app', id)
  api.get(
    '/apps/:id/log',
    {
      summary: 'Its last exchanges, the newest first',
      permission: 'apps.read',
      params: byId,
      query: filter,
      answer: z.object({ exchanges: z.array(exchange) }),
    },
    async ({ params, query: { outcome, ...asked } }) =>
      answer(await appById(params.id), async ({ id: appId }) => ({
        exchanges: await store.exchanges({
          appId,
          ...asked,
          ...(outcome && { refused: outcome === 'refused' }),
        }),
      })),
  )
  api.get(
    '/apps/:id/usage',
    {
      summary: 'How often each thing happened, day by day',
      permission: 'apps.read',
      params: byId,
      query: lastDays,
      answer: z.object({ today: z.int().describe('Days since the epoch'), usage: z.array(usage) }),
    },
    async ({ params, query: { days } }) =>
      answer(await appById(params.id), async ({ id }) => {
        const today = Math.floor(store.now() / DAY)
        return { today, usage: await store.usage(id, today - days + 1, today) }
      }),
  )
}
