/*
 * Connections brought into a store, and what a keeper and its scheduler need to begin with so many. Argument: a plan as JSON;
 * it prints what it found as JSON.
 */
import { type KeeperStore, createKeeper } from '@hufu/keeper'
import { spread } from '../statistics.ts'
import {
  type Kept,
  LIFETIME,
  benchClient,
  importConnections,
  optionsOf,
  platform,
  storeOf,
} from './connections.ts'

export interface LoadPlan {
  readonly kept: Kept
  readonly connections: number
}

/** In milliseconds, but for the import. */
export interface LoadFound {
  readonly importSeconds: number
  /** From `createKeeper` until its scheduler was told that nothing is due. */
  readonly start: number
  /** The same, until it was given the first that are, where all are. */
  readonly startAllDue: number
  /** One look of the scheduler, where nothing is due; and where all are. */
  readonly look: number
  readonly lookAllDue: number
  readonly interrupted: number
  readonly counts: number
  /** A page of 100: the first of all, and those of a status that none has. */
  readonly page: number
  readonly pageOfStatus: number
}

const { kept, connections } = JSON.parse(process.argv[2] ?? '') as LoadPlan
const options = optionsOf(kept)

const importing = await createKeeper({ ...options, schedule: false })
const began = performance.now()
await importConnections(importing, connections)
const importSeconds = (performance.now() - began) / 1000
await importing.close()

const quiet = () => undefined
let ahead = 0
const store = await storeOf(kept, () => ahead)
const app = { platform, app: benchClient.clientId, limit: 64 }
const looks = {
  look: await milliseconds(() => store.due(app)),
  interrupted: await milliseconds(() => store.interrupted({ since: 0, limit: 100 })),
  counts: await milliseconds(() => store.counts()),
  page: await milliseconds(() => store.list({ limit: 100 })),
  pageOfStatus: await milliseconds(() => store.list({ status: 'revoked', limit: 100 })),
}
ahead = LIFETIME
const lookAllDue = await milliseconds(() => store.due(app))
await store.close()

ahead = 0
const start = await started((count) => count === 0)
ahead = LIFETIME
const startAllDue = await started((count) => count > 0)
const found: LoadFound = { importSeconds, start, startAllDue, lookAllDue, ...looks }
process.stdout.write(JSON.stringify(found))

/** Until a look of the scheduler gives as many as are waited for. */
async function started(isThat: (count: number) => boolean): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const from = performance.now()
  const base = await storeOf(kept, () => ahead)
  const watched: KeeperStore = {
    ...base,
    async due(asked) {
      const rows = await base.due(asked)
      if (isThat(rows.length)) resolve(performance.now() - from)
      return rows
    },
  }
  const keeper = await createKeeper({
    ...options,
    store: watched,
    log: { debug: quiet, info: quiet, warn: quiet },
  })
  const took = await promise
  await keeper.close()
  return took
}

async function milliseconds(act: () => Promise<unknown>): Promise<number> {
  const taken: number[] = []
  for (let times = 0; times < 5; times++) {
    const from = performance.now()
    await act()
    taken.push(performance.now() - from)
  }
  return spread(taken).median
}
