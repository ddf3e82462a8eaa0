/* Settings of a connection that people change: enabled or not, and its alias. */
import type { Connection } from '@hufu/keeper-store/connection'
import { keeperError } from '@hufu/keeper-store/errors'
import { type EventData, type NewEvent, eventAbout } from '@hufu/keeper-store/events'
import { type Which, rowOf } from './find.ts'
import { isFitName } from '../connect/fit.ts'
import { isSameId } from '@hufu/keeper-store/ids'
import { type KeeperContext, appOf } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { waitOver } from '../refresh/retry-now.ts'
import type { Change } from '@hufu/keeper-store/store'
import { scheduleOf } from '../refresh/timing.ts'
import type { ConnectionView } from './connection-view.ts'
import { viewOf } from './view.ts'

export interface Settings {
  /**
   * Until it is enabled, its tokens are neither refreshed nor returned; the platform is not notified.
   *
   * @throws {KeeperError} `connection_unknown`, `connection_revoked`.
   */
  disable(which: Which): Promise<ConnectionView>
  /** @throws {KeeperError} `connection_unknown`, `connection_revoked`. */
  enable(which: Which): Promise<ConnectionView>
  /**
   * Gives the shop another alias, or none.
   *
   * @throws {KeeperError} `connection_unknown`, `alias_unfit`, `alias_taken`.
   */
  rename(which: Which, alias: string | null): Promise<ConnectionView>
}

/** No scheduler looks at it. */
export const unscheduled = { dueAt: null, noticeAt: null } as const

export function settingsOf(context: KeeperContext): Settings {
  const viewed = (row: Connection) => viewOf(row, context.apps, context.clock.now())
  const notRevoked = async (which: Which) => {
    const row = await rowOf(context, which)
    if (row.status === 'revoked') throw keeperError('connection_revoked', { connectionId: row.id })
    return row
  }
  return {
    async disable(which) {
      const row = await notRevoked(which)
      if (row.status === 'disabled') return viewed(row)
      return viewed(
        await changed(context, row, { status: 'disabled', ...unscheduled }, { status: 'disabled' }),
      )
    },
    async enable(which) {
      const row = await notRevoked(which)
      if (row.status !== 'disabled') return viewed(row)
      // Imported as disabled: nothing has proved its tokens.
      const { enabledStatus: status = 'pending' } = row
      const { dueAt = null, noticeAt = null } = scheduleOf(row, appOf(context, row).policy)
      // Tried at once, where the last refresh failed.
      const over = waitOver(row, context.clock.now())
      appOf(context, row).breaker.letThrough()
      const due = status === 'reauth_required' ? null : (over.nextAllowedAt ?? dueAt)
      return viewed(await changed(context, row, { status, dueAt: due, noticeAt, ...over }, { status }))
    },
    async rename(which, alias) {
      const row = await rowOf(context, which)
      if (alias !== null && !isFitName(alias)) throw keeperError('alias_unfit', { connectionId: row.id })
      const next = alias !== null && isSameId(alias, row.shop) ? null : alias
      const taken = async () => {
        if (next === null) return false
        const holder = await orUnavailable(context.store.find({ ...row, shop: next }))
        return holder !== undefined && holder.id !== row.id
      }
      const refused = keeperError('alias_taken', { connectionId: row.id })
      if (await taken()) throw refused
      try {
        return viewed(await changed(context, row, { alias: next }, { alias: next }))
      } catch (error) {
        // Somebody took it in between.
        throw (await taken()) ? refused : error
      }
    },
  }
}

/**
 * Changed in the store, and for this process at once.
 *
 * @throws {KeeperError} `connection_unknown`, `store_unavailable`.
 */
export async function changed(
  context: KeeperContext,
  before: Connection,
  change: Change,
  said: EventData,
  type: 'connection.changed' | 'connection.revoked' = 'connection.changed',
): Promise<Connection> {
  const { id } = before
  const told: readonly NewEvent[] = [eventAbout(before, type, said)]
  const row = await orUnavailable(context.store.change(id, change, told))
  if (!row) throw keeperError('connection_unknown', { connectionId: id })
  const kept = context.unsaved.get(id)
  if (kept) {
    const { enabledStatus: _, ...rest } = kept
    const { status, enabledStatus } = row
    context.unsaved.set(id, { ...rest, status, ...(enabledStatus !== undefined && { enabledStatus }) })
  }
  context.doubt(before)
  context.doubt(row)
  context.tell(told)
  return row
}
