/* Audit entries about wrong passwords: a few per account and hour, however many attempts there were. */
import { type SilentLoginFailure, type Store, typedName } from '@hufu/accounts'
import type { RateLimit } from '@hufu/engine'
import type { FastifyRequest } from 'fastify'
import { afterAnswer } from '@hufu/web/after-answer'
import { appendAuditEntry } from './auditing.ts'

const ENTRIES = { count: 3, perSeconds: 3600 } as const

/** Attempts that no entry has counted yet, by operator; so they are bounded by how many there are. One map a server. */
const counts = new WeakMap<RateLimit, Map<string, number>>()

/**
 * Notes that somebody failed to log in as this operator, where there is one: names that are nobody's fill no log. The entry is
 * written after the answer, which would come later for a name that somebody has.
 */
export function noteFailedLogin(
  request: FastifyRequest,
  username: string,
  { failed }: SilentLoginFailure,
  { store, rates }: { readonly store: Store; readonly rates: RateLimit },
): void {
  afterAnswer({ store, log: request.log }, async () => {
    const operator = await store.operator(typedName(username))
    if (!operator) return
    const { username: subject } = operator
    const uncounted = counts.get(rates) ?? new Map<string, number>()
    counts.set(rates, uncounted)
    const attempts = (uncounted.get(subject) ?? 0) + 1
    uncounted.set(subject, attempts)
    if (!rates.admit(`failed login of operator ${subject}`, ENTRIES, store.now())) return
    uncounted.delete(subject)
    const detail = { because: failed, attempts: String(attempts) }
    await appendAuditEntry(
      request,
      store,
      { kind: 'system', id: 'login' },
      'operator.login_failed',
      subject,
      detail,
    )
  })
}
