/* The period in which a platform counts refreshes now: by its own clock, as far as its answers tell that. */
import type { App } from '../app/app.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import { mostRetriesOf, periodEnd, periodOf } from './quota.ts'
import { skewOf } from '../app/skew.ts'
import type { Allowance } from '@hufu/keeper-store/store'

/** Seconds that a platform's clock may be off: an answer that says more is an old one, out of some cache. */
const BELIEVED = 3600
/** Seconds that two processes may differ by about a platform's clock. */
const APART = 2 * BELIEVED

/** Seconds by which the platform's clock is ahead of the store's. */
function aheadOf(app: App): number {
  const skew = skewOf(app)
  return Math.abs(skew) <= BELIEVED ? skew : 0
}

/** The calls that are left now; undefined if the platform has no quota. `now` in seconds since the epoch. */
export function allowanceOf(app: App, now: number): Allowance | undefined {
  const { refreshQuota: quota } = app.policy
  if (!quota) return undefined
  const there = now + aheadOf(app)
  return {
    period: periodOf(there, quota),
    // Another process may know already that the platform's clock is ahead.
    next: periodOf(there + APART, quota),
    most: quota.count,
    mostRetries: mostRetriesOf(quota),
  }
}

/** Refreshes of the connection that the platform has counted in its present period. */
export function usedOf({ quota }: Pick<Connection, 'quota'>, app: App, now: number): number {
  const allowance = quota && allowanceOf(app, now)
  return allowance && [allowance.period, allowance.next].includes(quota.period) ? quota.count : 0
}

/** The second in which the connection's next period begins, by the store's clock. */
export function periodEndOf({ quota }: Pick<Connection, 'quota'>, app: App, now: number): number {
  const { refreshQuota } = app.policy
  if (!refreshQuota) return now
  const there = now + aheadOf(app)
  const counted = quota?.period === periodOf(there + APART, refreshQuota) ? there + APART : there
  return periodEnd(counted, refreshQuota) - aheadOf(app)
}
