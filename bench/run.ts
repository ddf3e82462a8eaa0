import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { useBuilt } from './built.ts'
import { chooseCores, onServerCore, pinLoad } from './cores.ts'
import { type KeeperFindings, measureKeeper, measureLoads } from './keeper/keeper.ts'
import { keepMillion, millionTable } from './keeper/million.ts'
import { keeperTables } from './keeper/report.ts'
import { loadAverage, machineFacts } from './machine.ts'
import { measureSubject, type SubjectRun } from './measure.ts'
import { PartFailed, partsIn } from './parts.ts'
import { readme } from './readme.ts'
import { tables, type Findings } from './report.ts'
import { spread } from './statistics.ts'
import { keepStall, stallTable } from './stall/report.ts'
import { measureStall } from './stall/stall.ts'
import { hufuTitle } from './subjects/hufu.ts'
import { subjects } from './subjects/index.ts'
import type { Subject } from './subjects/subject.ts'
import { summariseOperations, summariseProcess } from './summary.ts'

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    runs: { type: 'string' },
    seconds: { type: 'string' },
    keeper: { type: 'boolean', default: false },
    million: { type: 'boolean', default: false },
    stall: { type: 'boolean', default: false },
    built: { type: 'string' },
  },
})
if (options.built !== undefined) useBuilt(options.built)
const loadBefore = loadAverage()
const cores = chooseCores()
pinLoad(cores)
const runs = Number(options.runs ?? (options.quick ? 1 : 5))
const budget = {
  concurrency: 64,
  warmUpSeconds: options.quick ? 0 : 2,
  seconds: options.quick ? 0.05 : 4,
  share: options.quick ? 0.1 : 1,
  serverCore: cores.pinned ? cores.server : undefined,
}
const startsOfHufu = options.quick ? 1 : 5
const onlyKeeper = options.keeper

/** Beside the code, not in the system's folder for such things: that may be memory, where a sync costs nothing. */
const dataDirectory = fileURLToPath(new URL(`data/${process.pid}`, import.meta.url))
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))
process.once('exit', () => rmSync(dataDirectory, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    process.stderr.write(`ended by ${signal}\n`)
    process.exit(1)
  })

if (options.million) {
  const budget = { directory: join(dataDirectory, 'keeper'), loads: [10_000, 100_000, 1_000_000] }
  await measureLoads(cores, budget, keepMillion)
  process.stdout.write(`${millionTable()}\n`)
  process.exit()
}

if (options.stall) {
  const size = options.quick
    ? { runs: 1, seconds: 0.5, entries: 2000, users: 400, tokens: 20 }
    : {
        runs: Number(options.runs ?? 3),
        seconds: Number(options.seconds ?? 6),
        entries: 300_000,
        users: 30_000,
        tokens: 1000,
      }
  const found = await measureStall(cores, { directory: join(dataDirectory, 'stall'), ...size })
  process.stdout.write(`${stallTable(found)}\n\nmemory at its highest: ${found.memory} MB\n`)
  if (found.failures > 0) {
    process.stderr.write(`\n${found.failures} introspections failed: the run is void\n`)
    process.exitCode = 1
  } else if (!options.quick) keepStall(found)
  process.exit()
}

const records = (onlyKeeper ? [] : subjects).map((subject) => ({
  subject,
  title: subject.title,
  runs: [] as SubjectRun[],
  readyMilliseconds: [] as number[],
}))
const durableRows: { one: number; fifty: number }[] = []

const parts = partsIn(here(`data/measured-${process.pid}.json`))
const keeper = await measureAll().catch((error: unknown) => {
  if (!(error instanceof PartFailed)) throw error
  // Whole runs alone: of each server as many as of the others.
  if (durableRows.length > 0) {
    for (const record of records) record.runs.splice(durableRows.length)
    process.stdout.write(`\n${tables(findingsOf())}\n`)
  }
  process.stderr.write(`\n${error.message}:\n`)
  console.error(error.cause)
  process.exit(1)
})

