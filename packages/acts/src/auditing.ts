import type { Actor } from '@hufu/engine'
import { type AuditStore, type Store, detailOf } from '@hufu/accounts'
import type { FastifyRequest } from 'fastify'

/** Appends what was just done, on behalf of whom, to the audit log. `detail`: never a secret. */
export const audit = (
  { id, ip }: FastifyRequest,
  store: Pick<AuditStore, 'audit'> & Pick<Store, 'now'>,
  actor: Actor,
  action: string,
  subject: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> =>
  store.audit([
    { at: store.now(), actor, action, subject, detail: detailOf(detail), address: ip, requestId: id },
  ])
