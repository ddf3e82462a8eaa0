/* What waits for a reviewer, and what is to be known before he decides. */
import { appView as view, isRefusal } from '@hufu/accounts'
import { z } from 'zod'
import { changedSince, reviewChecks, waitingApps } from '../review/review.ts'
import { known } from '@hufu/web/api/answer'
import { appView, settingChange } from './answers.ts'
import type { AdminContext } from './context.ts'
import type { Api } from '@hufu/web/api/route'
import { byId } from '@hufu/web/api/shapes'

const MOST_EVENTS = 200

const waitingApp = z
  .object({
    app: appView,
    since: z.int().describe('Seconds since the epoch'),
    what: z
      .enum(['first', 'again', 'changes'])
      .describe('`changes`: it is online, and would like to be otherwise'),
  })
  .meta({ id: 'WaitingApp' })

const check = z
  .object({
    check: z.string(),
    verdict: z.enum(['good', 'look', 'bad']),
    finding: z.string().describe('By what it was found to be so'),
    about: z.array(z.string()).describe('The hosts, scopes or names that it is about'),
  })
  .meta({ id: 'Check' })

export function reviewRoutes(api: Api, context: AdminContext): void {
  const { store } = context
  api.get(
    '/review',
    {
      summary: 'Apps that wait for review, the longest first',
      permission: 'apps.read',
      answer: z.object({ waiting: z.array(waitingApp) }),
    },
    async () => ({
      waiting: (await waitingApps(store)).map(({ app, ...why }) => ({ ...why, app: view(app, store.now()) })),
    }),
  )
  api.get(
    '/apps/:id/review',
    {
      summary: 'What a machine can say of it, and what changed since it was judged',
      more: 'Hosts are looked up in the domain name system; nothing is fetched from them.',
      permission: 'apps.read',
      params: byId,
      answer: z.object({
        app: appView,
        checks: z.array(check),
        changes: z.array(settingChange).exactOptional().describe('Absent where it was never judged'),
      }),
    },
    async ({ params: { id } }) => {
      const app = known(await store.appById(id), 'app', id)
      if (isRefusal(app)) return app
      const changes = changedSince(await store.appHistory(id, MOST_EVENTS))
      return {
        app: view(app, store.now()),
        checks: await reviewChecks(app, context),
        ...(changes && { changes }),
      }
    },
  )
}
