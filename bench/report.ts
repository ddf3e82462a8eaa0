import { aimTable } from './aims.ts'
import type { Spread } from './statistics.ts'
import { hufuRatios, type OperationSummary, type ProcessSummary } from './summary.ts'
import { oidcProviderInMemory, oidcProviderOnSqlite } from './subjects/oidc-provider.ts'
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
  return [operationTable, processTable, allAims, diskTable].map((each) => each(findings)).join('\n\n')
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

/** How many times as fast. */
const aims: readonly { readonly operation: Operation; readonly beside: string; readonly times: number }[] = [
  { operation: 'code exchange', beside: oidcProviderOnSqlite.title, times: 10 },
  { operation: 'code exchange', beside: oidcProviderInMemory.title, times: 1.5 },
  { operation: 'refresh', beside: oidcProviderOnSqlite.title, times: 10 },
  { operation: 'refresh', beside: oidcProviderInMemory.title, times: 1.5 },
  { operation: 'introspection', beside: oidcProviderOnSqlite.title, times: 2 },
  { operation: 'introspection', beside: oidcProviderInMemory.title, times: 2 },
]
const READY_MILLISECONDS = 700
const MEGABYTES = 160

/** A line for each way in which hufu does it. */
function allAims({ operations, processes, hufu }: Findings): string {
  const ways = aims.flatMap(({ operation, beside, times }) => {
    const same = operations.filter((each) => each.operation === operation)
    const variants = same.filter(({ subject }) => subject === hufu)
    return same
      .filter(({ subject }) => subject === beside)
      .flatMap((other) => hufuRatios(other, operations, hufu))
      .map((ratio, nth) => ({
        what: `${operation}, ${variants[nth]?.variant}, beside ${beside}`,
        found: `${ratio.toFixed(2)}×`,
        aim: `${times}×`,
        reached: ratio >= times,
      }))
  })
  const own = processes.filter(({ subject }) => subject === hufu)
  const processLines = own.flatMap(({ residentMegabytes: memory, readyMilliseconds: ready }) => [
    {
      what: 'spawn to ready, ms',
      found: whole(ready),
      aim: `under ${READY_MILLISECONDS}`,
      reached: ready.median < READY_MILLISECONDS,
    },
    ...(memory
      ? [
          {
            what: 'memory after the run, MB',
            found: whole(memory),
            aim: `under ${MEGABYTES}`,
            reached: memory.median < MEGABYTES,
          },
        ]
      : []),
  ])
  return aimTable('hufu', 'found', [...ways, ...processLines])
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
