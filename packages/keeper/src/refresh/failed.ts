/* The result of a call that brought no tokens. Nothing is deleted, and a valid access token stays in use. */
import type { CallFailure } from '@hufu/client'
import { isClockFailure } from '../app/app.ts'
import { causeOf } from './cause.ts'
import type { ClaimedRefresh } from './claim.ts'
import type { Connection, KeptError, RefusalCause } from '@hufu/keeper-store/connection'
import { errorOfKept, keeperError, keeperReasons } from '@hufu/keeper-store/errors'
import { type NewEvent, eventAbout } from '@hufu/keeper-store/events'
import { type KeeperContext, presentOf } from '../keeper-context.ts'
import { isCounted, retryTime, withUncertainty } from './retry-time.ts'
import type { Lease, Release } from '@hufu/keeper-store/store'
import { unclearSince } from './unclear.ts'

/** How a refresh failed. `uncertain`: the platform may have processed it, or an earlier send. */
interface Failed {
  readonly failure: CallFailure
  readonly uncertain: boolean
}

function keptOf(failure: CallFailure, at: number): KeptError {
  const { error, retry, hint, outcome, platformCode, platformMessage, requestId, status } = failure
  return {
    error,
    retry,
    hint,
    outcome,
    at,
    ...(platformCode !== undefined && { platformCode }),
    ...(platformMessage !== undefined && { platformMessage }),
    ...(requestId !== undefined && { requestId }),
    ...(status !== undefined && { status }),
  }
}

/** The stored error of a connection that needs consent: the platform's error if it is known, else our own. */
const refusalOf = ({ lastError }: Connection, failure: CallFailure, at: number): KeptError =>
  failure.retry === 'reauth'
    ? keptOf(failure, at)
    : {
        ...keptOf(failure, at),
        error: 'refused_unclearly',
        ...keeperReasons.refused_unclearly,
        ...(lastError?.unclearSince !== undefined && { unclearSince: lastError.unclearSince }),
      }

/** Tried again later; what may have been done stays written down as that. */
export async function postpone(
  context: KeeperContext,
  held: ClaimedRefresh,
  { failure, uncertain }: Failed,
): Promise<never> {
  const { row, app, lease, refreshHash, firstAt } = held
  const { id: connectionId } = row
  const now = context.clock.now()
  const attempt = (row.intent?.attempt ?? 0) + 1
  const soon = retryTime(row, app, failure, now)
  const { at, because } = uncertain ? withUncertainty(soon, row, app, firstAt) : soon
  const since = unclearSince(row, app, failure, now)
  const kept: KeptError = {
    ...keptOf(failure, now),
    waits: because,
    ...(since !== undefined && { unclearSince: since }),
  }
  const release: Release = {
    status: 'degraded',
    lastError: kept,
    nextAllowedAt: at,
    dueAt: at,
    ...(uncertain && {
      intent: { attempt, phase: 'ambiguous', refreshHash, at: firstAt },
    }),
    ...(app.policy.refreshQuota && !isCounted(failure, app) && { uncount: true }),
  }
  const { error, outcome, platformCode } = failure
  const data = { error, outcome, platformCode, retryAt: at }
  await ended(context, lease, release, [eventAbout(row, 'connection.refresh_failed', data)])
  throw isClockFailure(failure)
    ? keeperError('clock_skew', {
        ...errorOfKept(kept, {}).failure,
        error: 'clock_skew',
        connectionId,
        retryAt: at,
      })
    : errorOfKept(kept, { connectionId, retryAt: at })
}

/** Lost by a refresh of ours, by an older copy of the store, or by nothing of ours. */
const countedAs = {
  too_old: 'ended',
  early_end: 'ended',
  lost_answer: 'lost',
  restored: 'outdated',
  used_elsewhere: 'ended',
  ended_there: 'ended',
  unknown_words: 'ended',
} as const satisfies Readonly<Record<RefusalCause, 'lost' | 'ended' | 'outdated'>>

/** The platform says that the refresh token is no good, and nothing else serves: only consent helps. */
export async function giveUp(
  context: KeeperContext,
  { row, lease }: ClaimedRefresh,
  { failure, uncertain }: Failed,
): Promise<Connection> {
  const { id: connectionId } = row
  const refusal = refusalOf(row, failure, context.clock.now())
  const restoredAt = context.copy.restoredAt()
  const cause = causeOf(row, refusal, { uncertain, ...(restoredAt !== undefined && { restoredAt }) })
  const kept: KeptError = { ...refusal, cause }
  const { error, platformCode } = kept
  context.tally[countedAs[cause]]++
  const told = [eventAbout(row, 'connection.reauth_required', { error, platformCode, uncertain, cause })]
  const released = await ended(
    context,
    lease,
    { status: 'reauth_required', lastError: kept, nextAllowedAt: 0 },
    told,
  )
  if (released) throw errorOfKept(kept, { connectionId })
  const present = await presentOf(context, connectionId)
  if (present.generation > row.generation) return present
  throw errorOfKept(kept, { connectionId })
}

/** False when the lease was lost. A store that is away releases the lease by its end. */
async function ended(
  { store, tell, warn }: KeeperContext,
  lease: Lease,
  release: Release,
  told: readonly NewEvent[],
): Promise<boolean> {
  try {
    if (!(await store.release(lease, release, told))) return false
    tell(told)
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown'
    warn('the end of a refresh that brought nothing was not kept', { connectionId: lease.id, reason })
  }
  return true
}
