/* Counts by day and kind, put together as the usage page shows them. */
import type { RefusalReason, Usage, UsageKind } from '@hufu/engine'

/** What has a total, and a column in the table of days. */
export const countedKinds = [
  'authorization',
  'token',
  'refresh',
  'user info',
  'introspection',
  'refused',
] as const
export type Counted = (typeof countedKinds)[number]

export type Totals = Readonly<Record<Counted, number>>

export interface DayFigures {
  /** Days since the epoch. */
  readonly day: number
  readonly totals: Totals
  /** Requests that an app made or sent a merchant to make; what gateways asked is theirs. */
  readonly accepted: number
}

const REFUSED = 'refused '
const countedAs = (kind: UsageKind): Counted | undefined =>
  kind.startsWith(REFUSED) ? 'refused' : countedKinds.find((each) => each === kind)

export function totalsOf(usage: readonly Usage[]): Totals {
  const totals = { authorization: 0, token: 0, refresh: 0, 'user info': 0, introspection: 0, refused: 0 }
  for (const { kind, count } of usage) {
    const counted = countedAs(kind)
    if (counted) totals[counted] += count
  }
  return totals
}

/** Every day of them, also those on which nothing happened; the oldest first. */
export function daysOf(usage: readonly Usage[], from: number, to: number): readonly DayFigures[] {
  const byDay = Map.groupBy(usage, ({ day }) => day)
  return Array.from({ length: to - from + 1 }, (_, nth): DayFigures => {
    const day = from + nth
    const totals = totalsOf(byDay.get(day) ?? [])
    const { authorization, token, refresh, 'user info': info } = totals
    return { day, totals, accepted: authorization + token + refresh + info }
  })
}

export interface ReasonFigures {
  readonly reason: RefusalReason
  readonly now: number
  readonly before: number
}

/** The most frequent first. */
export function reasonsOf(now: readonly Usage[], before: readonly Usage[]): readonly ReasonFigures[] {
  const counts = (usage: readonly Usage[]): ReadonlyMap<RefusalReason, number> => {
    const sums = new Map<RefusalReason, number>()
    for (const { kind, count } of usage) {
      if (!kind.startsWith(REFUSED)) continue
      const reason = kind.slice(REFUSED.length) as RefusalReason
      sums.set(reason, (sums.get(reason) ?? 0) + count)
    }
    return sums
  }
  const [present, former] = [counts(now), counts(before)]
  return [...new Set([...present.keys(), ...former.keys()])]
    .map((reason) => ({ reason, now: present.get(reason) ?? 0, before: former.get(reason) ?? 0 }))
    .toSorted((a, b) => b.now - a.now || b.before - a.before)
}
