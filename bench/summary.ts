import type { Measurement, SubjectRun } from './measure.ts'
import { percentile, spread, type Spread } from './statistics.ts'
import type { Operation } from './subjects/subject.ts'

/** One line of the table: one operation of one subject over all runs. */
export interface OperationSummary {
  readonly subject: string
  readonly operation: Operation
  readonly variant: string | undefined
  readonly perSecond: Spread
  readonly p50: number
  readonly p99: Spread
  /** CPU seconds of the server for 1,000 requests. */
  readonly cpu: number | undefined
  readonly failures: number
  readonly loadBusy: number
  readonly others: Spread | undefined
}

/** What is said of the whole process. */
export interface ProcessSummary {
  readonly subject: string
  readonly residentMegabytes: Spread | undefined
  readonly readyMilliseconds: Spread
  readonly starts: number
}

/** All that was recorded of one subject. */
export interface SubjectRecord {
  readonly title: string
  readonly runs: readonly SubjectRun[]
  readonly readyMilliseconds: readonly number[]
}

export function summariseOperations(record: SubjectRecord): readonly OperationSummary[] {
  const first = record.runs[0]?.measurements ?? []
  return first.map(({ operation, variant }) => {
    const runs = record.runs.flatMap((run) =>
      run.measurements.filter((each) => each.operation === operation && each.variant === variant),
    )
    const median = (value: (run: Measurement) => number) => spread(runs.map(value)).median
    const others = runs.flatMap((run) => run.others ?? [])
    return {
      subject: record.title,
      operation,
      variant,
      perSecond: spread(runs.map((run) => run.requests / run.seconds)),
      p50: median(({ latencies }) => percentile(latencies, 0.5)),
      p99: spread(runs.map(({ latencies }) => percentile(latencies, 0.99))),
      cpu: runs.some((run) => run.cpuSeconds === undefined)
        ? undefined
        : median((run) => ((run.cpuSeconds ?? Number.NaN) / run.requests) * 1000),
      failures: runs.reduce((sum, run) => sum + run.failures, 0),
      loadBusy: Math.max(...runs.map(({ loadBusy }) => loadBusy)),
      others: others.length < runs.length ? undefined : spread(others),
    }
  })
}

export function summariseProcess(record: SubjectRecord): ProcessSummary {
  const resident = record.runs.flatMap((run) => run.residentMegabytes ?? [])
  return {
    subject: record.title,
    residentMegabytes: resident.length === 0 ? undefined : spread(resident),
    readyMilliseconds: spread(record.readyMilliseconds),
    starts: record.readyMilliseconds.length,
  }
}

/** How many times as fast each variant of hufu does the same, in their order; a bare form POST is set against the code exchange. */
export function hufuRatios(
  summary: OperationSummary,
  all: readonly OperationSummary[],
  hufu: string,
): readonly number[] {
  const operation = summary.operation === 'form POST' ? 'code exchange' : summary.operation
  return all
    .filter((other) => other.subject === hufu && other.operation === operation)
    .map((same) => same.perSecond.median / summary.perSecond.median)
}
