/* Months and weeks of a calendar, in days of the server's time zone, as all times of these pages are. */

import { dateOf } from '@hufu/dialects'

/** A day as `2026-11-21`. */
export type Day = string

export interface Range {
  readonly by: 'month' | 'week'
  /** Seconds since the epoch, both. */
  readonly from: number
  readonly until: number
  /** The start of the previous range, and of the next one. */
  readonly before: Day
  readonly after: Day
  readonly days: readonly Day[]
}

const two = (number: number): string => String(number).padStart(2, '0')

const dayName = (date: Date): Day =>
  `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`

/** The day that a second is of. */
export const dayOf = (seconds: number): Day => dayName(dateOf(seconds))

/** Noon of it: the same day in every place of the page. */
export function noonOf(day: Day): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date, 12)
}

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (day: Day): number => ((noonOf(day).getDay() + 6) % 7) + 1

/** Two centuries are enough for anybody's consent. */
const isDay = (text: string): boolean =>
  /^(?:19[7-9]\d|20\d\d|21\d\d)-\d\d-\d\d$/.test(text) && dayName(noonOf(text)) === text

/** The month or week (from Monday) of a day; of now, in seconds since the epoch, where that is none. */
export function rangeOf(by: string | null, from: string | null, now: number): Range {
  const at = noonOf(from !== null && isDay(from) ? from : dayOf(now))
  const [year, month] = [at.getFullYear(), at.getMonth()]
  if (by !== 'week') {
    const first = (offset: number) => new Date(year, month + offset, 1)
    return rangeFrom('month', first(0), first(1), first(-1))
  }
  const monday = at.getDate() - (weekdayOf(dayName(at)) - 1)
  const of = (offset: number) => new Date(year, month, monday + offset)
  return rangeFrom('week', of(0), of(7), of(-7))
}

function rangeFrom(by: Range['by'], from: Date, until: Date, before: Date): Range {
  const days: Day[] = []
  for (let at = from; at < until; at = new Date(at.getFullYear(), at.getMonth(), at.getDate() + 1))
    days.push(dayName(at))
  return {
    by,
    from: from.getTime() / 1000,
    until: until.getTime() / 1000,
    before: dayName(before),
    after: dayName(until),
    days,
  }
}
