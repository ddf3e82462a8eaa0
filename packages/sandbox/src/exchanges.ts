/* The last exchanges, for whoever asks what came in and why it went as it did. */
import type { OAuthError } from '@hufu/dialects'
import type { ExchangeStep } from '@hufu/engine'
import type { FaultKind } from './fault.ts'

export const KEPT = 1000

export interface Exchanged {
  /** Grows with every exchange. */
  readonly id: number
  /** Seconds since the epoch, by the platform's clock. */
  readonly at: number
  readonly requestId: string
  readonly platform: string
  readonly step: ExchangeStep | 'no such path'
  readonly method: string
  /** Of what is nobody's path, only what looks like one. */
  readonly path: string
  readonly clientId?: string
  readonly grantId?: number
  readonly openId?: string
  readonly shopId?: string
  /** The names of the parameters, and outlines of their values. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Faults that struck it, by number, and the one that changed its answer. */
  readonly faults: readonly number[]
  readonly fault?: FaultKind
  /** `committed`: the platform changed something, durably. `replayed`: an earlier answer once more. */
  readonly processed: 'committed' | 'replayed' | 'read' | 'refused' | 'not'
  readonly answer: {
    /** The HTTP status; absent if the connection was closed without an answer. */
    readonly status?: number
    /** Whether it was handed to the network to its end. */
    readonly whole: boolean
    /** Its beginning, secrets outlined. */
    readonly body?: string
  }
  readonly ms: number
  readonly error?: OAuthError['error']
  /** Why it was refused, or what a fault did to it: lines for people. */
  readonly why: readonly string[]
}

export interface Exchanges {
  add(exchange: Omit<Exchanged, 'id'>): Exchanged
  /** The newest first. */
  last(limit: number, fits?: (exchange: Exchanged) => boolean): readonly Exchanged[]
  clear(): void
}

export function lastExchanges(): Exchanges {
  let kept: Exchanged[] = []
  let count = 0
  return {
    add(exchange) {
      const numbered = { id: ++count, ...exchange }
      kept.push(numbered)
      // Half at a time, as a shift of each would move them all.
      if (kept.length >= 2 * KEPT) kept = kept.slice(-KEPT)
      return numbered
    },
    last: (limit, fits = () => true) => kept.slice(-KEPT).toReversed().filter(fits).slice(0, limit),
    clear: () => void (kept = []),
  }
}
