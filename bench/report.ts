import type { Spread } from './statistics.ts'
import { hufuRatios, type OperationSummary, type ProcessSummary } from './summary.ts'
import type { Operation } from './subjects/subject.ts'
import { table } from './table.ts'

export interface Findings {
  readonly operations: readonly OperationSummary[]
  readonly processes: readonly ProcessSummary[]
  /** Rows a second that SQLite makes durable, one and fifty a commit. */
  readonly durableRows: { readonly one: Spread; readonly fifty: Spread }
  /** The title of the subject that the others are set against. */
  readonly hufu: string
}

const order: readonly Operation[] = [
  'code exchange',
  'refresh',
  'introspection',
  'sealed exchange',
  'form POST',
]

/** The tables, as they are printed and as they are written. */
export function tables(findings: Findings): string {
  return [operationTable(findings), processTable(findings), diskTable(findings)].join('\n\n')
}

function operationTable({ operations, hufu }: Findings): string {
  const rows = order
    .flatMap((operation) => operations.filter((each) => each.operation === operation))
    .map((each) => {
      const ratios = each.subject === hufu ? [] : hufuRatios(each, operations, hufu)
      return [
        each.operation,
        each.variant === undefined ? each.subject : `${each.subject}: ${each.variant}`,
        each.failures > 0 ? `void: ${each.failures} failed` : whole(each.perSecond),
        each.p50.toFixed(2),
        `${each.p99.median.toFixed(1)} (${each.p99.min.toFixed(1)}–${each.p99.max.toFixed(1)})`,
        each.cpu === undefined ? '–' : each.cpu.toFixed(3),
        ratios.map((ratio) => `${ratio.toFixed(2)}×`).join(', ') || '–',
        `${percent(each.loadBusy)}${each.loadBusy > 0.95 ? ' (the limit)' : ''}`,
        each.others === undefined
          ? '–'
          : `${percent(each.others.median)} (${percent(each.others.min)}–${percent(each.others.max)})`,
      ]
    })
  return table(
    [
      'operation',
      'server',
      'requests/s (min–max)',
      'p50 ms',
      'p99 ms (min–max)',
      'CPU s per 1,000',
      'hufu is',
      'load busy',
      'others on the core',
    ],
    rows,
    2,
  )
}

function processTable({ processes }: Findings): string {
  return table(
    ['process', 'memory after the run, MB', 'spawn to ready, ms', 'starts'],
    processes.map((each) => [
      each.subject,
      each.residentMegabytes === undefined ? '–' : whole(each.residentMegabytes),
      whole(each.readyMilliseconds),
      String(each.starts),
    ]),
  )
}

function diskTable({ durableRows }: Findings): string {
  return table(
    ['node:sqlite here, WAL, synchronous FULL', 'rows/s (min–max)'],
    [
      ['one row a commit', whole(durableRows.one)],
      ['50 rows a commit', whole(durableRows.fifty)],
    ],
  )
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`
}

function whole({ median, min, max }: Spread): string {
  const text = (value: number) => Math.round(value).toLocaleString('en')
  return `${text(median)} (${text(min)}–${text(max)})`
}