const findings = findingsOf()
const facts = machineFacts(cores, loadBefore)
const failures = findings.operations.reduce((sum, each) => sum + each.failures, keeper.failures)
const tablesOfKeeper = keeperTables(keeper)

const printed = [...(onlyKeeper ? [] : [tables(findings)]), tablesOfKeeper, facts.join('\n')]
process.stdout.write(`\n${printed.join('\n\n')}\n`)
parts.done()
if (failures > 0) {
  process.stderr.write(`\n${failures} requests failed: the run is void\n`)
  process.exitCode = 1
} else if (!options.quick && !onlyKeeper) {
  const all = { servers: tables(findings), keeper: tablesOfKeeper, million: millionTable() }
  writeFileSync(here('README.md'), readme(all, facts, subjects, { ...budget, runs }))
}

async function measureAll(): Promise<KeeperFindings> {
  for (let run = 1; run <= runs; run += 1) {
    for (const record of records) {
      const part = `run ${run} of ${runs}: ${record.title}`
      process.stderr.write(`${part} ... `)
      const measured = await parts.measure(part, () =>
        withServer(record.subject, (server) => {
          record.readyMilliseconds.push(server.readyMilliseconds)
          return measureSubject(server, budget)
        }),
      )
      record.runs.push(measured)
      process.stderr.write(`${inShort(measured)}\n`)
    }
    if (!onlyKeeper)
      durableRows.push(await parts.measure(`run ${run} of ${runs}: durable rows`, measureDurableRows))
  }
  for (const { subject, readyMilliseconds } of records.filter(({ title }) => title === hufuTitle)) {
    await parts.measure('starts', async () => {
      while (readyMilliseconds.length < startsOfHufu)
        readyMilliseconds.push(
          await withServer(subject, (server) => Promise.resolve(server.readyMilliseconds)),
        )
      return readyMilliseconds
    })
  }
  return measureKeeper(cores, parts, {
    runs,
    directory: join(dataDirectory, 'keeper'),
    ...(options.quick
      ? { cached: [1, 100], cachedSeconds: 0.02, refreshes: 40, loads: [200] }
      : { cached: [1, 1000, 100_000], cachedSeconds: 0.5, refreshes: 5000, loads: [10_000, 30_000] }),
    cost: options.quick ? { rounds: 1, fast: 16, late: 1 } : { rounds: 5, fast: 500, late: 20 },
  })
}

function findingsOf(): Findings {
  return {
    operations: records.flatMap(summariseOperations),
    processes: records.map(summariseProcess),
    durableRows: {
      one: spread(durableRows.map(({ one }) => one)),
      fifty: spread(durableRows.map(({ fifty }) => fifty)),
    },
    hufu: hufuTitle,
  }
}

async function withServer<Result>(
  subject: Subject,
  work: (server: Awaited<ReturnType<Subject['start']>>) => Promise<Result>,
): Promise<Result> {
  const directory = join(dataDirectory, subject.id)
  mkdirSync(directory, { recursive: true })
  const server = await subject.start(cores, directory)
  try {
    return await work(server)
  } finally {
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

function measureDurableRows() {
  mkdirSync(dataDirectory, { recursive: true })
  const file = join(dataDirectory, 'durable-rows.db')
  const seconds = String(options.quick ? 0.2 : 2)
  const [command, ...args] = onServerCore(cores, [
    process.execPath,
    here('durable-commits.ts'),
    file,
    seconds,
  ])
  const output = execFileSync(command as string, args, { encoding: 'utf8' })
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
  return JSON.parse(output) as { one: number; fifty: number }
}

function inShort({ measurements }: SubjectRun): string {
  return measurements
    .map((each) => `${each.operation} ${Math.round(each.requests / each.seconds).toLocaleString('en')}/s`)
    .join(', ')
}
