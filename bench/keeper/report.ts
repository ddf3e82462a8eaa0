/* The keeper's tables: every figure with its aim, and whether it was reached. */
import { type Spread, spread } from '../statistics.ts'
import { type Line, aimTable } from '../aims.ts'
import { table } from '../table.ts'
import type { KeeperFindings, Loaded } from './keeper.ts'

const CALLS = 1_000_000
const CPU_MILLISECONDS = 1
const PART_OF_LATE = 0.05
const MEGABYTES = 60
/** Seconds of one look of the scheduler, however many connections there are. */
const LOOK = 10

/** The aims first, then what they were measured against. */
export function keeperTables(found: KeeperFindings): string {
  return [allAims(found), callerTable(found), loadTable(found.loads)].join('\n\n')
}

function allAims({ cache, cost, refreshes, loads }: KeeperFindings): string {
  const lines: readonly Line[] = [
    ...cache.rates.map(({ connections, perSecond }) => {
      const rate = spread(perSecond)
      return {
        what: `token() from memory, ${count(connections)} connections: calls a second of CPU`,
        found: whole(rate),
        aim: `over ${count(CALLS)}`,
        reached: rate.median > CALLS,
      }
    }),
    {
      what: 'token() from SQLite, each for the first time: a second of CPU',
      found: count(cache.filledPerSecond),
    },
    ...memoryLines(cache.memory),
    ...refreshes.flatMap(({ store, runs }) => [
      {
        what: `refreshes a second, end to end, ${store}`,
        found: whole(spread(runs.map((run) => run.refreshes / run.seconds))),
      },
      {
        what: `of these, CPU ms of the keeper's process each, ${store}`,
        found: fine(spread(runs.map((run) => (run.cpuSeconds * 1000) / run.refreshes)), 2),
      },
    ]),
    ...costLines(cost),
    ...loads
      .filter(({ connections }) => connections === Math.max(...loads.map((each) => each.connections)))
      .map(({ store, connections, look }) => ({
        what: `one look of the scheduler, ${count(connections)} connections, none due, ${store}: ms`,
        found: look.toFixed(1),
        aim: `under ${LOOK}`,
        reached: look < LOOK,
      })),
  ]
  return aimTable('the keeper', 'found (min–max)', lines)
}

function memoryLines({ connections, heap, resident }: KeeperFindings['cache']['memory']): readonly Line[] {
  const line = (what: string, bytes: number): Line => {
    const megabytes = (bytes / 1e6) * (100_000 / connections)
    return {
      what: `memory for 100,000 connections, ${what}: MB`,
      found: megabytes.toFixed(0),
      aim: `under ${MEGABYTES}`,
      reached: megabytes < MEGABYTES,
    }
  }
  return [line('heap', heap), line('resident', resident)]
}

const bare = (cost: KeeperFindings['cost']) => cost.find(({ title }) => title === 'bare fetch')
const keeper = (cost: KeeperFindings['cost']) => cost.find(({ title }) => title.startsWith('the keeper'))

/** Round by round, so that what disturbs a round disturbs both. */
function costLines(cost: KeeperFindings['cost']): readonly Line[] {
  const [fetching, keeping] = [bare(cost), keeper(cost)]
  if (!fetching || !keeping) return []
  const cpu = spread(keeping.cpu.map((each, round) => each - (fetching.cpu[round] ?? Number.NaN)))
  const part = spread(keeping.late).median / spread(fetching.late).median - 1
  return [
    {
      what: 'CPU ms of a refresh beyond a bare fetch of the same',
      found: fine(cpu, 2),
      aim: `under ${CPU_MILLISECONDS}`,
      reached: cpu.median < CPU_MILLISECONDS,
    },
    {
      what: 'time beyond a bare fetch, of a platform that takes 50 ms',
      found: `${(part * 100).toFixed(1)}%`,
      aim: `under ${PART_OF_LATE * 100}%`,
      reached: part < PART_OF_LATE,
    },
  ]
}

function callerTable({ cost }: KeeperFindings): string {
  const fetching = bare(cost)
  return table(
    [
      'the refresh call',
      'CPU ms each (min–max)',
      'beyond fetch',
      'of a platform that takes 50 ms: ms',
      'beyond fetch',
    ],
    cost.map(({ title, cpu, late }) => {
      const [own, time] = [spread(cpu), spread(late)]
      const than = fetching && title !== fetching.title ? fetching : undefined
      return [
        title,
        fine(own, 2),
        than ? (own.median - spread(than.cpu).median).toFixed(2) : '–',
        time.median.toFixed(2),
        than ? `${((time.median / spread(than.late).median - 1) * 100).toFixed(1)}%` : '–',
      ]
    }),
  )
}

export function loadTable(loads: readonly Loaded[]): string {
  const ordered = loads.toSorted(
    (a, b) => a.store.localeCompare(b.store) * -1 || a.connections - b.connections,
  )
  return table(
    [
      'store',
      'connections',
      'import, s',
      'a second',
      'start, ms',
      'start, all due',
      'look, none due',
      'look, all due',
      'interrupted',
      'counts',
      'page',
      'page of a status',
    ],
    ordered.map((each) => [
      each.store,
      count(each.connections),
      each.importSeconds.toFixed(1),
      count(each.connections / each.importSeconds),
      ...[
        each.start,
        each.startAllDue,
        each.look,
        each.lookAllDue,
        each.interrupted,
        each.counts,
        each.page,
        each.pageOfStatus,
      ].map((milliseconds) => milliseconds.toFixed(1)),
    ]),
  )
}

const count = (value: number): string => Math.round(value).toLocaleString('en')
const whole = ({ median, min, max }: Spread): string => `${count(median)} (${count(min)}–${count(max)})`
const fine = ({ median, min, max }: Spread, digits: number): string =>
  `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`
