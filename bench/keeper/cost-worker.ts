/*
 * What a refresh costs whoever asks for it: CPU against a server that answers at once, and time against one that takes 50 ms.
 * The callers take turns. Argument: a plan as JSON; it prints what it found as JSON.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { formatKeys, generateKey } from '@hufu/crypto'
import { type Caller, callersOf } from './callers.ts'

export interface CostPlan {
  readonly url: string
  readonly directory: string
  readonly rounds: number
  /** Refreshes of one caller's turn at the fast server, and of all its turns of a round at the late one. */
  readonly fast: number
  readonly late: number
}

export interface CostFound {
  readonly title: string
  /** Milliseconds of CPU a refresh, of all threads, round by round. */
  readonly cpu: readonly number[]
  /** Milliseconds from call to token, one after the other, all rounds. */
  readonly late: readonly number[]
}

/** At the fast server. */
const AT_ONCE = 8

const plan = JSON.parse(process.argv[2] ?? '') as CostPlan
const found = new Map<string, { readonly title: string; readonly cpu: number[]; readonly late: number[] }>()

const { rounds, fast, late } = plan

await measured('/now', { count: fast, rounds, warmUp: 1 }, async (caller, from, keep) => {
  const before = process.cpuUsage()
  let next = from
  const one = async () => {
    while (next < from + fast) await refreshed(caller, next++)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
  const { user, system } = process.cpuUsage(before)
  if (keep) of(caller).cpu.push((user + system) / 1000 / fast)
})
// Call by call: what disturbs one in 50 ms disturbs all of them as much.
await measured('/late', { count: 1, rounds: rounds * late, warmUp: late }, async (caller, nth, keep) => {
  const before = performance.now()
  await refreshed(caller, nth)
  if (keep) of(caller).late.push(performance.now() - before)
})
process.stdout.write(JSON.stringify([...found.values()] satisfies CostFound[]))

/** So many refreshes a turn; those of the first rounds are thrown away. */
interface Turns {
  readonly count: number
  readonly rounds: number
  readonly warmUp: number
}

/** Round after round; no shop is refreshed twice. */
async function measured(
  path: string,
  { count, rounds, warmUp }: Turns,
  turn: (caller: Caller, from: number, keep: boolean) => Promise<void>,
): Promise<void> {
  const directory = join(plan.directory, path)
  mkdirSync(directory, { recursive: true })
  const kept = {
    store: `sqlite:${join(directory, 'keeper.db')}`,
    keys: formatKeys([generateKey()]),
    spool: join(directory, 'spool'),
  }
  const callers = await callersOf(plan.url, path, kept, (rounds + warmUp) * count)
  for (let round = 0; round < rounds + warmUp; round++)
    for (const [place] of callers.entries()) {
      const caller = callers[(round + place) % callers.length]
      if (caller) await turn(caller, round * count, round >= warmUp)
    }
  for (const { close } of callers) await close()
}

async function refreshed({ refresh, title }: Caller, nth: number): Promise<void> {
  if ((await refresh(nth)) === '') throw new Error(`${title}: a refresh brought no token`)
}

function of({ title }: Caller) {
  const known = found.get(title) ?? { title, cpu: [], late: [] }
  found.set(title, known)
  return known
}
