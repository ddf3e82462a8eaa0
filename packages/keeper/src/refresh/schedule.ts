/* Refreshes ahead of time: what is due, the most urgent first, a few at once for each application. */
import type { App } from '../app/app.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import { KeeperError } from '@hufu/keeper-store/errors'
import { type NewEvent, eventAbout } from '@hufu/keeper-store/events'
import type { KeeperContext } from '../keeper-context.ts'
import { reconcile } from './persist.ts'
import type { Refresher } from './refresh.ts'
import { type Repeated, repeat } from '../repeat.ts'
import { configuredApp } from '../app/configured-app.ts'
import { endOf, noticeTime } from './timing.ts'

export interface Scheduler {
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
}

/** Looks at what is due, to one round of what is not refreshing. */
const HOUSEKEEPING = 2.5
/** Calls of dead processes that are begun again at once. */
const MOST_TAKEN_OVER = 100
/** Rows that a sweep removes at once. */
const SWEPT = 500
/** Seconds before a connection that may not be refreshed now is looked at again, where nobody said when. */
const LOOK_AGAIN = 60

/** @param pollSeconds between two looks where nothing was due; each look is one read of an index. */
export function schedule(context: KeeperContext, refresher: Refresher, pollSeconds: number): Scheduler {
  const loops: Repeated[] = []
  const running = new Set<Promise<unknown>>()
  let stopped = false

  /** Again and again, with a pause that `act` names in seconds. */
  function loop(act: () => Promise<number>): void {
    const again = (error: unknown) => {
      const reason = error instanceof Error ? error.message : 'unknown'
      context.warn('the scheduler could not read the store: it tries again', { reason })
      return pollSeconds
    }
    loops.push(repeat(act, again))
  }
  /** @param work never rejects. */
  function started(work: Promise<void>): void {
    const ended = work.then(() => void running.delete(ended))
    running.add(ended)
  }

  for (const app of context.apps.all) {
    const next = queueOf(app)
    for (let place = 0; place < app.concurrency; place++) {
      loop(async () => {
        const row = await next()
        if (row === undefined) return pollSeconds
        await refreshOne(row, 'scheduler')
        return 0
      })
    }
  }
  const longest = Math.max(0, ...context.apps.all.map(({ policy }) => policy.reuse.replaySeconds))
  if (longest > 0) loop(() => takeOver(longest))

  /**
   * What a process left that died is taken over at once, due or not: the platform repeats its answer only for a while.
   */
  async function takeOver(replaySeconds: number): Promise<number> {
    const since = context.clock.now() - replaySeconds
    for (const row of await context.store.interrupted({ since, limit: MOST_TAKEN_OVER }))
      if (!stopped && !refresher.isUnderway(row.id)) started(refreshOne(row, 'caller'))
    return Math.min(pollSeconds, replaySeconds / 10)
  }
  loop(housekeeping(context, HOUSEKEEPING * pollSeconds))

  /** One look at the store for all places of an application; where nothing was due, none looks again for a while. */
  function queueOf(app: App): () => Promise<Connection | undefined> {
    let queue: readonly Connection[] = []
    let looking: Promise<void> | undefined
    let restUntil = 0
    const look = async () => {
      const due = await context.store.due({ platform: app.platform, app: app.id, limit: 8 * app.concurrency })
      queue = due.filter(({ id }) => !refresher.isUnderway(id))
      if (queue.length === 0) restUntil = performance.now() + pollSeconds * 500
    }
    return async () => {
      if (stopped || app.breaker.pausedUntil() !== undefined) return undefined
      if (queue.length === 0 && performance.now() >= restUntil)
        await (looking ??= look().finally(() => (looking = undefined)))
      const [first, ...rest] = queue
      queue = rest
      return first
    }
  }

  /** Never rejects: one connection stops no other, whatever is wrong with it or with the store. */
  async function refreshOne(row: Connection, who: 'caller' | 'scheduler'): Promise<void> {
    try {
      await refresher.refresh(row.id, row.generation, undefined, who)
    } catch (error) {
      if (stopped) return
      if (!(error instanceof KeeperError)) tellOf(row, 'a refresh ended in an internal error', error)
      await later(context, row, error).catch((failed: unknown) =>
        tellOf(row, 'when a connection is refreshed next was not kept', failed),
      )
    }
  }
  function tellOf({ id: connectionId }: Connection, message: string, error: unknown): void {
    context.warn(message, { connectionId, reason: error instanceof Error ? error.message : 'unknown' })
  }

  return {
    async stop() {
      stopped = true
      const loopsEnded = loops.map((each) => each.stop())
      await refresher.drain()
      await Promise.all([...loopsEnded, ...running])
    },
  }
}

/** One that may not be refreshed now keeps no other waiting. What a call left behind has said when itself. */
async function later({ store, clock }: KeeperContext, row: Connection, error: unknown): Promise<void> {
  const { retryAt, retry } = error instanceof KeeperError ? error : {}
  const present = await store.connection(row.id)
  if (present === undefined || present.epoch !== row.epoch || present.dueAt !== row.dueAt) return
  const dueAt = retry === 'reauth' ? null : Math.max(retryAt ?? 0, clock.now() + 1)
  await store.change(
    row.id,
    { dueAt: retryAt === undefined && retry !== 'reauth' ? clock.now() + LOOK_AGAIN : dueAt },
    [],
  )
}

const housekeeping = (context: KeeperContext, seconds: number) => {
  const { store, clock } = context
  let swept = -Infinity
  return async (): Promise<number> => {
    await clock.ask()
    await reconcile(context)
    for (const row of await store.noticeable(100)) await notice(context, row)
    if (performance.now() > swept + 60_000) {
      swept = performance.now()
      await context.copy.look()
      while ((await store.sweep(SWEPT)) >= SWEPT);
    }
    return seconds
  }
}

/** Tells that an authorization ends, once among all processes. */
async function notice(context: KeeperContext, row: Connection): Promise<void> {
  const { apps, store, clock, tell } = context
  const end = endOf(row, configuredApp(apps, row)?.policy)
  const now = clock.now()
  const told: readonly NewEvent[] =
    end === undefined || row.status === 'revoked' || row.status === 'disabled'
      ? []
      : [
          eventAbout(row, 'connection.reauth_due', {
            endsAt: end,
            days: Math.max(0, Math.ceil((end - now) / 86_400)),
          }),
        ]
  if (await store.noticed(row, noticeTime(end, now), told)) tell(told)
}
