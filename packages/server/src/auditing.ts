import type { Actor, AuditStore, Store } from '@hufu/engine'
import type { FastifyRequest } from 'fastify'

/** Appends what was just done, on behalf of whom, to the audit log. `detail`: never a secret. */
export const audit = (
  { id, ip }: FastifyRequest,
  store: Pick<AuditStore, 'audit'> & Pick<Store, 'now'>,
  actor: Actor,
  action: string,
  subject: string,
  detail: Readonly<Record<string, string>> = {},
): Promise<void> =>
  store.audit([{ at: store.now(), actor, action, subject, detail, address: ip, requestId: id }])
