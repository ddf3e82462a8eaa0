/* Results of refreshes, per grant and in total: figures to check a client's own promises. */
import { hash } from 'node:crypto'
import type { ErrorReason, Policy } from '@hufu/dialects'
import { type RevocationCause, periodOf } from '@hufu/engine'

/** Grants that are counted one by one; beyond them there are totals alone. */
const MOST_GRANTS = 200_000

export interface Counts {
  /** Refresh calls that the platform could read. */
  readonly received: number
  /** The grant changed, durably. */
  readonly committed: number
  /** Committed, or an earlier answer once more, and the answer as it should be was handed to the network to its end. */
  readonly answered: number
  /** Committed, and the caller was given no whole answer. */
  readonly committedNotAnswered: number
  /** The same answer to the same question once more, within the platform's `replaySeconds`. */
  readonly replayed: number
  /** A fault came first: nothing was done. */
  readonly notProcessed: number
  readonly refused: Readonly<Partial<Record<ErrorReason, number>>>
  /** Presented a refresh token that an earlier call had replaced: its caller has not kept that call's answer. */
  readonly spent: number
}

export interface GrantTally extends Counts {
  readonly grantId: number
  readonly platform: string
  readonly clientId?: string
  readonly openId: string
  readonly shopId: string
  /** Refresh calls with one and the same refresh token that are in flight now, and the most that ever were at once. */
  readonly inFlight: number
  readonly mostInFlight: number
  /** SHA-256 in base64url of the refresh token that the platform gave last: what its client should have. */
  readonly refreshTokenHash?: string
  /** Calls in the platform's present period, and by how many any period's calls were ever over its quota. */
  readonly quota?: {
    readonly period: string
    readonly calls: number
    readonly limit: number
    readonly mostOver: number
  }
  readonly revoked?: { readonly at: number; readonly because: RevocationCause }
}

export interface Totals extends Counts {
  /** Grants of which there were calls. */
  readonly grants: number
  /** The maximum over all grants and refresh tokens. */
  readonly mostInFlight: number
  /** The maximum over all grants and periods. */
  readonly mostOverQuota: number
  /** Calls with a refresh token that belongs to no grant. */
  readonly unknown: number
  readonly revoked: Readonly<Partial<Record<RevocationCause, number>>>
}

/** The key of a grant. */
export interface GrantOf {
  readonly grantId: number
  readonly platform: string
  readonly clientId?: string
  readonly openId: string
  readonly shopId: string
}

type Count = Exclude<keyof Counts, 'refused'>

export interface Tally {
  /** A refresh call begins. `presented`: anything that stands for its refresh token; the result ends it being in flight. */
  begun(grant: GrantOf, presented: string, quota: Policy['refreshQuota'], now: number): () => void
  count(grant: GrantOf, what: Count): void
  refused(grant: GrantOf, reason: ErrorReason): void
  unknown(): void
  /** The platform gave this refresh token. */
  gave(grant: GrantOf, refreshToken: string): void
  revoked(grantId: number, at: number, because: RevocationCause): void
  grant(grantId: number): GrantTally | undefined
  grants(): readonly GrantTally[]
  totals(): Totals
  clear(): void
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }
type Sums = Writable<Omit<Counts, 'refused'>> & { readonly refused: Partial<Record<ErrorReason, number>> }
type Held = Sums & Writable<Omit<GrantTally, keyof Counts>> & { readonly calls: Map<string, number> }

const sums = (): Sums => ({
  received: 0,
  committed: 0,
  answered: 0,
  committedNotAnswered: 0,
  replayed: 0,
  notProcessed: 0,
  refused: {},
  spent: 0,
})

export function refreshTally(): Tally {
  const held = new Map<number, Held>()
  let total = sums()
  let most = { inFlight: 0, overQuota: 0 }
  let unknown = 0
  let ended: Partial<Record<RevocationCause, number>> = {}

  function of(grant: GrantOf): Held | undefined {
    const known = held.get(grant.grantId)
    if (known || held.size >= MOST_GRANTS) return known
    const { grantId, platform, clientId, openId, shopId } = grant
    const made: Held = {
      grantId,
      platform,
      ...(clientId !== undefined && { clientId }),
      openId,
      shopId,
      ...sums(),
      inFlight: 0,
      mostInFlight: 0,
      calls: new Map(),
    }
    held.set(grant.grantId, made)
    return made
  }
  const count = (grant: GrantOf, what: Count): void => {
    const own = of(grant)
    if (own) own[what]++
    total[what]++
  }

  return {
    begun(grant, presented, quota, now) {
      count(grant, 'received')
      const own = of(grant)
      if (!own) return () => undefined
      if (quota) {
        own.quota = counted(own.quota, quota, now)
        most = { ...most, overQuota: Math.max(most.overQuota, own.quota.mostOver) }
      }
      const same = (own.calls.get(presented) ?? 0) + 1
      own.calls.set(presented, same)
      own.inFlight = Math.max(...own.calls.values())
      own.mostInFlight = Math.max(own.mostInFlight, same)
      most = { ...most, inFlight: Math.max(most.inFlight, same) }
      return () => {
        const left = (own.calls.get(presented) ?? 1) - 1
        if (left > 0) own.calls.set(presented, left)
        else own.calls.delete(presented)
        own.inFlight = Math.max(0, ...own.calls.values())
      }
    },
    count,
    refused(grant, reason) {
      for (const sum of [of(grant), total]) if (sum) sum.refused[reason] = (sum.refused[reason] ?? 0) + 1
    },
    unknown: () => void unknown++,
    gave(grant, refreshToken) {
      const own = of(grant)
      if (own) own.refreshTokenHash = hash('sha256', refreshToken, 'base64url')
    },
    revoked(grantId, at, because) {
      const own = held.get(grantId)
      if (own?.revoked) return
      if (own) own.revoked = { at, because }
      ended[because] = (ended[because] ?? 0) + 1
    },
    grant(grantId) {
      const own = held.get(grantId)
      return own && shown(own)
    },
    grants: () => [...held.values()].map(shown),
    totals: () => ({
      ...total,
      grants: held.size,
      mostInFlight: most.inFlight,
      mostOverQuota: most.overQuota,
      unknown,
      revoked: ended,
    }),
    /** Calls in flight stay counted as such until they end. */
    clear() {
      held.clear()
      total = sums()
      most = { inFlight: 0, overQuota: 0 }
      unknown = 0
      ended = {}
    },
  }
}

const shown = ({ calls: _calls, ...tally }: Held): GrantTally => tally

function counted(
  before: GrantTally['quota'],
  quota: NonNullable<Policy['refreshQuota']>,
  now: number,
): NonNullable<GrantTally['quota']> {
  const period = periodOf(now, quota)
  const calls = (before?.period === period ? before.calls : 0) + 1
  const over = Math.max(0, calls - quota.count)
  return { period, calls, limit: quota.count, mostOver: Math.max(over, before?.mostOver ?? 0) }
}
