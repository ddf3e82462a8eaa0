/*
 * The refresh protocol: look, ask whether it may be, take the lease with the intent, call once, persist, hand out. Each
 * number of docs/refresh-protocol.md is a function here or beside.
 */
import { type App, singleUse } from './app.ts'
import type { Connection } from './connection.ts'
import { keeperError } from './errors.ts'
import { hold } from './hold.ts'
import type { Hold } from './held.ts'
import { type Kit, appOf, presentOf } from './kit.ts'
import { orUnavailable } from './store-answer.ts'
import type { Pace, Turn } from './pace.ts'
import { refusalOf } from './permission.ts'
import { reconcile, settle } from './persist.ts'
import { type SealedField, hashOf } from './sealing.ts'
import { countUnopened } from './seals.ts'
import { askingNow } from './send-refresh.ts'
import { pause } from './timing.ts'

export interface Refresher {
  /**
   * The connection with a later generation than the one that was seen: whoever brings it, one call goes out.
   *
   * @param read as the store had it just now, where it was asked.
   * @param who a caller goes before the scheduler, where the platform's rate keeps both waiting.
   * @throws {KeeperError} why there is none yet. The connection stays, with any access token that still lives.
   */
  refresh(id: string, seen: number, read?: Connection, who?: 'caller' | 'scheduler'): Promise<Connection>
  isUnderway(id: string): boolean
  /** Waits for what is under way; nothing is started any more. */
  drain(): Promise<void>
}

/** Milliseconds between two looks at a lease that another process holds. */
const FIRST_LOOK = 40
const LONGEST_LOOK = 1000
/** Seconds beyond a lease that a caller waits for another process. */
const PATIENCE = 30

interface Underway {
  readonly seen: number
  readonly turn: Turn
  readonly done: Promise<Connection>
}

export function refresher(kit: Kit): Refresher {
  const underway = new Map<string, Underway>()
  let closed = false

  async function start(
    id: string,
    seen: number,
    read?: Connection,
    who: 'caller' | 'scheduler' = 'caller',
  ): Promise<Connection> {
    if (closed) throw keeperError('closed')
    const running = underway.get(id)
    if (running && running.seen >= seen) {
      running.turn.urgent ||= who === 'caller'
      return running.done
    }
    const turn: Turn = { urgent: who === 'caller' }
    const done = inTurn(kit, id, seen, turn, read)
    const entry: Underway = { seen, turn, done }
    underway.set(id, entry)
    try {
      return await done
    } finally {
      if (underway.get(id) === entry) underway.delete(id)
    }
  }

  return {
    refresh: start,
    isUnderway: (id) => underway.has(id),
    async drain() {
      closed = true
      await Promise.allSettled([...underway.values()].map(({ done }) => done))
    },
  }
}

/** What the app's rate allows and nobody sends is given back. */
async function inTurn(
  kit: Kit,
  id: string,
  seen: number,
  turn: Turn,
  read?: Connection,
): Promise<Connection> {
  const place: Place = { turn, paced: undefined }
  try {
    return await take(kit, id, seen, place, read)
  } finally {
    place.paced?.giveBack()
  }
}

/** A turn at the app's rate; `paced` while it may be used, and is not yet. */
interface Place {
  readonly turn: Turn
  paced: Pace | undefined
}

async function take(
  kit: Kit,
  id: string,
  seen: number,
  place: Place,
  read?: Connection,
): Promise<Connection> {
  const { clock, tally } = kit
  const begun = performance.now()
  for (let looks = 0; ; looks++) {
    if (kit.unsaved.has(id)) await orUnavailable(reconcile(kit))
    const row = looks === 0 && read && !kit.unsaved.has(id) ? read : await presentOf(kit, id)
    if (row.generation > seen) return row
    const app = appOf(kit, row)
    const now = clock.now()
    if (performance.now() > begun + (app.lease.seconds + PATIENCE) * 1000) {
      tally.lockTimeouts++
      throw keeperError('refresh_underway', { connectionId: id, retryAt: row.lease?.until ?? now + PATIENCE })
    }
    if (row.lease === undefined || row.lease.until <= now) {
      if (row.intent) {
        // A process that died between the reply and the store may have left it in the journal.
        if ((await orUnavailable(settle(kit, id))) > 0) continue
        await orUnavailable(clock.ask())
      }
      if (refusalOf(row, app, clock)) {
        // What is refused because of the time is refused by the store's clock as it is now.
        await orUnavailable(clock.ask())
        const refused = refusalOf(row, app, clock)
        if (refused) throw refused
      }
      // Before the lease, as a lease is not to be waited under; what took a while is looked at anew.
      if (place.paced === undefined) {
        const waited = await app.pace.next(place.turn)
        place.paced = app.pace
        if (waited) continue
      }
      const claimed = await claim(kit, row, app)
      if (claimed) place.paced = undefined
      const brought = claimed && (await hold(kit, claimed))
      if (brought) return brought
    }
    await pause(Math.min(LONGEST_LOOK, FIRST_LOOK * 1.5 ** looks))
    await orUnavailable(clock.ask())
  }
}

/**
 * One statement takes the lease, writes the intent and counts the call.
 *
 * @throws {KeeperError} where the token cannot be opened: nothing is written then.
 */
async function claim(kit: Kit, row: Connection, app: App): Promise<Hold | undefined> {
  const { clock, owner, store } = kit
  if (row.refresh === undefined) throw keeperError('reauth_required')
  const presented = opened(kit, row, 'refresh', row.refresh)
  const accessToken = opened(kit, row, 'access', row.access)
  const refreshHash = hashOf(presented)
  const { reuse } = app.policy
  const before = singleUse(app.policy) && row.intent?.refreshHash === refreshHash ? row.intent : undefined
  const repeated = before && clock.now() < before.at + reuse.replaySeconds ? before.at : undefined
  const asking = askingNow(kit, app)
  const { allowance } = asking
  const lease = await orUnavailable(
    store.claim(row, {
      owner,
      seconds: app.lease.seconds,
      intent: {
        attempt: (before?.attempt ?? 0) + 1,
        refreshHash,
        ...(repeated !== undefined && { at: repeated }),
      },
      ...(allowance && { allowance }),
    }),
  )
  if (!lease) return undefined
  clock.heard(lease.at, asking.monotonic)
  return { row, app, lease, asking, presented, accessToken, refreshHash, firstAt: repeated ?? lease.at }
}

function opened(kit: Kit, row: Connection, field: SealedField, sealed: string): string {
  try {
    return kit.sealing.open(row, field, sealed)
  } catch (error) {
    countUnopened(kit, row, error)
    throw error
  }
}
