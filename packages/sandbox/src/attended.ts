/* One request on its way through the sandbox: what is learnt of it, until both its answer and its connection are done with. */
import type { OAuthError } from '@hufu/dialects'
import type { FastifyRequest } from 'fastify'
import type { Exchanged } from './exchanges.ts'
import type { Struck } from './script.ts'
import type { GrantOf } from './tally.ts'

export interface Attended {
  readonly begun: number
  /** Whose it is, where it says so and there is such an app. */
  readonly clientId?: string
  readonly grant?: GrantOf
  readonly struck?: Struck
  readonly processed?: Exchanged['processed']
  /** The platform's own refusal, whatever a fault made of it. */
  readonly refused?: OAuthError
  /** Ends its being in flight. */
  readonly end?: () => void
  readonly parameters?: Exchanged['parameters']
  /** The answer as it was sent, outlined. */
  readonly body?: string
  /** That it has been answered, or would have been were its client still there. */
  readonly sent?: true
  /** That its connection, or its turn on it, is over; and whether the whole answer was handed to the network. */
  readonly closed?: { readonly whole: boolean }
}

const underWay = new WeakMap<FastifyRequest, Attended>()

/** Undefined for a request that is not attended to. */
export const attendedOf = (request: FastifyRequest): Attended | undefined => underWay.get(request)

/** From now on what is learnt of it is kept. */
export const attend = (request: FastifyRequest, begun: number): void => void underWay.set(request, { begun })

/** Adds to what is known. */
export function learn(request: FastifyRequest, more: Partial<Attended>): void {
  const known = underWay.get(request)
  if (known) underWay.set(request, { ...known, ...more })
}
