import { grantView, unknown } from '@hufu/accounts'
import { z } from 'zod'
import { grantsRevoked } from '../audit-details.ts'
import { noted } from './allowed.ts'
import { answer, known } from '@hufu/web/api/answer'
import { grantView as shownGrant } from './answers.ts'
import type { AdminContext } from './context.ts'
import type { Api } from '@hufu/web/api/route'
import { byId, byNumber, howMany } from '@hufu/web/api/shapes'

const howManyEnded = z.object({ revoked: z.int().describe('How many') })

/** What was granted to an app, and by a user: to look at, and to end. */
export function grantRoutes(api: Api, { store }: AdminContext): void {
  const owners = [
    ['apps', 'app', 'appId', store.appById],
    ['users', 'user', 'userId', store.user],
  ] as const
  for (const [owners_, owner, key, find] of owners) {
    api.get(
      `/${owners_}/:id/grants`,
      {
        summary: `What was granted ${owner === 'app' ? 'to it' : 'by him'}, the newest first`,
        permission: 'grants.read',
        params: byId,
        query: howMany,
        answer: z.object({ grants: z.array(shownGrant) }),
      },
      async ({ params: { id }, query: { limit } }) =>
        answer(known<object>(await find(id), owner, id), async () => ({
          grants: (await store.grants({ [key]: id, limit })).map(grantView),
        })),
    )
    api.delete(
      `/${owners_}/:id/grants`,
      {
        summary: `End all that was granted ${owner === 'app' ? 'to it' : 'by him'}: its tokens die at once`,
        permission: 'grants.revoke',
        action: `${owner}.revoke`,
        params: byId,
        answer: howManyEnded,
      },
      async ({ params: { id }, request }) =>
        answer(known<object>(await find(id), owner, id), async () => {
          const revoked = await store.revokeGrants({ [key]: id }, store.now(), 'operator')
          noted(request, grantsRevoked(revoked))
          return { revoked }
        }),
    )
  }

  api.delete(
    '/grants/:id',
    {
      summary: 'End one grant: its tokens die at once',
      more: 'A grant that is not there, or has ended, is unknown.',
      permission: 'grants.revoke',
      action: 'grant.revoke',
      params: byNumber,
      answer: howManyEnded,
    },
    async ({ params: { id } }) => {
      const grant = await store.grantById(id)
      if (!grant || grant.revoked) return unknown('live grant', String(id))
      await store.revokeGrant(id, store.now(), 'operator')
      return { revoked: 1 }
    },
  )
}
