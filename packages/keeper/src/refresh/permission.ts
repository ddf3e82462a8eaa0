/* Whether a refresh may be sent now. Asked before the lease: what is refused here costs the platform nothing. */
import { type App, LONG_REPLAY, singleUse } from '../app/app.ts'
import type { Clock } from '../storing/clock.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import { type KeeperError, errorOfKept, keeperError } from '@hufu/keeper-store/errors'
import { periodEndOf, usedOf } from './platform-period.ts'
import { isRefreshable } from './timing.ts'

/** The error to answer with, where nothing may be sent; `retryAt` says when it may. */
export function refusalOf(row: Connection, app: App, clock: Clock): KeeperError | undefined {
  const now = clock.now()
  const { id: connectionId, status, nextAllowedAt, lastError } = row
  if (status === 'disabled') return keeperError('connection_disabled', { connectionId })
  if (status === 'revoked') return keeperError('connection_revoked', { connectionId })
  if (status === 'reauth_required') return keeperError('reauth_required', { connectionId })
  if (!isRefreshable(row))
    return keeperError('reauth_required', {
      connectionId,
      hint: 'The app was given no refresh token that can be used: send the shop to reconnectUrl.',
    })
  if (nextAllowedAt > now) {
    const when = { connectionId, retryAt: nextAllowedAt }
    return lastError ? errorOfKept(lastError, when) : keeperError('refresh_too_soon', when)
  }
  return (
    tooEarly(row, app, now) ??
    usedUp(row, app, now) ??
    uncertain(row, app, now) ??
    shaken(row, app, clock) ??
    paused(row, app, now)
  )
}

function tooEarly(
  { id, accessExpiresAt }: Connection,
  { policy }: App,
  now: number,
): KeeperError | undefined {
  const opens = accessExpiresAt - (policy.refreshWindow?.lastSeconds ?? Infinity)
  return now < opens
    ? keeperError('refresh_too_soon', {
        connectionId: id,
        retryAt: opens,
        hint: 'The platform refreshes only shortly before the access token expires.',
      })
    : undefined
}

function usedUp(row: Connection, app: App, now: number): KeeperError | undefined {
  const limit = app.policy.refreshQuota
  if (!limit || usedOf(row, app, now) < limit.count) return undefined
  return errorOfKept(
    {
      error: 'quota_exceeded',
      retry: 'after',
      hint: `The platform's ${limit.count} refreshes a ${limit.per} are used up: wait for the next.`,
      outcome: 'not_sent',
      at: now,
    },
    { connectionId: row.id, retryAt: periodEndOf(row, app, now) },
  )
}

/**
 * A refresh token that may be spent is sent again while the platform repeats its answer, and once the access token has
 * ended, as then there is nothing left to lose (decision 018).
 */
export function maySendAgain({ intent, accessExpiresAt }: Connection, { policy }: App, now: number): boolean {
  if (intent === undefined || !singleUse(policy)) return true
  return now < intent.at + policy.reuse.replaySeconds || now >= accessExpiresAt
}

const uncertain = (row: Connection, app: App, now: number): KeeperError | undefined =>
  maySendAgain(row, app, now)
    ? undefined
    : keeperError('refresh_uncertain', { connectionId: row.id, retryAt: row.accessExpiresAt })

/**
 * A clock that jumps ends leases before their time: a call whose token may be spent could still be under way then, and is
 * waited for by the clock that does not jump.
 */
function shaken({ id, intent }: Connection, { policy, lease }: App, clock: Clock): KeeperError | undefined {
  const rest = lease.seconds - clock.steadyFor()
  return intent?.phase === 'sent' && rest > 0 && singleUse(policy) && policy.reuse.replaySeconds === 0
    ? keeperError('refresh_uncertain', { connectionId: id, retryAt: clock.now() + rest })
    : undefined
}

/** A request that the platform repeats only for a while cannot wait, so it is sent anyway. */
function paused(row: Connection, app: App, now: number): KeeperError | undefined {
  const { breaker, policy } = app
  const until = breaker.pausedUntil()
  const urgent =
    row.intent !== undefined &&
    singleUse(policy) &&
    now < row.intent.at + Math.min(policy.reuse.replaySeconds, LONG_REPLAY)
  return until === undefined || urgent
    ? undefined
    : keeperError('platform_paused', { connectionId: row.id, retryAt: until })
}
