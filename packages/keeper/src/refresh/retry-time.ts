/* When a refresh that failed is tried again, and why then. Pure. */
import type { CallFailure } from '@hufu/client'
import { type App, singleUse } from '../app/app.ts'
import type { Connection, WaitReason } from '@hufu/keeper-store/connection'
import { allowanceOf, periodEndOf, usedOf } from './platform-period.ts'
import { backoff } from './timing.ts'

export interface Wait {
  /** Seconds since the epoch. */
  readonly at: number
  readonly because: WaitReason
}

/** Seconds before a wrong configuration is tried again. */
const FIX_CONFIG_WAIT = 300
/** Seconds between two tries while the access token lives; no platform's own wait is taken as longer. */
const LONGEST_WAIT = 3600
/** Seconds, where the access token has ended: minutes, as callers have nothing until then. */
const LONGEST_WITHOUT_TOKEN = 240
/** A wait varies by a quarter. */
const MOST_VARIED = 1.25
/** Of the quota for retries, the share that is used as retries come; the rest is spread over the period. */
const FREELY = 0.5

/** Whether a refresh that failed counts in the platform's quota. */
export function isCounted({ outcome, error }: CallFailure, { policy: { refreshQuota } }: App): boolean {
  if (outcome === 'not_sent') return false
  return error !== 'rate_limited' || refreshQuota?.countsRateLimited === true
}

/** Not before then: what the platform said, or its policy, or longer each time; within what retries may spend. */
export function retryTime(row: Connection, app: App, failure: CallFailure, now: number): Wait {
  const wait = unbounded(row, app, failure, now)
  const spread = shareOf(row, app, failure, now)
  return spread !== undefined && spread > wait.at ? { at: spread, because: 'quota_share' } : wait
}

function unbounded(row: Connection, app: App, failure: CallFailure, now: number): Wait {
  const { error, retryAfter, retry } = failure
  const { failures, accessExpiresAt } = row
  const { policy } = app
  const longest = Math.min(
    LONGEST_WAIT,
    Math.max(LONGEST_WITHOUT_TOKEN, (accessExpiresAt - now) / MOST_VARIED),
  )
  if (retryAfter !== undefined) return { at: now + Math.min(LONGEST_WAIT, retryAfter), because: 'platform' }
  if (error === 'quota_exceeded' && policy.refreshQuota)
    return { at: periodEndOf(row, app, now), because: 'quota' }
  if (error === 'refresh_too_early') {
    const opens = accessExpiresAt - (policy.refreshWindow?.lastSeconds ?? (accessExpiresAt - now) / 2)
    return { at: Math.max(now + backoff(failures, { longest }), opens), because: 'window' }
  }
  return retry === 'fix_config'
    ? { at: now + backoff(failures, { first: FIX_CONFIG_WAIT, longest }), because: 'config' }
    : { at: now + backoff(failures, { longest }), because: 'backoff' }
}

/**
 * Not before then, so that retries spend no more than their part of the period's quota: half of it as they come, the rest
 * evenly until the period ends.
 */
function shareOf(row: Connection, app: App, failure: CallFailure, now: number): number | undefined {
  const most = allowanceOf(app, now)?.mostRetries
  if (most === undefined) return undefined
  const before = usedOf(row, app, now) > 0 ? (row.quota?.retries ?? 0) : 0
  const spent = before + (row.failures > 0 && isCounted(failure, app) ? 1 : 0)
  if (spent < most * FREELY) return undefined
  const end = periodEndOf(row, app, now)
  const left = most - spent
  return left <= 0 ? end : now + (end - now) / (left + 1)
}

/** A refresh token that may be used up is sent again while the platform repeats its answer, else at the access token's expiry. */
export function withUncertainty(
  wait: Wait,
  { accessExpiresAt }: Connection,
  app: App,
  firstAt: number,
): Wait {
  const repeats = wait.at < firstAt + app.policy.reuse.replaySeconds
  if (!singleUse(app.policy) || repeats || wait.at >= accessExpiresAt) return wait
  return { at: accessExpiresAt, because: 'uncertain' }
}
