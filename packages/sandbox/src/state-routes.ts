/* The list of requests that came in, and their results. */
import { grantView, unknown } from '@hufu/accounts'
import { z } from 'zod'
import { grantView as shownGrant } from '@hufu/acts/api/answers'
import type { Api } from '@hufu/web/api/route'
import { byNumber, wholeNumber } from '@hufu/web/api/shapes'
import type { Runtime } from '@hufu/server'
import { KEPT, type Exchanged } from './exchanges.ts'
import type { Sandbox } from './index.ts'

const permission = 'nobody'
const objects = z.array(z.looseObject({}))

const which = z.strictObject({
  limit: wholeNumber(1, KEPT).default(100),
  platform: z.string().exactOptional(),
  clientId: z.string().exactOptional(),
  grantId: wholeNumber(0, 1e15 - 1).exactOptional(),
  step: z.string().exactOptional(),
  refused: z.enum(['true', 'false']).exactOptional().describe('Only refused requests, or only accepted ones'),
})

export function stateRoutes(
  api: Api,
  { script, clock, tally, exchanges }: Sandbox,
  { store, platforms, settings }: Runtime,
): void {
  api.get(
    '/state',
    {
      summary: 'Show everything: clock, faults, policies, totals, grants, the last exchanges',
      permission,
      answer: z.looseObject({}),
    },
    () => ({
      clock: { now: clock.now(), offset: clock.offset() },
      faults: script.all(),
      policies: Object.fromEntries([...platforms.keys()].map((id) => [id, settings.overrideOf(id)])),
      totals: tally.totals(),
      grants: tally.grants(),
      requests: exchanges.last(KEPT),
    }),
  )
  api.get(
    '/totals',
    {
      summary: 'Refreshes of all grants together',
      permission,
      answer: z.object({ totals: z.looseObject({}) }),
    },
    () => ({ totals: { ...tally.totals() } }),
  )
  api.get(
    '/requests',
    {
      summary: 'The last exchanges, the newest first',
      more: `The last ${KEPT} are kept.`,
      permission,
      query: which,
      answer: z.object({ requests: objects }),
    },
    ({ query: { limit, refused, ...asked } }) => {
      const fits = (exchange: Exchanged) =>
        (refused === undefined || (exchange.error !== undefined) === (refused === 'true')) &&
        Object.entries(asked).every(([name, value]) => Reflect.get(exchange, name) === value)
      return { requests: exchanges.last(limit, fits).map((each) => ({ ...each })) }
    },
  )
  api.delete('/requests', { summary: 'Forget exchanges and figures', permission }, () => {
    exchanges.clear()
    tally.clear()
    return undefined
  })
  api.get(
    '/grants',
    {
      summary: 'Grants of which there were calls, with their figures',
      permission,
      answer: z.object({ grants: objects }),
    },
    () => ({ grants: tally.grants().map((each) => ({ ...each })) }),
  )
  api.get(
    '/grants/:id',
    {
      summary: 'Show one grant, with its figures',
      permission,
      params: byNumber,
      answer: z.object({ grant: shownGrant, tally: z.looseObject({}) }),
    },
    async ({ params: { id } }) => {
      const figures = tally.grant(id)
      const kept = figures && (await store.grants({ shopId: figures.shopId, limit: 1000 }))
      const grant = kept?.find((each) => each.id === id)
      return grant && figures
        ? { grant: grantView(grant), tally: { ...figures } }
        : unknown('grant', String(id))
    },
  )
}
