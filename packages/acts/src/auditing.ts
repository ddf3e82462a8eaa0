import type { Actor } from '@hufu/engine'
import { type AuditStore, type Store, detailOf } from '@hufu/accounts'
import type { FastifyRequest } from 'fastify'

/** Appends what was just done, on behalf of whom, to the audit log. `detail`: never a secret. */
export const appendAuditEntry = (
  { id, ip }: FastifyRequest,
  store: Pick<AuditStore, 'appendAuditEntries'> & Pick<Store, 'now'>,
  actor: Actor,
  action: string,
  subject: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> =>
  store.appendAuditEntries([
    { at: store.now(), actor, action, subject, detail: detailOf(detail), address: ip, requestId: id },
  ])
