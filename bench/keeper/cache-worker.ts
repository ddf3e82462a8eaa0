/*
 * Tokens from memory: what a connection takes there, and how many calls a second are answered from there. Run with
 * --expose-gc. Argument: a plan as JSON; it prints what it found as JSON.
 */
import { randomInt } from 'node:crypto'
import { type Named, createKeeper } from '@hufu/keeper'
import { type Kept, nameOf, optionsOf } from './connections.ts'

export interface CachePlan {
  /** With as many connections as the greatest size. */
  readonly kept: Kept
  /** Connections, from the fewest to the most. */
  readonly sizes: readonly number[]
  readonly runs: number
  readonly secondsARun: number
}

export interface CacheFound {
  /** Calls a second of this process's CPU, all threads, run by run. */
  readonly rates: readonly { readonly connections: number; readonly perSecond: readonly number[] }[]
  readonly memory: {
    readonly connections: number
    /** Bytes more than before the first token was handed out. */
    readonly heap: number
    readonly resident: number
  }
  /** Tokens a second of CPU that were read from the store and opened, as the cache was filled. */
  readonly filledPerSecond: number
}

const plan = JSON.parse(process.argv[2] ?? '') as CachePlan
const most = Math.max(...plan.sizes)
const keeper = await createKeeper({ ...optionsOf(plan.kept), schedule: false, maxStaleSeconds: 3600 })
/** Made before the clock starts, in no order: a caller has them, and asks for whom it happens to need. */
const names = shuffled(Array.from({ length: most }, (_, nth) => nameOf(nth)))
await keeper.token(names[0] as Named)

const before = used()
const began = process.cpuUsage()
await Promise.all(Array.from({ length: 256 }, (_, from) => askEach(from, 256)))
const filledPerSecond = most / cpuSeconds(began)
const after = used()

const rates = plan.sizes.map((connections) => ({ connections, perSecond: [] as number[] }))
for (let run = 0; run <= plan.runs; run++)
  for (const each of rates) {
    const rate = await ratePerSecond(each.connections)
    if (run > 0) each.perSecond.push(rate)
  }
await keeper.close()

const found: CacheFound = {
  rates,
  memory: { connections: most, heap: after.heap - before.heap, resident: after.resident - before.resident },
  filledPerSecond,
}
process.stdout.write(JSON.stringify(found))

async function askEach(from: number, step: number): Promise<void> {
  for (let nth = from; nth < names.length; nth += step) await keeper.token(names[nth] as Named)
}

/** One caller, one call after the other, each awaited. */
/** One caller, one call after the other, each awaited. */
async function ratePerSecond(connections: number): Promise<number> {
  const start = process.cpuUsage()
  let calls = 0
  let characters = 0
  for (let nth = 0; cpuSeconds(start) < plan.secondsARun;) {
    for (let stretch = 0; stretch < 10_000; stretch++) {
      characters += (await keeper.token(names[nth] as Named)).accessToken.length
      nth = nth + 1 === connections ? 0 : nth + 1
    }
    calls += 10_000
  }
  if (characters !== calls * 32) throw new Error('not every call gave its token')
  return calls / cpuSeconds(start)
}

function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1e6
}

function used(): { readonly heap: number; readonly resident: number } {
  for (let times = 0; times < 3; times++) globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heap: heapUsed + external, resident: rss }
}

function shuffled<Value>(values: readonly Value[]): readonly Value[] {
  const order = values.map((value) => ({ value, at: randomInt(2 ** 32) }))
  return order.toSorted((a, b) => a.at - b.at).map(({ value }) => value)
}
