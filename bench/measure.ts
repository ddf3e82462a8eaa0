import type { LoadResult, Load } from './load.ts'
import { openLoad } from './load.ts'
import { cpuSeconds, residentMegabytes } from './process-usage.ts'
import type { Chain, Credentials, Operation, RunningSubject, Step } from './subjects/subject.ts'

export interface Budget {
  readonly concurrency: number
  /** Timed seconds for each step, before (thrown away) and during the measurement. */
  readonly warmUpSeconds: number
  readonly seconds: number
}

/** One operation of one subject in one run. */
export interface Measurement {
  readonly operation: Operation
  readonly requests: number
  readonly failures: number
  readonly seconds: number
  /** Milliseconds, sorted. */
  readonly latencies: Float64Array
  readonly cpuSeconds: number | undefined
  readonly loadBusy: number
}

export interface SubjectRun {
  readonly measurements: readonly Measurement[]
  readonly residentMegabytes: number | undefined
}

/** Takes a running server through its chains: first to warm it, then for the record. */
export async function measureSubject(subject: RunningSubject, budget: Budget): Promise<SubjectRun> {
  const load = openLoad(subject.url, budget.concurrency)
  const measurements: Measurement[] = []
  for (const chain of subject.chains) {
    await runChain(subject.pid, load, chain, budget.warmUpSeconds)
    measurements.push(...(await runChain(subject.pid, load, chain, budget.seconds)))
  }
  load.close()
  return { measurements, residentMegabytes: residentMegabytes(subject.pid) }
}

/** Batch after batch from the first step to the last, until the timed part comes to the budget. */
async function runChain(pid: number, load: Load, chain: Chain, secondsAStep: number) {
  const stretches = chain.steps.map((): Stretch[] => [])
  const timed = () => stretches.flat().reduce((sum, { result }) => sum + result.seconds, 0)

  do {
    let credentials = await chain.mint(chain.batch)
    for (const [index, step] of chain.steps.entries()) {
      const stretch = await runStep(pid, load, step, credentials)
      stretches[index]?.push(stretch)
      credentials = stretch.credentials
    }
  } while (timed() < secondsAStep * chain.steps.length)

  return chain.steps.map((step, index) => sumUp(step.operation, stretches[index] ?? []))
}

interface Stretch {
  readonly result: Omit<LoadResult, 'replies'>
  readonly cpuSeconds: number | undefined
  readonly failures: number
  readonly credentials: readonly Credentials[]
}

async function runStep(
  pid: number,
  load: Load,
  step: Step,
  credentials: readonly Credentials[],
): Promise<Stretch> {
  const asked = Array.from({ length: step.repeat ?? 1 }, () => credentials).flat()
  const requests = asked.map((each) => step.request(each))
  const cpuBefore = cpuSeconds(pid)
  const { replies, ...result } = await load.run(requests)
  const cpuAfter = cpuSeconds(pid)

  const brought = replies.map((reply) => step.read(reply))
  return {
    result,
    cpuSeconds: cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore,
    failures: brought.filter((each) => each === undefined).length,
    credentials: credentials.map((each, index) => ({ ...each, ...brought[index] })),
  }
}

function sumUp(operation: Operation, stretches: readonly Stretch[]): Measurement {
  const sum = (value: (stretch: Stretch) => number) =>
    stretches.reduce((total, stretch) => total + value(stretch), 0)
  const seconds = sum(({ result }) => result.seconds)
  const latencies = Float64Array.from(stretches.flatMap(({ result }) => [...result.latencies])).toSorted()
  return {
    operation,
    requests: latencies.length,
    failures: sum(({ failures }) => failures),
    seconds,
    latencies,
    cpuSeconds: stretches.some((stretch) => stretch.cpuSeconds === undefined)
      ? undefined
      : sum((stretch) => stretch.cpuSeconds ?? 0),
    loadBusy: sum(({ result }) => result.loadBusy * result.seconds) / seconds,
  }
}
