/* The calendar that a platform counts refreshes by. */
import type { Policy } from '@hufu/dialects'

type Quota = NonNullable<Policy['refreshQuota']>

const formats = new Map<string, Intl.DateTimeFormat>()

/** The month, `2026-11`, or day, `2026-11-21`, on the platform's own wall clock. `now` in seconds since the epoch. */
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

/** The share of a period's refreshes that retries may use; at least one. */
const RETRIES = 0.1

/** How many refreshes of a period may follow one that failed. */
export const mostRetriesOf = ({ count }: Quota): number => Math.max(1, Math.floor(count * RETRIES))

const LONGEST = { day: 25 * 3600, month: 31 * 86_400 + 3600 } as const

/** The second in which the next period begins. */
export function periodEnd(now: number, quota: Quota): number {
  const period = periodOf(now, quota)
  let [last, next] = [Math.floor(now), Math.floor(now) + LONGEST[quota.per]]
  while (next - last > 1) {
    const middle = Math.floor((last + next) / 2)
    if (periodOf(middle, quota) === period) last = middle
    else next = middle
  }
  return next
}
