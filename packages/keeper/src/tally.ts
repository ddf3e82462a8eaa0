/* Counters of this process since it began, for metrics. */
import type { CallFailure } from '@hufu/client'
import type { App } from './app/app.ts'

/** Seconds. */
export const LATENCIES = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const

export interface Latency {
  readonly platform: string
  /** How many took no longer than each of `LATENCIES`, and not longer than the one before. */
  readonly within: number[]
  count: number
  sum: number
}

export interface Calls {
  readonly platform: string
  readonly app: string
  readonly outcome: 'ok' | CallFailure['outcome']
  readonly error: 'none' | CallFailure['error']
  count: number
}

/** Why what is sealed does not open. */
export type SealFailure = 'key_missing' | 'seal_broken'

interface Unopened {
  count: number
  /** How many of them a warning has told of, and when the next may come, in milliseconds of `performance.now()`. */
  told: number
  tellAt: number
}

export interface Tally {
  refreshed: number
  failed: number
  /** Ended by the platform's refusal after a refresh of ours whose answer never came. */
  lost: number
  /** Ended by the platform's refusal, and by nothing of ours. */
  ended: number
  /** Ended by the platform's refusal, where the store is an older copy than the tokens. */
  outdated: number
  lockTimeouts: number
  persistFailures: number
  /** Sent once more, because whether the first was done is unknown. */
  resent: number
  fromCache: number
  fromStore: number
  /** Members of answers that were not as the platform says; by platform and application. */
  readonly oddities: Map<string, { readonly platform: string; readonly app: string; count: number }>
  /** Refreshes that could not begin. */
  readonly unopened: Readonly<Record<SealFailure, Unopened>>
  /** By platform, app and outcome. */
  readonly calls: Map<string, Calls>
  /** By platform. */
  readonly latencies: Map<string, Latency>
  /** Tries, by endpoint and outcome. */
  readonly webhooks: Map<string, { readonly endpoint: string; readonly outcome: string; count: number }>
}

export const newTally = (): Tally => ({
  refreshed: 0,
  failed: 0,
  lost: 0,
  ended: 0,
  outdated: 0,
  lockTimeouts: 0,
  persistFailures: 0,
  resent: 0,
  fromCache: 0,
  fromStore: 0,
  oddities: new Map(),
  unopened: {
    key_missing: { count: 0, told: 0, tellAt: 0 },
    seal_broken: { count: 0, told: 0, tellAt: 0 },
  },
  calls: new Map(),
  latencies: new Map(),
  webhooks: new Map(),
})

/** One call to a platform, and how it ended; undefined for one that was good. */
export function countCall(
  { calls, latencies }: Tally,
  { platform, id: app }: App,
  seconds: number,
  failure: CallFailure | undefined,
): void {
  const { outcome, error } = failure ?? ({ outcome: 'ok', error: 'none' } as const)
  const call = held(calls, `${platform} ${app} ${outcome} ${error}`, () => ({
    platform,
    app,
    outcome,
    error,
    count: 0,
  }))
  call.count++
  const latency = held(latencies, platform, () => ({
    platform,
    within: LATENCIES.map(() => 0),
    count: 0,
    sum: 0,
  }))
  const bucket = LATENCIES.findIndex((bound) => seconds <= bound)
  if (bucket >= 0) latency.within[bucket] = (latency.within[bucket] ?? 0) + 1
  latency.count++
  latency.sum += seconds
}

export function countWebhook({ webhooks }: Tally, endpoint: string, outcome: string): void {
  held(webhooks, `${endpoint} ${outcome}`, () => ({ endpoint, outcome, count: 0 })).count++
}

function held<Value>(all: Map<string, Value>, key: string, make: () => Value): Value {
  const known = all.get(key) ?? make()
  all.set(key, known)
  return known
}
