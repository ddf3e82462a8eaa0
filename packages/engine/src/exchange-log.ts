import type { ErrorReason, Explanation, WireProblem } from '@hufu/dialects'

/** What an app's developer may look into: its last exchanges, and how often each thing happened, day by day. */
export interface ExchangeLogStore {
  /**
   * Appends to the apps' logs, in this order, and adds to their counts, in one act. Of each app the last accepted and the
   * last refused ones stay, as many of either: what went well never pushes out what did not.
   */
  recordExchanges(entries: readonly NewExchange[], usage: readonly Usage[]): Promise<void>
  /** The newest first. All that is given must fit. */
  exchanges(which: ExchangeFilter): Promise<readonly Exchange[]>
  /** From the first day to the last, both included; in the order of days, then of kinds. */
  usage(appId: string, fromDay: number, toDay: number): Promise<readonly Usage[]>
}

export const exchangeSteps = [
  'authorize',
  'login',
  'consent',
  'token',
  'refresh',
  'user info',
  'revoke',
] as const
export type ExchangeStep = (typeof exchangeSteps)[number]

/** One request of an app, or of a merchant on the way to it. Never a token, a code, a secret, or what a form held. */
export interface NewExchange {
  readonly appId: string
  /** Seconds since the epoch. */
  readonly at: number
  readonly step: ExchangeStep
  /** The caller has it too, as `x-request-id`. */
  readonly requestId: string
  /** How long it took. */
  readonly ms: number
  /** Where the app's server called from; absent for what a merchant's browser did, whose address is nobody else's. */
  readonly address?: string
  /** Absent where it was accepted. */
  readonly error?: ErrorReason
  readonly parameter?: string
  readonly problem?: WireProblem
  readonly detail?: string
  readonly explanation?: Explanation
}

export interface Exchange extends NewExchange {
  /** Grows with every entry. */
  readonly id: number
}

/** Why an exchange was refused, as log, filter, usage and overview name it. A refused login is none of a platform's errors. */
export type RefusalReason = ErrorReason | 'login_refused'

/** The reason that a refused exchange is counted and found under. */
export const refusalReasonOf = (step: ExchangeStep, error: ErrorReason): RefusalReason =>
  step === 'login' ? 'login_refused' : error

export interface ExchangeFilter {
  readonly appId: string
  readonly refused?: boolean
  readonly step?: ExchangeStep
  readonly reason?: RefusalReason
  readonly requestId?: string
  readonly limit: number
}

/** `unlogged`: what was counted, and left out of the log because it was too much at once. */
export type UsageKind =
  | 'authorization'
  | 'token'
  | 'refresh'
  | 'user info'
  | 'revoke'
  | 'introspection'
  | 'unlogged'
  | `refused ${RefusalReason}`

/** So many of a kind on one day. */
export interface Usage {
  readonly appId: string
  /** Days since the epoch, of UTC. */
  readonly day: number
  readonly kind: UsageKind
  readonly count: number
}
