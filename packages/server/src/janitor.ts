import type { Grant } from '@hufu/engine'
import type { Store } from '@hufu/accounts'
import type { Logger } from '@hufu/web/log'

const EVERY_SECONDS = 30
const BATCH = 100
/** A turn ends after so many batches, so that a large backlog never keeps requests waiting. */
const MOST_BATCHES = 100
const MOST_MARKS = 100_000
const DAY = 86_400

export interface Janitor {
  /** `lastUsedDay` tells whether there is anything to write: a token may be checked all day. */
  used(grant: Pick<Grant, 'id' | 'lastUsedDay'>): void
  /** When a turn last left nothing that had expired, in seconds since the epoch; undefined before the first. */
  lastTurn(): number | undefined
  /** Runs one turn now. */
  turn(): Promise<void>
  /** Ends the turns, after what is remembered has been written. */
  stop(): Promise<void>
}

/**
 * Removes what has expired, a little at a time, and writes the days on which grants were used.
 * @param auditDays how long the audit log is kept.
 */
export function janitor(store: Store, log: Logger, auditDays: number): Janitor {
  let lastTurn: number | undefined
  let days = new Map<number, number>()

  async function flush(): Promise<void> {
    if (days.size === 0) return
    const written = days
    days = new Map()
    await store.markUsed(written)
  }

  async function turn(): Promise<void> {
    try {
      await flush()
      let removed = 0
      for (let batch = 0; batch < MOST_BATCHES; batch++) {
        const now = store.now()
        const count =
          (await store.sweep(now, BATCH)) + (await store.deleteAuditEntries(now - auditDays * DAY, BATCH))
        removed += count
        if (count === 0) break
      }
      if (removed >= BATCH * MOST_BATCHES)
        log.warn({ removed }, 'expired rows remain: more rows expired than one run deletes')
      else lastTurn = store.now()
    } catch (error) {
      log.error({ err: error }, 'expired rows could not be deleted; the next run tries again')
    }
  }

  let running: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(turn)
  }, EVERY_SECONDS * 1000)
  timer.unref()

  return {
    used({ id, lastUsedDay }) {
      const today = Math.floor(store.now() / DAY)
      if ((lastUsedDay ?? -1) < today && days.size < MOST_MARKS) days.set(id, today)
    },
    lastTurn: () => lastTurn,
    turn,
    async stop() {
      clearInterval(timer)
      await running
      await flush()
    },
  }
}
