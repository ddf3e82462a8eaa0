/* Times that a reply's headers say (RFC 9110). All in seconds. */
import type { HttpResponse } from './send.ts'

type Headers = HttpResponse['headers']

/** The platform's clock, to the second. Not a number where the header is none, and where a cache kept it: then it was. */
const platformTime = (headers: Headers): number =>
  Number(headers.get('age') ?? 0) === 0 ? httpDate(headers.get('date')) : Number.NaN

/** `Sun, 06 Nov 1994 08:49:37 GMT` (section 5.6.7). What is no such date may still be a date to `Date.parse`. */
const httpDate = (date: string | null): number =>
  date?.endsWith(' GMT') ? Date.parse(date) / 1000 : Number.NaN

/**
 * Seconds by which the platform's clock is ahead: its `Date` header says a whole second, somewhere between the begin and
 * the end of the call by our clock. 0 where the two clocks may be one, and where the header says nothing about now.
 */
export function clockSkewOf(headers: Headers, begin: number, end: number): number {
  const second = platformTime(headers)
  const [least, most] = [second - end, second + 1 - begin]
  return least > 0 || most < 0 ? Math.round((least + most) / 2) : 0
}

/** A week. Whoever says more has another unit, or is mistaken. */
const LONGEST_WAIT = 604_800

/** How long to wait (section 10.2.3): as seconds, or as a date, by the platform's own clock where it says it. */
export function retryAfterOf(headers: Headers, now: number): { readonly retryAfter?: number } {
  const said = headers.get('retry-after')?.trim() ?? ''
  const theirs = platformTime(headers)
  const seconds = /^\d+(\.\d+)?$/.test(said)
    ? Number(said)
    : httpDate(said) - (Number.isNaN(theirs) ? now : theirs)
  return seconds >= 0 && seconds <= LONGEST_WAIT ? { retryAfter: Math.ceil(seconds) } : {}
}
