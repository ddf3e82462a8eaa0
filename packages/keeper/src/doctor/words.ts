/* The doctor's texts in one language. */
import { dateOf } from '@hufu/dialects'
import type { FactsOf, Finding, FindingCode } from './finding.ts'

/** The state; the reason or the meaning; the advice. */
export type Said = readonly [what: string, why?: string | undefined, todo?: string | undefined]

/** How times are said: with the zone, and how long until then, or since. */
export interface Tell {
  readonly time: (seconds: number) => string
  readonly span: (seconds: number) => string
}

export interface Language {
  readonly span: (seconds: number) => string
  readonly ahead: (span: string) => string
  readonly ago: (span: string) => string
  readonly findings: { readonly [Code in FindingCode]: (facts: FactsOf[Code], tell: Tell) => Said }
}

/** @param now seconds since the epoch. */
export function say({ findings, span, ahead, ago }: Language, { code, facts }: Finding, now: number): Said {
  const time = (at: number) => {
    const text = dateOf(at)
      .toISOString()
      .replace('T', ' ')
      .replace(/\.\d+Z$/, ' UTC')
    return `${text} (${at >= now ? ahead(span(at - now)) : ago(span(now - at))})`
  }
  // Each code has its own facts: the two come together.
  const said = findings[code] as (facts: object, tell: Tell) => Said
  return said(facts, { time, span })
}

/** Seconds between the first and the last date that there is: `Intl.DurationFormat` refuses far longer ones. */
const LONGEST_SPAN = 2 * 8_640_000_000_000

/** The two largest units of a span: days, hours, minutes, seconds. */
export function spanOf(language: string, seconds: number): string {
  const units = { days: 86_400, hours: 3600, minutes: 60, seconds: 1 }
  let rest = Math.min(Math.round(seconds), LONGEST_SPAN)
  const parts = Object.entries(units).map(([unit, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return [unit, count] as const
  })
  const first = parts.findIndex(([, count]) => count > 0)
  const format = new Intl.DurationFormat(language, {
    style: 'short',
    secondsDisplay: first < 0 ? 'always' : 'auto',
  })
  return format.format(Object.fromEntries(parts.slice(Math.max(0, first), first + 2)))
}
