/*
 * A consent form is good once. Where the same form comes again at once, by a second click or because its answer was lost on
 * the way, it has the same answer.
 */
import { setTimeout as later } from 'node:timers/promises'
import type { KeyRing } from '@hufu/crypto'
import type { Store } from '@hufu/accounts'
import { digest } from '@hufu/engine'
import { formKey } from '@hufu/web/forms'

/** How long the answer is kept at most. The store counts whole seconds: it is forgotten in the tenth after the decision. */
const KEPT_SECONDS = 10
/** Another process may be about to keep it. */
const TRIES = 5
const TRIES_MILLISECONDS = 60

/** `code`: absent after a denial. `at`: seconds since the epoch. `again`: it was decided before. */
export interface Decided {
  readonly code?: string
  readonly at: number
  readonly again: boolean
}

export interface ConsentAnswers {
  /** Decides the first time. Undefined for a form that was decided longer ago, or otherwise. */
  decide(
    token: string,
    decision: 'approve' | 'deny',
    decided: () => Promise<string | undefined>,
  ): Promise<Decided | undefined>
}

/** `seconds`: how long a form could come again. */
export function consentAnswers(
  store: Pick<Store, 'now' | 'once' | 'putTicket' | 'ticket'>,
  ring: KeyRing,
  seconds: number,
): ConsentAnswers {
  const underWay = new Map<string, Promise<unknown>>()

  async function first(token: string, decision: string, code: string | undefined): Promise<Decided> {
    const at = store.now()
    const id = idOf(token, decision)
    await store.putTicket({
      id,
      purpose: 'consent_answer',
      subject: formKey(token),
      payload: { sealed: ring.seal(JSON.stringify({ code, at }), id) },
      createdAt: at,
      expiresAt: at + KEPT_SECONDS,
    })
    return { ...(code !== undefined && { code }), at, again: false }
  }

  async function kept(token: string, decision: string): Promise<Decided | undefined> {
    await underWay.get(token)
    const id = idOf(token, decision)
    for (let tries = 0; tries < TRIES; tries++) {
      if (tries > 0) await later(TRIES_MILLISECONDS)
      const ticket = await store.ticket(id, 'consent_answer', store.now())
      const sealed = ticket?.payload['sealed']
      if (sealed !== undefined)
        return { ...(JSON.parse(ring.openText(sealed, id) ?? '') as Decided), again: true }
    }
    return undefined
  }

  return {
    async decide(token, decision, decided) {
      if (!(await store.once(formKey(token), store.now() + seconds))) return kept(token, decision)
      const answer = (async () => first(token, decision, await decided()))()
      underWay.set(
        token,
        answer.catch(() => undefined),
      )
      return answer.finally(() => underWay.delete(token))
    },
  }
}

const idOf = (token: string, decision: string) => digest('ticket', `consent ${decision} ${token}`)
