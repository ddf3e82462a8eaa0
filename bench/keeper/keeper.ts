/* The keeper, measured: each of its programs in turn, run after run. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatKeys, generateKey } from '@hufu/crypto'
import { createKeeper } from '@hufu/keeper'
import { type TestPostgres, startPostgres } from '../../packages/keeper-store/test/postgres.ts'
import { noPostgres } from '../../packages/keeper-store/test/postgres/binaries.ts'
import { advisedFlags } from '../advised.ts'
import type { Cores } from '../cores.ts'
import { openLoad } from '../load.ts'
import type { Parts } from '../parts.ts'
import { freePort, startServerProcess } from '../server-process.ts'
import { benchApp } from '../subjects/hufu-app.ts'
import { startHufu } from '../subjects/hufu-start.ts'
import type { Credentials } from '../subjects/subject.ts'
import type { CacheFound, CachePlan } from './cache-worker.ts'
import { foundBy } from './child.ts'
import { type Kept, importConnections, optionsOf } from './connections.ts'
import type { CostFound, CostPlan } from './cost-worker.ts'
import type { LoadFound, LoadPlan } from './load-worker.ts'
import type { RefreshFound, RefreshPlan } from './refresh-worker.ts'

export interface KeeperBudget {
  readonly runs: number
  readonly directory: string
  /** Connections whose tokens are in memory, from the fewest to the most. */
  readonly cached: readonly number[]
  readonly cachedSeconds: number
  /** Refreshes end to end, a run. */
  readonly refreshes: number
  readonly cost: Pick<CostPlan, 'rounds' | 'fast' | 'late'>
  /** Connections that are brought into a store. */
  readonly loads: readonly number[]
}

export const stores = ['SQLite', 'PostgreSQL'] as const
export type StoreTitle = (typeof stores)[number]

export interface Loaded extends LoadFound {
  readonly store: StoreTitle
  readonly connections: number
}

export interface KeeperFindings {
  readonly cache: CacheFound
  readonly refreshes: readonly { readonly store: StoreTitle; readonly runs: readonly RefreshFound[] }[]
  readonly cost: readonly CostFound[]
  readonly loads: readonly Loaded[]
  readonly failures: number
}

/** Refreshes at once, of one application. */
export const CONCURRENCY = 64

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))

/** The others of a measurement run beside the load, so that the measured core is the keeper's alone. */
const besides = (cores: Cores): Cores =>
  cores.pinned ? { ...cores, server: cores.load, load: cores.server } : cores

const say = (text: string) => process.stderr.write(`keeper: ${text}\n`)

export async function measureKeeper(
  cores: Cores,
  parts: Parts,
  budget: KeeperBudget,
): Promise<KeeperFindings> {
  const { directory } = budget
  const part = <Found>(name: string, work: () => Promise<Found>): Promise<Found> => {
    say(name)
    return parts.measure(`keeper: ${name}`, work)
  }
  mkdirSync(directory, { recursive: true })
  const postgres = noPostgres === false ? await startPostgres({ durable: true }) : undefined
  try {
    const cache = await part('tokens from memory', () => cached(cores, budget))
    const cost = await part('cost of a refresh', () => costs(cores, budget))
    const refreshes = await part('refreshes end to end', () => refreshed(cores, budget, postgres))
    const loads = await part('loads', () => loaded(cores, budget, postgres))
    const failures = refreshes.flatMap(({ runs }) => runs).reduce((sum, run) => sum + run.failures, 0)
    return { cache, cost, refreshes, loads, failures }
  } finally {
    await postgres?.stop()
  }
}

let files = 0
/** Nothing in it yet. */
async function newKept(title: StoreTitle, directory: string, postgres?: TestPostgres): Promise<Kept> {
  const folder = join(directory, `kept-${files++}`)
  mkdirSync(folder, { recursive: true })
  return {
    store:
      title === 'PostgreSQL' && postgres
        ? await postgres.newDatabase()
        : `sqlite:${join(folder, 'keeper.db')}`,
    keys: formatKeys([generateKey()]),
    spool: join(folder, 'spool'),
  }
}

