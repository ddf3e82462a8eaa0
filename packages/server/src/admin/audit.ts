import type { AuditFilter } from '@hufu/engine'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { reads } from './allowed.ts'
import type { AdminContext } from './context.ts'
import { parametersOf, read } from './input.ts'
import { howMany } from './shapes.ts'

const words = z.string().min(1).max(200)
const number = z
  .string()
  .regex(/^\d{1,15}$/, 'is no number')
  .transform(Number)

const filter = z.strictObject({
  actor: words.exactOptional(),
  action: words.exactOptional(),
  subject: words.exactOptional(),
  text: words.exactOptional(),
  from: number.exactOptional(),
  to: number.exactOptional(),
  before: number.exactOptional(),
  ...howMany.shape,
}) satisfies z.ZodType<AuditFilter>

/** To be read, a page at a time: nothing here changes or removes an entry. */
export function auditRoutes(app: FastifyInstance, { store }: AdminContext): void {
  app.get('/audit', reads('audit.read'), async (request, reply) => {
    const entries = await store.audited(read(filter, parametersOf(request)))
    return reply.send({ entries })
  })
}
