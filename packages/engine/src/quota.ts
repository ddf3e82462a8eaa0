import type { Policy } from '@hufu/dialects'
import type { Grant } from './store.ts'

type Quota = NonNullable<Policy['refreshQuota']>

const formats = new Map<string, Intl.DateTimeFormat>()

/** The calendar month, `2026-11`, or day, `2026-11-21`, that it is on the platform's own wall clock. */
export function periodOf(now: number, { per, timeZone }: Quota): string {
  const name = `${per} ${timeZone}`
  const format =
    formats.get(name) ??
    new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      ...(per === 'day' && { day: '2-digit' }),
    })
  formats.set(name, format)
  return format.format(now * 1000)
}

/** Refreshes in this period including the one that is asked for now. */
export function countRefresh(grant: Grant, quota: Quota, now: number): NonNullable<Grant['refreshes']> {
  const period = periodOf(now, quota)
  return { period, count: (grant.refreshes?.period === period ? grant.refreshes.count : 0) + 1 }
}
