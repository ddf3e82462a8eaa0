/* The findings for one connection. Pure functions. */
import { type App, singleUse } from '../app/app.ts'
import type { Connection, ConnectionStatus } from '@hufu/keeper-store/connection'
import { periodEndOf, usedOf } from '../refresh/platform-period.ts'
import type { Seal } from '../sealing/seals.ts'
import type { HeldReply } from '@hufu/keeper-store/store'
import { endOf, isRefreshable } from '../refresh/timing.ts'
import { type Finding, type RefreshReason, type Severity, finding } from './finding.ts'

export interface Seen {
  readonly row: Connection
  /** Absent where it is not configured. */
  readonly app?: App | undefined
  /** Seconds since the epoch, by the store's clock. */
  readonly now: number
  /** Seconds by which the store's clock is ahead of this machine's, and the platform's of ours, as last measured. */
  readonly skew: { readonly store: number; readonly platform: number }
  readonly journaled: number
  /** Replies that are kept for a person, the newest first. */
  readonly held: readonly Pick<HeldReply, 'kind' | 'at'>[]
  /** Other connections that its refresh token came to, of no common grant. */
  readonly sharers: number
  readonly spooled: { readonly disk: number; readonly memory: number }
  /** The current one first. */
  readonly keyIds: readonly string[]
  readonly seals: readonly Seal[]
  /** This process's name among the holders of leases. */
  readonly owner: string
  /** Since when the store is known to be an older copy. */
  readonly restoredAt?: number | undefined
}

const DAY = 86_400
/** Seconds. */
const CLOCKS_APART = 30
const QUOTA_LOW = 0.8
/** Days. */
const ENDS_SOON = 14
/** Seconds; the scheduler looks every few. */
const OVERDUE = 120

const severities: Readonly<Record<ConnectionStatus, Severity>> = {
  active: 'ok',
  pending: 'info',
  degraded: 'warning',
  reauth_required: 'error',
  revoked: 'error',
  disabled: 'info',
}

/** The worst first; what is as it should be last. */
export function findings(seen: Seen): readonly Finding[] {
  const found = [
    ...ofState(seen),
    ...ofTokens(seen),
    ...ofNext(seen),
    ...ofUncertain(seen),
    ...ofHeld(seen),
    ...ofPlaces(seen),
    ...ofKeys(seen),
    ...ofClocks(seen),
    ...ofPlatform(seen),
    ...ofEnd(seen),
  ]
  const rank = ({ severity }: Finding) => ['error', 'warning', 'info', 'ok'].indexOf(severity)
  return found.toSorted((a, b) => rank(a) - rank(b))
}

function ofState({ row, app }: Seen): readonly Finding[] {
  const { status, platform, lastError } = row
  return [
    finding('status', severities[status], { status }),
    ...(app ? [] : [finding('app_missing', 'error', { platform, app: row.app })]),
    ...(status === 'reauth_required' || status === 'revoked' ? [finding('reconnect', 'error', {})] : []),
    ...(lastError
      ? [
          finding('last_error', status === 'degraded' ? 'warning' : 'error', {
            error: lastError.error,
            hint: lastError.hint,
            retry: lastError.retry,
            outcome: lastError.outcome,
            at: lastError.at,
            failures: row.failures,
            platformCode: lastError.platformCode,
            platformMessage: lastError.platformMessage,
            requestId: lastError.requestId,
          }),
        ]
      : []),
  ]
}

/** The platform's last word replaces computed values, which would contradict it. */
const isRefused = ({ status, lastError }: Connection): boolean =>
  lastError?.error !== 'identity_changed' && (status === 'reauth_required' || lastError?.retry === 'reauth')

function ofTokens({ row, app, now, restoredAt }: Seen): readonly Finding[] {
  const { accessExpiresAt, refresh, refreshExpiresAt, issuedAt, lastError } = row
  const refused = isRefused(row)
  const assumed = row.accessAssumed === true
  const lives = assumed || now < accessExpiresAt
  const renews = refreshExpiresAt === undefined || now < refreshExpiresAt
  const access = { expiresAt: accessExpiresAt, lives, doubtful: lives && refused, assumed }
  const byRight = app !== undefined && app.policy.refreshTokenGranted !== 'always'
  const kept = { expiresAt: refreshExpiresAt, lives: renews, refused }
  return [
    finding('access_token', lives ? (refused ? 'info' : 'ok') : 'error', access),
    refresh === undefined || !isRefreshable(row)
      ? finding('no_refresh_token', byRight ? 'warning' : 'info', { byRight, app: row.app })
      : finding('refresh_token', renews && !refused ? 'ok' : 'error', kept),
    ...(lastError?.cause
      ? [finding('likely', 'error', { cause: lastError.cause, expiresAt: refreshExpiresAt })]
      : []),
    ...(restoredAt !== undefined && issuedAt < restoredAt
      ? [finding('restored', 'warning', { at: restoredAt })]
      : []),
  ]
}

const isHeld = ({ row: { lease }, now }: Seen): boolean => lease !== undefined && lease.until > now

