/* The calendar as a file for calendar programs (RFC 5545). */
import { dateOf } from '@hufu/dialects'
import type { CalendarEntry } from './calendar.ts'

const LONGEST_LINE = 74

/** A year has four digits there (RFC 3339, section 5.6): what ends later ends with the last of them. */
const LAST_SECOND = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000

const timeOf = (seconds: number): string =>
  dateOf(Math.min(LAST_SECOND, seconds))
    .toISOString()
    .replace(/[-:]|\.\d+/g, '')

/** Section 3.3.11. */
const escaped = (text: string): string =>
  text.replace(/[\\;,]/g, String.raw`\$&`).replace(/\r?\n/g, String.raw`\n`)

/** Section 3.1: lines of at most 75 octets, no character cut in two. */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  for (const character of line) {
    if (Buffer.byteLength(part + character) > LONGEST_LINE) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return [...parts, part].join('\r\n ')
}

const titles: Readonly<Record<CalendarEntry['kind'], string>> = {
  authorization: 'Authorization ends',
  access_token: 'Access token ends, and nothing renews it',
  refresh_token: 'Refresh token ends, unless it is refreshed before',
}

/** An event for each end, with an alarm for each notice that is to come. Serve it as `text/calendar`. */
export function calendarFile(entries: readonly CalendarEntry[], now: number = Date.now() / 1000): string {
  const events = entries.flatMap(
    ({ kind, at, notices, connection: { id, tenant, platform, shop, alias } }) => [
      'BEGIN:VEVENT',
      `UID:${id}-${kind}@hufu`,
      `DTSTAMP:${timeOf(now)}`,
      `DTSTART:${timeOf(at)}`,
      `SUMMARY:${escaped(`${titles[kind]}: ${platform} ${alias ?? shop} (${tenant})`)}`,
      ...notices.flatMap((notice) => [
        'BEGIN:VALARM',
        'ACTION:DISPLAY',
        `DESCRIPTION:${escaped(titles[kind])}`,
        `TRIGGER:-P${Math.round((at - notice) / 86_400)}D`,
        'END:VALARM',
      ]),
      'END:VEVENT',
    ],
  )
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Hufu//keeper//EN', ...events, 'END:VCALENDAR']
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}
