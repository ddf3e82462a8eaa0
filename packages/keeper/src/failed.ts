/* What a call that brought no tokens leaves behind. Nothing is deleted, and a living access token goes on. */
import { type CallFailure, isFailure } from '@hufu/client'
import { isClockFailure } from './app.ts'
import { causeOf } from './cause.ts'
import type { Connection, KeptError, RefusalCause } from './connection.ts'
import { KeeperError, errorOfKept, keeperError, keeperReasons } from './errors.ts'
import { type NewEvent, eventAbout } from './events.ts'
import { changedIdentity, holdBackTokens } from './held-back.ts'
import type { Hold } from './held.ts'
import { type Kit, presentOf } from './kit.ts'
import { orUnavailable } from './store-answer.ts'
import { hasTurn } from './pace.ts'
import { adopt, persist, settle } from './persist.ts'
import { isCounted, retryTime, withUncertainty } from './retry-time.ts'
import { askingNow, sendRefresh } from './send-refresh.ts'
import type { JournalEntry, Release } from './store.ts'
import { sealTokens } from './tokens.ts'
import { endsIt, unclearSince } from './unclear.ts'

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

/** As it is kept of a connection that only consent helps: where the platform's words are not known, what we make of them. */
const refusalOf = ({ lastError }: Connection, failure: CallFailure, at: number): KeptError =>
  failure.retry === 'reauth'
    ? keptOf(failure, at)
    : {
        ...keptOf(failure, at),
        error: 'refused_unclearly',
        ...keeperReasons.refused_unclearly,
        ...(lastError?.unclearSince !== undefined && { unclearSince: lastError.unclearSince }),
      }

/** Whether the platform says that the refresh token is no good: clearly, or unclearly for hours. */
export const isRefused = ({ row, app }: Hold, failure: CallFailure, now: number): boolean =>
  (failure.outcome === 'rejected' && failure.retry === 'reauth') || endsIt(row, app, failure, now)

/** Tried again later; what may have been done stays written down as that. */
export async function postpone(
  kit: Kit,
  held: Hold,
  failure: CallFailure,
  uncertain: boolean,
): Promise<never> {
  const { row, app, lease, refreshHash, firstAt } = held
  const { id: connectionId } = row
  const now = kit.clock.now()
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
  await ended(kit, lease, release, [eventAbout(row, 'connection.refresh_failed', data)])
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

/** The platform says that the refresh token is no good. Other candidates are tried, each once; then only consent helps. */
export async function giveUp(
  kit: Kit,
  held: Hold,
  failure: CallFailure,
  uncertain: boolean,
): Promise<Connection> {
  const { row, lease } = held
  if ((await orUnavailable(settle(kit, row.id))) > 0) {
    const present = await presentOf(kit, row.id)
    if (present.generation > row.generation) return present
  }
  const byOvertaken = await overtaken(kit, held)
  if (byOvertaken) return byOvertaken
  const byPrevious = uncertain ? await previous(kit, held) : undefined
  if (byPrevious) return byPrevious

  const { id: connectionId } = row
  const refusal = refusalOf(row, failure, kit.clock.now())
  const restoredAt = kit.copy.restoredAt()
  const cause = causeOf(row, refusal, { uncertain, ...(restoredAt !== undefined && { restoredAt }) })
  const kept: KeptError = { ...refusal, cause }
  const { error, platformCode } = kept
  kit.tally[countedAs[cause]]++
  const told = [eventAbout(row, 'connection.reauth_required', { error, platformCode, uncertain, cause })]
  const released = await ended(
    kit,
    lease,
    { status: 'reauth_required', lastError: kept, nextAllowedAt: 0 },
    told,
  )
  if (released) throw errorOfKept(kept, { connectionId })
  const present = await presentOf(kit, connectionId)
  if (present.generation > row.generation) return present
  throw errorOfKept(kept, { connectionId })
}

/**
 * What the platform gave for the refused token, and older tokens were put before: given to the connection once. Its access
 * token is handed out if it lives; its refresh token is tried by the next refresh.
 */
async function overtaken(
  kit: Kit,
  { row, app, lease, presented, refreshHash }: Hold,
): Promise<Connection | undefined> {
  if (app.policy.reuse.then === 'revoke-family') return undefined
  for (const entry of await orUnavailable(kit.store.superseded(row.id, refreshHash))) {
    if (!isUsable(kit, row, entry, presented)) continue
    const candidate = { ...entry, generation: row.generation, epoch: lease.epoch }
    if ((await orUnavailable(adopt(kit, candidate))) !== 'adopted') return undefined
    const present = await presentOf(kit, row.id)
    if (present.accessExpiresAt > kit.clock.now()) return present
    throw keeperError('refresh_too_soon', { connectionId: row.id, retryAt: kit.clock.now() })
  }
  return undefined
}

/** Of another refresh token, and sealed with a key that is there. */
function isUsable(
  { sealing }: Kit,
  row: Connection,
  { tokens, damaged }: JournalEntry,
  presented: string,
): boolean {
  if (damaged) return false
  try {
    sealing.open(row, 'access', tokens.access)
    return tokens.refresh !== undefined && sealing.open(row, 'refresh', tokens.refresh) !== presented
  } catch (error) {
    if (error instanceof KeeperError) return false
    throw error
  }
}

/** The token before: where the platform had not taken the new one, and forgives that it is asked. */
async function previous(kit: Kit, held: Hold): Promise<Connection | undefined> {
  const { row, app, lease } = held
  const { policy } = app
  if (policy.reuse.then === 'revoke-family' || row.previousRefresh === undefined) return undefined
  const refreshToken = kit.sealing.open(row, 'refresh', row.previousRefresh)
  if (!(await hasTurn(app.pace))) return undefined
  const asking = askingNow(kit, app)
  if (!(await kit.store.again(lease, app.lease.seconds, asking.allowance).catch(() => false)))
    return undefined
  const answer = await sendRefresh(kit, held, refreshToken, asking)
  if (answer === 'lease_lost' || isFailure(answer)) return undefined
  const member = changedIdentity(row, answer)
  if (member !== undefined) return holdBackTokens(kit, held, answer, member)
  const tokens = sealTokens({ ...row, before: row }, answer, app, kit.sealing)
  const nextAllowedAt = kit.clock.now()
  return persist(kit, { row, lease, refreshHash: '', tokens, nextAllowedAt, told: [] })
}

/** False when the lease was lost. A store that is away releases the lease by its end. */
async function ended(
  { store, tell, warn }: Kit,
  lease: Hold['lease'],
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
