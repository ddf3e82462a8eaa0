/* Step 4: one statement takes the lease, writes down what is about to be sent, and counts the call. */
import { type App, singleUse } from '../app/app.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import { keeperError } from '@hufu/keeper-store/errors'
import type { KeeperContext } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { allowanceOf } from './platform-period.ts'
import { type SealedField, hashOf } from '../sealing/sealing.ts'
import { countUnopened } from '../sealing/seals.ts'
import type { Allowance, Lease } from '@hufu/keeper-store/store'

/** One refresh, from its claim to its end. */
export interface ClaimedRefresh {
  readonly row: Connection
  readonly app: App
  readonly lease: Lease
  /** How the claim was asked for. */
  readonly asking: Asking
  /** The refresh token in clear: for the call alone. */
  readonly presented: string
  /** In clear text: some platforms require the access token in a refresh. */
  readonly accessToken: string
  readonly refreshHash: string
  /** When this refresh token was first sent, as far as the platform would repeat its answer to that. */
  readonly firstAt: number
}

/** How the right to send one request was asked for. */
export interface Asking {
  /** Milliseconds of `performance.now()`. */
  readonly monotonic: number
  /** Milliseconds of `Date.now()`. */
  readonly wall: number
  /** The period that the request is counted in; absent where the platform counts none. */
  readonly allowance: Allowance | undefined
}

/** Call it before the store is asked for the lease: its answer may be late. */
export const askingNow = (context: KeeperContext, app: App): Asking => ({
  monotonic: performance.now(),
  wall: Date.now(),
  allowance: allowanceOf(app, context.clock.now()),
})

/**
 * One statement takes the lease, writes the intent and counts the call.
 *
 * @throws {KeeperError} where the token cannot be opened: nothing is written then.
 */
export async function claim(
  context: KeeperContext,
  row: Connection,
  app: App,
): Promise<ClaimedRefresh | undefined> {
  const { clock, owner, store } = context
  if (row.refresh === undefined) throw keeperError('reauth_required')
  const presented = opened(context, row, 'refresh', row.refresh)
  const accessToken = opened(context, row, 'access', row.access)
  const refreshHash = hashOf(presented)
  const { reuse } = app.policy
  const before = singleUse(app.policy) && row.intent?.refreshHash === refreshHash ? row.intent : undefined
  const repeated = before && clock.now() < before.at + reuse.replaySeconds ? before.at : undefined
  const asking = askingNow(context, app)
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

function opened(context: KeeperContext, row: Connection, field: SealedField, sealed: string): string {
  try {
    return context.sealing.open(row, field, sealed)
  } catch (error) {
    countUnopened(context, row, error)
    throw error
  }
}
