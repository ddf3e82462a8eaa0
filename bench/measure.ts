import type { LoadResult, Load } from './load.ts'
import { openLoad } from './load.ts'
import { coreBusySeconds, cpuSeconds, residentMegabytes } from './process-usage.ts'
import type { Chain, Credentials, Operation, RunningSubject, Step } from './subjects/subject.ts'

export interface Budget {
  readonly concurrency: number
  /** Timed seconds for each step, before (thrown away) and during the measurement. */
  readonly warmUpSeconds: number
  readonly seconds: number
  /** Of each batch of codes: less than 1 where only that everything runs is to be seen. */
  readonly share: number
  /** The core that servers are pinned to. */
  readonly serverCore: number | undefined
}

/** One operation of one subject in one run. */
export interface Measurement {
  readonly operation: Operation
  /** The chain's name, where the subject has several of the same operations. */
  readonly variant: string | undefined
  readonly requests: number
  readonly failures: number
  readonly seconds: number
  /** Milliseconds, sorted. */
  readonly latencies: Float64Array
  readonly cpuSeconds: number | undefined
  readonly loadBusy: number
  /** Share of the timed part in which the server's core worked for others: neighbours, or the kernel's own threads. */
  readonly others: number | undefined
}

export interface SubjectRun {
  readonly measurements: readonly Measurement[]
  readonly residentMegabytes: number | undefined
}

/** Takes a running server through its chains: first to warm it, then for the record. */
export async function measureSubject(subject: RunningSubject, budget: Budget): Promise<SubjectRun> {
  const load = openLoad(subject.url, budget.concurrency)
  const measurements: Measurement[] = []
  const usage = () => ({
    process: cpuSeconds(subject.pid),
    core: budget.serverCore === undefined ? undefined : coreBusySeconds(budget.serverCore),
  })
  for (const chain of subject.chains) {
    const warmUp = await runChain(usage, load, chain, budget.warmUpSeconds, budget.share)
    if (warmUp.some(({ failures }) => failures > 0)) throw new Error('requests failed: the run is void')
    measurements.push(...(await runChain(usage, load, chain, budget.seconds, budget.share)))
  }
  load.close()
  return { measurements, residentMegabytes: residentMegabytes(subject.pid) }
}

/** Batch after batch from the first step to the last, until the timed part comes to the budget. */
async function runChain(usage: () => Usage, load: Load, chain: Chain, secondsAStep: number, share: number) {
  const stretches = chain.steps.map((): Stretch[] => [])
  const timed = () => stretches.flat().reduce((sum, { result }) => sum + result.seconds, 0)

  do {
    let credentials = await chain.mint(Math.ceil(chain.batch * share))
    for (const [index, step] of chain.steps.entries()) {
      const stretch = await runStep(usage, load, step, credentials)
      stretches[index]?.push(stretch)
      credentials = stretch.credentials
    }
  } while (timed() < secondsAStep * chain.steps.length)

  return chain.steps.map((step, index) => sumUp(step.operation, chain.name, stretches[index] ?? []))
}

/** Seconds used so far. */
interface Usage {
  readonly process: number | undefined
  readonly core: number | undefined
}

interface Stretch {
  readonly result: Omit<LoadResult, 'replies'>
  readonly processSeconds: number | undefined
  readonly coreSeconds: number | undefined
  readonly failures: number
  readonly credentials: readonly Credentials[]
}

async function runStep(
  usage: () => Usage,
  load: Load,
  step: Step,
  credentials: readonly Credentials[],
): Promise<Stretch> {
  const asked = Array.from({ length: step.repeat ?? 1 }, () => credentials).flat()
  const requests = asked.map((each) => step.request(each))
  const before = usage()
  const { replies, ...result } = await load.run(requests)
  const after = usage()

  const brought = replies.map((reply) => step.read(reply))
  return {
    result,
    processSeconds: difference(before.process, after.process),
    coreSeconds: difference(before.core, after.core),
    failures: brought.filter((each) => each === undefined).length,
    credentials: credentials.map((each, index) => ({ ...each, ...brought[index] })),
  }
}

function sumUp(
  operation: Operation,
  variant: string | undefined,
  stretches: readonly Stretch[],
): Measurement {
  const sum = (value: (stretch: Stretch) => number) =>
    stretches.reduce((total, stretch) => total + value(stretch), 0)
  const known = (value: (stretch: Stretch) => number | undefined) =>
    stretches.some((stretch) => value(stretch) === undefined)
      ? undefined
      : sum((stretch) => value(stretch) ?? 0)
  const processSeconds = known((stretch) => stretch.processSeconds)
  const othersSeconds = difference(
    processSeconds,
    known((stretch) => stretch.coreSeconds),
  )
  const seconds = sum(({ result }) => result.seconds)
  const latencies = Float64Array.from(stretches.flatMap(({ result }) => [...result.latencies])).toSorted()
  return {
    operation,
    variant,
    requests: latencies.length,
    failures: sum(({ failures }) => failures),
    seconds,
    latencies,
    cpuSeconds: processSeconds,
    loadBusy: sum(({ result }) => result.loadBusy * result.seconds) / seconds,
    others: othersSeconds === undefined ? undefined : Math.max(0, othersSeconds / seconds),
  }
}

function difference(before: number | undefined, after: number | undefined): number | undefined {
  return before === undefined || after === undefined ? undefined : after - before
}
