/* The search of the audit log, as the page's URL states it. */
import type { AuditFilter } from '@hufu/accounts'

const LONGEST_TEXT = 200
const DAY = 86_400

export type AuditQuery = Readonly<Record<(typeof names)[number], string>>

const names = ['text', 'actor', 'action', 'subject', 'from', 'to'] as const

export const auditQueryOf = (query: URLSearchParams): AuditQuery =>
  Object.fromEntries(
    names.map((name) => [name, (query.get(name) ?? '').trim().slice(0, LONGEST_TEXT)]),
  ) as AuditQuery

/** The fields whose value is not a day. */
export const wrongDays = (auditQuery: AuditQuery): readonly ('from' | 'to')[] =>
  (['from', 'to'] as const).filter((name) => auditQuery[name] !== '' && dayOf(auditQuery[name]) === undefined)

/** Days are those of the server's time zone, the last one included; what is before 1970 is as good as 1970. */
export function filterOf({ text, actor, action, subject, from, to }: AuditQuery): Omit<AuditFilter, 'limit'> {
  const [first, last] = [dayOf(from), dayOf(to)]
  return {
    ...(text !== '' && { text }),
    ...(actor !== '' && { actor }),
    ...(action !== '' && { action }),
    ...(subject !== '' && { subject }),
    ...(first !== undefined && { from: Math.max(0, first) }),
    ...(last !== undefined && { to: Math.max(0, dayAfter(last)) }),
  }
}

/** Its first second; undefined for what is no day of the calendar, such as 2026-02-30. */
function dayOf(text: string): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []
  if (year === undefined) return undefined
  const date = new Date(Number(year), Number(month) - 1, Number(day))
  return date.getMonth() === Number(month) - 1 && date.getDate() === Number(day)
    ? date.getTime() / 1000
    : undefined
}

/** A day with a change of the clocks is no 24 hours. */
function dayAfter(first: number): number {
  const next = new Date((first + 1.5 * DAY) * 1000)
  return next.setHours(0, 0, 0, 0) / 1000
}

/** The address of a page that looks for this, and what is said beside. */
export function addressOf(
  path: string,
  auditQuery: AuditQuery,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams(
    Object.entries({ ...auditQuery, ...more }).filter(([, value]) => value !== ''),
  )
  return query.size === 0 ? path : `${path}?${query}`
}
