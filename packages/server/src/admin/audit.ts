import type { AuditFilter } from '@hufu/engine'
import { z } from 'zod'
import { auditEntry } from './answers.ts'
import type { AdminContext } from './context.ts'
import type { Api } from './route.ts'
import { howMany, wholeNumber } from './shapes.ts'

const words = z.string().min(1).max(200)
const number = wholeNumber(0, 1e15 - 1, 'is no number')

const filter = z.strictObject({
  actor: words.exactOptional(),
  action: words.exactOptional(),
  subject: words.exactOptional(),
  text: words.exactOptional().describe('Occurs anywhere in the entry'),
  from: number.exactOptional().describe('Seconds since the epoch'),
  to: number.exactOptional().describe('Seconds since the epoch; this second is not in it'),
  before: number.exactOptional().describe('Only entries older than the one of this id: the next page'),
  ...howMany.shape,
}) satisfies z.ZodType<AuditFilter>

/** To be read, a page at a time: nothing here changes or removes an entry. */
export function auditRoutes(api: Api, { store }: AdminContext): void {
  api.get(
    '/audit',
    {
      summary: 'Who did what to what, when and from where: the newest first',
      permission: 'audit.read',
      query: filter,
      answer: z.object({ entries: z.array(auditEntry) }),
    },
    async ({ query }) => ({ entries: await store.audited(query) }),
  )
}
