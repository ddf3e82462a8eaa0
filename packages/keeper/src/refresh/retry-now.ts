/* Retries connections that wait after a failed refresh: when a person asks, or when the platform answers again. */
import type { App } from '../app/app.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import { type KeeperContext, appOf } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { maySendAgain } from './permission.ts'
import type { Change } from '@hufu/keeper-store/store'
import { scheduleOf } from './timing.ts'

/** Seconds between two tries of one connection, whoever asks. */
const LEAST_INTERVAL = 1

/** A wait is a failure's where there is one; without, it keeps a late request from ending the authorization. */
export const waitOver = ({ lastError }: Connection, now: number): Pick<Change, 'nextAllowedAt'> =>
  lastError === undefined ? {} : { nextAllowedAt: Math.max(now, lastError.at + LEAST_INTERVAL) }

/**
 * The connection, whose failure's waiting time is over, in the store too. What protects an authorization stays: the
 * platform's window and quota, and a refresh token that may be spent. What is refused unclearly may be tried again as well.
 *
 * @throws {KeeperError} `store_unavailable`.
 */
export async function retryNow(context: KeeperContext, row: Connection): Promise<Connection> {
  const { status, lastError, nextAllowedAt, id } = row
  const app = appOf(context, row)
  const now = context.clock.now()
  if (!maySendAgain(row, app, now)) return row
  app.breaker.letThrough()
  if (lastError === undefined) return row
  const unclear = status === 'reauth_required' && lastError.error === 'refused_unclearly'
  const waits = status === 'degraded' && nextAllowedAt > now
  if (!unclear && !waits) return row
  const over = waitOver(row, now)
  const { noticeAt = null } = scheduleOf(row, app.policy)
  const change: Change = {
    ...over,
    dueAt: over.nextAllowedAt ?? now,
    ...(unclear && { status: 'degraded', noticeAt }),
  }
  return (await orUnavailable(context.store.change(id, change, []))) ?? row
}

/** Rows that are looked at in one go. */
const PAGE = 500

/** Whether it waits for the platform, or for what the configuration says of it, rather than for something of its own. */
const waitsForPlatform = ({ lastError }: Connection): boolean =>
  lastError?.waits === 'config' ||
  ((lastError?.waits === 'backoff' || lastError?.waits === 'platform') &&
    lastError.outcome !== 'rejected' &&
    lastError.unclearSince === undefined)

/** The platform is seen well: who waited for it waits no more. A store that is away is no reason to stop. */
export async function wellAgain({ store, warn }: KeeperContext, { platform, id: app }: App): Promise<void> {
  try {
    for (let after = ''; ;) {
      const rows = await store.postponed({ platform, app, after, limit: PAGE })
      const waiting = rows.filter(waitsForPlatform)
      if (waiting.length > 0) await store.hurry(waiting)
      const last = rows.at(-1)
      if (last === undefined || rows.length < PAGE) return
      after = last.id
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown'
    warn(
      'the platform answers again, but waiting refreshes could not be started now: each starts at its own time',
      { reason },
    )
  }
}