const offered = (postgres: TestPostgres | undefined) =>
  stores.filter((title) => title === 'SQLite' || postgres !== undefined)

async function cached(cores: Cores, { directory, cached: sizes, runs, cachedSeconds }: KeeperBudget) {
  const kept = await newKept('SQLite', directory)
  const keeper = await createKeeper({ ...optionsOf(kept), schedule: false })
  await importConnections(keeper, Math.max(...sizes))
  await keeper.close()
  const plan: CachePlan = { kept, sizes, runs, secondsARun: cachedSeconds }
  return foundBy<CacheFound>(cores, 'cache-worker.ts', plan, ['--expose-gc', ...advisedFlags])
}

async function costs(cores: Cores, { directory, cost }: KeeperBudget): Promise<readonly CostFound[]> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = await startServerProcess(
    besides(cores),
    [here('token-endpoint.ts'), String(port)],
    new URL('/health', url),
  )
  try {
    return await foundBy<CostFound[]>(cores, 'cost-worker.ts', {
      url,
      directory: join(directory, 'cost'),
      ...cost,
    } satisfies CostPlan)
  } finally {
    await server.stop()
  }
}

async function refreshed(
  cores: Cores,
  { directory, refreshes, runs }: KeeperBudget,
  postgres?: TestPostgres,
) {
  const folder = join(directory, 'platform')
  mkdirSync(folder, { recursive: true })
  const server = await startHufu(besides(cores), folder)
  const found = offered(postgres).map((store) => ({ store, runs: [] as RefreshFound[] }))
  try {
    // Asked for by their refresh: new tokens each time, whenever asked.
    const { platform, mint, exchange } = server.rotating
    const load = openLoad(server.url, 16)
    for (let run = 0; run < runs; run++)
      for (const { store, runs: all } of found) {
        const codes = await mint(refreshes)
        const { replies } = await load.run(codes.map((code) => exchange.request(code)))
        const credentials: readonly (Credentials | undefined)[] = replies.map((reply) => exchange.read(reply))
        const file = join(folder, 'credentials.json')
        writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 })
        const plan: RefreshPlan = {
          kept: await newKept(store, directory, postgres),
          platform,
          clientId: benchApp.clientId,
          clientSecret: benchApp.secret,
          baseUrl: `${server.url.origin}/${platform}`,
          credentials: file,
          concurrency: CONCURRENCY,
        }
        all.push(await foundBy<RefreshFound>(cores, 'refresh-worker.ts', plan))
      }
    load.close()
    return found
  } finally {
    await server.stop()
  }
}

/**
 * Brings so many connections into each store, and nothing else.
 *
 * @param keep is given each finding as it comes: the greatest take their time.
 */
export async function measureLoads(
  cores: Cores,
  budget: Pick<KeeperBudget, 'directory' | 'loads'>,
  keep: (found: Loaded) => void,
): Promise<void> {
  mkdirSync(budget.directory, { recursive: true })
  const postgres = noPostgres === false ? await startPostgres({ durable: true }) : undefined
  try {
    await loaded(cores, budget, postgres, keep)
  } finally {
    await postgres?.stop()
  }
}

/** Each size in a store of its own. */
async function loaded(
  cores: Cores,
  { directory, loads }: Pick<KeeperBudget, 'directory' | 'loads'>,
  postgres: TestPostgres | undefined,
  keep: (found: Loaded) => void = () => undefined,
): Promise<readonly Loaded[]> {
  const found: Loaded[] = []
  for (const connections of loads)
    for (const store of offered(postgres)) {
      say(`${connections.toLocaleString('en')} connections into ${store}`)
      const plan: LoadPlan = { kept: await newKept(store, directory, postgres), connections }
      const each = { store, connections, ...(await foundBy<LoadFound>(cores, 'load-worker.ts', plan)) }
      found.push(each)
      keep(each)
      rmSync(join(directory, `kept-${files - 1}`), { recursive: true, force: true })
    }
  return found
}
