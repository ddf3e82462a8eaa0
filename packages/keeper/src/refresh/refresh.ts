/*
 * The refresh protocol, from top to bottom. The steps are those of docs/refresh-protocol.md:
 *
 *  1. From memory                       ../connection/serve-token.ts
 *  2. Once in a process                 `refresher`
 *  3. Checks before sending             `permit`; permission.ts, ../app/pace.ts
 *  4. One statement takes the lease     claim.ts
 *  5. One call                          send-refresh.ts, under-lease.ts
 *  6. The outcome                       outcome.ts
 *  7. Store, then return                keep-tokens.ts, persist.ts
 *  8. A refusal of the refresh token    other-tokens.ts, failed.ts
 *  9. Waiting for another process       `waitForOthers`
 * 10. Refreshing early                  schedule.ts
 * 11. Clocks                            ../storing/clock.ts, ../app/skew.ts
 */
import type { App } from '../app/app.ts'
import { type ClaimedRefresh, claim } from './claim.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import { keeperError } from '@hufu/keeper-store/errors'
import { giveUp, postpone } from './failed.ts'
import { keepTokens } from './keep-tokens.ts'
import { type KeeperContext, appOf, presentOf } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { tryOtherTokens } from './other-tokens.ts'
import { sendUntilKnown } from './outcome.ts'
import type { Pace, Turn } from '../app/pace.ts'
import { refusalOf } from './permission.ts'
import { reconcile, settle } from './persist.ts'
import { pause } from './timing.ts'
import { underLease } from './under-lease.ts'

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

export function refresher(context: KeeperContext): Refresher {
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
    const done = inTurn(context, id, seen, turn, read)
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

/** Returns the part of the app's rate that was taken and not used. */
async function inTurn(
  context: KeeperContext,
  id: string,
  seen: number,
  turn: Turn,
  read?: Connection,
): Promise<Connection> {
  const place: Place = { turn, paced: undefined }
  try {
    return await refreshOnce(context, id, seen, place, read)
  } finally {
    place.paced?.giveBack()
  }
}

/** A turn at the app's rate; `paced` while it may be used, and is not yet. */
interface Place {
  readonly turn: Turn
  paced: Pace | undefined
}

/** Steps 3 to 9, until somebody has brought a later generation than the one that was seen. */
async function refreshOnce(
  context: KeeperContext,
  id: string,
  seen: number,
  place: Place,
  read?: Connection,
): Promise<Connection> {
  const begun = performance.now()
  for (let looks = 0; ; looks++) {
    const row = await look(context, id, looks === 0 ? read : undefined)
    if (row.generation > seen) return row
    const app = appOf(context, row)
    refuseToWaitLonger(context, row, app, begun)
    if (row.lease === undefined || row.lease.until <= context.clock.now()) {
      if ((await permit(context, row, app, place)) === 'look_again') continue
      const claimed = await claim(context, row, app)
      if (claimed) place.paced = undefined
      const brought = claimed && (await underLease(context, claimed, () => callAndConclude(context, claimed)))
      if (brought) return brought
    }
    await waitForOthers(context, looks)
  }
}

/** The connection as it is now. */
async function look(context: KeeperContext, id: string, read: Connection | undefined): Promise<Connection> {
  if (context.unsaved.has(id)) await orUnavailable(reconcile(context))
  return read && !context.unsaved.has(id) ? read : presentOf(context, id)
}

/**
 * Step 3: asked before the lease, as what is refused here costs nothing. `look_again` where what was read of the
 * connection may have changed meanwhile.
 *
 * @throws {KeeperError} why nothing may be sent, with `retryAt`.
 */
async function permit(
  context: KeeperContext,
  row: Connection,
  app: App,
  place: Place,
): Promise<'granted' | 'look_again'> {
  const { clock } = context
  if (row.intent) {
    // A process that died between the reply and the store may have left it in the journal.
    if ((await orUnavailable(settle(context, row.id))) > 0) return 'look_again'
    await orUnavailable(clock.ask())
  }
  if (refusalOf(row, app, clock)) {
    // A refusal that depends on the time needs the store's present clock.
    await orUnavailable(clock.ask())
    const refused = refusalOf(row, app, clock)
    if (refused) throw refused
  }
  if (place.paced !== undefined) return 'granted'
  // A lease is not to be waited under; what took a while is looked at anew.
  const waited = await app.pace.next(place.turn)
  place.paced = app.pace
  return waited ? 'look_again' : 'granted'
}

/**
 * Steps 5 to 8. Undefined where another process has taken the lease over before anything was sent.
 *
 * @throws {KeeperError} where no tokens came.
 */
async function callAndConclude(
  context: KeeperContext,
  claimed: ClaimedRefresh,
): Promise<Connection | undefined> {
  const outcome = await sendUntilKnown(context, claimed)
  switch (outcome.kind) {
    case 'lease_lost':
      return undefined
    case 'tokens':
      return keepTokens(context, claimed, outcome)
    case 'postponed':
      context.tally.failed++
      return postpone(context, claimed, outcome)
    case 'refused':
      context.tally.failed++
      return (await tryOtherTokens(context, claimed, outcome.uncertain)) ?? giveUp(context, claimed, outcome)
  }
}

/** Step 9, its end. @throws {KeeperError} `refresh_underway` for whoever has waited for another process for too long. */
function refuseToWaitLonger(
  { clock, tally }: KeeperContext,
  { id, lease }: Connection,
  app: App,
  begun: number,
): void {
  if (performance.now() <= begun + (app.lease.seconds + PATIENCE) * 1000) return
  tally.lockTimeouts++
  throw keeperError('refresh_underway', {
    connectionId: id,
    retryAt: lease?.until ?? clock.now() + PATIENCE,
  })
}

/** Step 9: another process holds the lease, and is looked at again with growing pauses. */
async function waitForOthers({ clock }: KeeperContext, looks: number): Promise<void> {
  await pause(Math.min(LONGEST_LOOK, FIRST_LOOK * 1.5 ** looks))
  await orUnavailable(clock.ask())
}
