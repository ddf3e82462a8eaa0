/* The findings as the page's section; kept beside this file, as the page is written by another run. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Spread } from '../statistics.ts'
import { table } from '../table.ts'
import type { StallFindings, Stalled } from './stall.ts'

const file = fileURLToPath(new URL('stall.json', import.meta.url))
const page = fileURLToPath(new URL('../README.md', import.meta.url))
const HEADING = '## What introspection waits for'

/** Below so many milliseconds nobody waits, whatever it is beside the quiet figure. */
const AIM_MS = 25
const AIM_TIMES = 3

const ms = (value: number): string => value.toFixed(1)
const range = ({ median, min, max }: Spread): string => `${ms(median)} (${ms(min)}–${ms(max)})`
const whole = (value: number): string => Math.round(value).toLocaleString('en')

export function stallTable({ quiet, loaded }: StallFindings): string {
  const aim = Math.max(AIM_MS, AIM_TIMES * quiet.p99.median)
  const row = (each: Stalled, isLoad: boolean): readonly string[] => [
    each.title,
    range(each.p50),
    range(each.p99),
    ms(each.longest),
    isLoad ? ms(aim) : '–',
    isLoad ? (each.p99.median <= aim ? 'yes' : 'NO') : '–',
    isLoad ? (each.answered < 10 ? ms(each.answered) : whole(each.answered)) : '–',
    isLoad ? whole(each.turnedAway) : '–',
  ]
  return table(
    [
      'beside introspection',
      'p50 ms',
      'p99 ms',
      'longest ms',
      'aim p99 ms',
      'reached',
      'answered/s',
      'refused/s',
    ],
    [row(quiet, false), ...loaded.map((each) => row(each, true))],
  )
}

export function keepStall(findings: StallFindings): void {
  writeFileSync(file, `${JSON.stringify(findings, null, 2)}\n`)
  const [before = '', after = ''] = readFileSync(page, 'utf8').split(
    /^## (?:What introspection waits for[\s\S]*?\n## )?Where$/m,
  )
  writeFileSync(page, `${before}${stallSection()}\n\n## Where${after}`)
}

/** As it was measured last, with its heading. */
export function stallSection(): string {
  if (!existsSync(file)) return `${HEADING}\n\nNot measured yet: \`npm run bench -- --stall\`.`
  const findings = JSON.parse(readFileSync(file, 'utf8')) as StallFindings
  const { date, budget, memory } = findings
  return `${HEADING}

Measured on ${date} by \`npm run bench -- --stall\`; medians of ${budget.runs} runs of ${budget.seconds} s, the smallest and the largest beside them.

${stallTable(findings)}

* 200 introspections a second, each sent when it is due, whatever became of those before, and timed from then on; of
  ${whole(budget.tokens)} tokens. The aim: a p99 of at most ${AIM_TIMES} times the quiet one, or ${AIM_MS} ms, whichever is more.
* The server is \`hufu serve\` with its access log, a process of its own on one core; the other load comes from another
  process, each of its connections asking again when it is answered. The store is a SQLite file with ${whole(budget.entries)} entries
  in the audit log and ${whole(budget.users)} users.
* "Refused" is what was answered with another status than 200: too many parameters, too much at once.
* The server's memory at its highest, all of this together: ${memory} MB.`
}
