/* What introspection waits for while other things are asked of the same process: `npm run bench -- --stall`. */
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { advisedFlags } from '../advised.ts'
import type { Cores } from '../cores.ts'
import { requestBytes } from '../request-bytes.ts'
import { freePort, startServerProcess } from '../server-process.ts'
import { type Spread, percentile, spread } from '../statistics.ts'
import { type OtherLoad, otherLoads } from './loads.ts'
import { openLoop } from './open-loop.ts'
import type { Seeded } from './seeded.ts'

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const PER_SECOND = 200

export interface StallBudget {
  readonly directory: string
  readonly runs: number
  readonly seconds: number
  readonly entries: number
  readonly users: number
  readonly tokens: number
}

/** Milliseconds, but for `answered`. */
export interface Stalled {
  readonly title: string
  readonly p50: Spread
  readonly p99: Spread
  readonly longest: number
  /** Of the other load, a second: those that were answered with what was asked for, and the others. */
  readonly answered: number
  readonly turnedAway: number
}

export interface StallFindings {
  readonly date: string
  readonly budget: Omit<StallBudget, 'directory'>
  readonly quiet: Stalled
  readonly loaded: readonly Stalled[]
  /** Of the server's process, at its highest, MB. */
  readonly memory: number
  readonly failures: number
}

interface Run {
  readonly latencies: Float64Array
  readonly answered: number
  readonly turnedAway: number
}

export async function measureStall(cores: Cores, budget: StallBudget): Promise<StallFindings> {
  const { directory, seconds, runs } = budget
  const port = await freePort()
  const url = new URL(`http://127.0.0.1:${port}`)
  const args = [directory, port, budget.entries, budget.users, budget.tokens].map(String)
  const seeded = JSON.parse(
    execFileSync(process.execPath, [here('seed.ts'), ...args], { encoding: 'utf8' }),
  ) as Seeded
  const config = join(directory, 'hufu.config.json')
  const program = [...advisedFlags, here('../../packages/cli/bin/hufu.js'), 'serve', '--config', config]
  const server = await startServerProcess(cores, program, new URL('/healthz', url))
  let failures = 0
  try {
    const loads = await otherLoads(url, seeded)
    const requests = seeded.tokens.map((token) =>
      requestBytes(url, {
        path: '/introspect',
        form: { token, client_id: 'gateway', client_secret: 'secret' },
      }),
    )
    const once = async (load?: OtherLoad): Promise<Run> => {
      const other = load && startOther(url, load)
      if (other) await new Promise((resolve) => setTimeout(resolve, 500))
      const began = performance.now()
      const timed = await openLoop(url, requests, PER_SECOND, seconds, (body) =>
        body.includes('"active":true'),
      )
      failures += timed.failures
      const { answers } = other ? await other.stop() : { answers: {} }
      const lasted = (performance.now() - began + (other ? 500 : 0)) / 1000
      const count = Object.values(answers).reduce((sum, each) => sum + each, 0)
      const answered = (answers['200'] ?? 0) / lasted
      await settled()
      return { latencies: timed.latencies, answered, turnedAway: count / lasted - answered }
    }
    await once() // warms it up
    const quiet: Run[] = []
    const loaded = loads.map(({ title }) => ({ title, runs: [] as Run[] }))
    for (let run = 0; run < runs; run++) {
      for (const [nth, load] of loads.entries()) {
        quiet.push(await once())
        const measured = await once(load)
        loaded[nth]?.runs.push(measured)
        process.stderr.write(
          `run ${run + 1} of ${runs}: ${load.title}: p50 ${percentile(measured.latencies, 0.5).toFixed(1)} ms, p99 ${percentile(measured.latencies, 0.99).toFixed(1)} ms, ${measured.answered.toFixed(1)}/s answered, ${failures} failed\n`,
        )
      }
    }
    return {
      date: new Date().toISOString().slice(0, 10),
      budget: { runs, seconds, entries: budget.entries, users: budget.users, tokens: budget.tokens },
      quiet: summary('nothing else', quiet),
      loaded: loaded.map((each) => summary(each.title, each.runs)),
      memory: Math.round(highestMemory(server.pid)),
      failures,
    }
  } finally {
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

/** What the other load left behind is done before the next is measured. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 1500))

function startOther(url: URL, load: OtherLoad) {
  const child = spawn(process.execPath, [here('load-process.ts'), url.href, JSON.stringify(load)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const killWithUs = () => child.kill('SIGKILL')
  process.once('exit', killWithUs)
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return {
    async stop() {
      child.kill('SIGTERM')
      await ended
      process.off('exit', killWithUs)
      return JSON.parse(text) as { readonly answers: Readonly<Record<string, number>> }
    },
  }
}

function summary(title: string, runs: readonly Run[]): Stalled {
  const mean = (of: (run: Run) => number) => runs.reduce((sum, run) => sum + of(run), 0) / runs.length
  return {
    title,
    p50: spread(runs.map(({ latencies }) => percentile(latencies, 0.5))),
    p99: spread(runs.map(({ latencies }) => percentile(latencies, 0.99))),
    longest: Math.max(...runs.map(({ latencies }) => latencies.at(-1) ?? 0)),
    answered: mean(({ answered }) => answered),
    turnedAway: mean(({ turnedAway }) => turnedAway),
  }
}

/** Linux alone says it. */
function highestMemory(pid: number): number {
  try {
    const [, kilobytes] = /^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes) / 1024
  } catch {
    return Number.NaN
  }
}
