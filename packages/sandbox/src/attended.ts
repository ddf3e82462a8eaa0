/* One request on its way through the sandbox: what is learnt of it, until both its answer and its connection are done with. */
import type { OAuthError } from '@hufu/dialects'
import type { FastifyRequest } from 'fastify'
import type { Exchanged } from './exchanges.ts'
import type { Struck } from './script.ts'
import type { GrantOf } from './tally.ts'

export interface Attended {
  readonly begun: number
  /** The app that the call names, if it exists. */
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
  /** Set once the call has been answered, or would have been if the client had stayed. */
  readonly sent?: true
  /** Set once the connection, or the call's turn on it, has ended. `whole`: the whole answer was handed to the network. */
  readonly closed?: { readonly whole: boolean }
}

const underWay = new WeakMap<FastifyRequest, Attended>()

/** Undefined for a request that is not attended to. */
export const attendedOf = (request: FastifyRequest): Attended | undefined => underWay.get(request)

/** Begins to record the call. */
export const attend = (request: FastifyRequest, begun: number): void => void underWay.set(request, { begun })

/** Adds to what is known. */
export function learn(request: FastifyRequest, more: Partial<Attended>): void {
  const known = underWay.get(request)
  if (known) underWay.set(request, { ...known, ...more })
}