function ofNext(seen: Seen): readonly Finding[] {
  const { row, now, owner } = seen
  const { dueAt, lease, status } = row
  if (isHeld(seen) && lease) return [finding('underway', 'info', { ...lease, ours: lease.owner === owner })]
  if (dueAt === undefined)
    return [finding('no_next_refresh', status === 'active' || status === 'degraded' ? 'warning' : 'info', {})]
  const overdue = dueAt < now - OVERDUE
  return [
    finding('next_refresh', overdue ? 'warning' : 'ok', { at: dueAt, because: reasonOf(seen), overdue }),
  ]
}

function reasonOf({ row, app, now }: Seen): RefreshReason {
  const { intent, lastError } = row
  const limit = app?.policy.refreshQuota
  if (app && app.breaker.pausedUntil() !== undefined && (row.dueAt ?? 0) <= now) return 'paused'
  if (lastError?.waits === undefined && intent && app && singleUse(app.policy)) return 'uncertain'
  if (limit && usedOf(row, app, now) >= limit.count) return 'quota'
  if (lastError) return lastError.waits ?? 'backoff'
  return app?.policy.refreshWindow ? 'window' : 'fraction'
}

function ofUncertain(seen: Seen): readonly Finding[] {
  const { row, app, now } = seen
  const { intent, accessExpiresAt } = row
  if (!intent || isHeld(seen) || !app || !singleUse(app.policy)) return []
  const { replaySeconds } = app.policy.reuse
  const repeatsUntil = intent.at + replaySeconds
  const repeats = now < repeatsUntil
  return [
    finding('uncertain', 'warning', {
      since: intent.at,
      attempts: intent.attempt,
      ...(repeats && { repeatsUntil }),
      triedAt: repeats ? now : Math.max(now, accessExpiresAt),
    }),
  ]
}

function ofHeld({ held, sharers }: Seen): readonly Finding[] {
  const [identity] = held.filter(({ kind }) => kind === 'another_identity')
  const replies = held.filter(({ kind }) => kind === 'unreadable')
  return [
    ...(identity ? [finding('identity_changed', 'error', { at: identity.at })] : []),
    ...(replies[0] ? [finding('unreadable', 'warning', { replies: replies.length, at: replies[0].at })] : []),
    ...(sharers > 0 ? [finding('shared_token', 'warning', { others: sharers })] : []),
  ]
}

const ofPlaces = ({ journaled, spooled }: Seen): readonly Finding[] => [
  ...(journaled > 0 ? [finding('journaled', 'warning', { entries: journaled })] : []),
  ...(spooled.disk + spooled.memory > 0
    ? [finding('spooled', spooled.memory > 0 ? 'error' : 'warning', spooled)]
    : []),
]

function ofKeys({ seals, keyIds }: Seen): readonly Finding[] {
  const [current = ''] = keyIds
  return seals.map(({ key, state }) => {
    if (state === 'key_missing') return finding('key_missing', 'error', { key, ring: keyIds.join(', ') })
    if (state === 'seal_broken') return finding('seal_broken', 'error', { key })
    return finding('sealed_with', key === current ? 'ok' : 'info', { key, current })
  })
}

const ofClocks = ({ skew }: Seen): readonly Finding[] => [
  ...(Math.abs(skew.store) > CLOCKS_APART
    ? [finding('store_clock', 'warning', { seconds: Math.round(skew.store) })]
    : []),
  ...(Math.abs(skew.platform) > CLOCKS_APART
    ? [finding('platform_clock', 'warning', { seconds: Math.round(skew.platform) })]
    : []),
]

function ofPlatform({ row, app, now }: Seen): readonly Finding[] {
  if (!app) return []
  const { policy, breaker } = app
  const limit = policy.refreshQuota
  const used = usedOf(row, app, now)
  const until = breaker.pausedUntil()
  const refused = row.lastError?.error === 'quota_exceeded' && now < row.nextAllowedAt
  const quotaSeverity = () => {
    if (refused) return 'error'
    if (!limit || used < limit.count * QUOTA_LOW) return 'ok'
    return used >= limit.count ? 'error' : 'warning'
  }
  return [
    ...(until === undefined ? [] : [finding('paused', 'warning', { until })]),
    ...(limit
      ? [
          finding('quota', quotaSeverity(), {
            used,
            most: limit.count,
            per: limit.per,
            resetsAt: periodEndOf(row, app, now),
            refused,
          }),
        ]
      : []),
    finding('policy', 'ok', {
      refreshToken: policy.refresh.refreshToken,
      replaySeconds: policy.reuse.replaySeconds,
      reuse: policy.reuse.then,
      windowSeconds: policy.refreshWindow?.lastSeconds,
    }),
  ]
}

function ofEnd({ row, app, now }: Seen): readonly Finding[] {
  const at = endOf(row, app?.policy)
  // It has ended already, whatever end was known.
  if (isRefused(row) && (at === undefined || at > now)) return []
  if (at === undefined) return [finding('no_end', 'ok', {})]
  const days = Math.max(0, Math.ceil((at - now) / DAY))
  const severity = days === 0 ? 'error' : days <= ENDS_SOON ? 'warning' : 'ok'
  return [finding('ends', severity, { at, days })]
}
