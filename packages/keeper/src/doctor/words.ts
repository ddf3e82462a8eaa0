/* What a doctor says, in somebody's language. */
import { dateOf } from '@hufu/dialects'
import type { FactsOf, Finding, FindingCode } from './finding.ts'

/** What is; why, or what it means; what to do. */
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

const units = [86_400, 3600, 60, 1] as const

/** The two largest units of a span: days, hours, minutes, seconds. */
export function spanOf(
  seconds: number,
  names: readonly [string, string, string, string],
  between: string,
): string {
  let rest = Math.round(seconds)
  const parts = units.map((unit, nth) => {
    const count = Math.floor(rest / unit)
    rest -= count * unit
    return { count, text: `${count}${names[nth] ?? ''}` }
  })
  const first = parts.findIndex(({ count }) => count > 0)
  const shown = parts.slice(first < 0 ? 3 : first, (first < 0 ? 3 : first) + 2)
  return shown
    .filter(({ count }, nth) => nth === 0 || count > 0)
    .map(({ text }) => text)
    .join(between)
}
