/* The end of a connection that its owner wants: at the platform where it can be ended there, and here in any case. */
import { isFailure } from '@hufu/client'
import type { Connection } from '@hufu/keeper-store/connection'
import { KeeperError, type KeeperFailure } from '@hufu/keeper-store/errors'
import { type Which, rowOf } from './find.ts'
import { type KeeperContext, appOf, presentOf } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { changed, unscheduled } from './settings.ts'
import { pause } from '../refresh/timing.ts'
import type { ConnectionView } from './connection-view.ts'
import { viewOf } from './view.ts'

export interface Disconnected {
  readonly connection: ConnectionView
  /**
   * - `revoked`: the platform ended the authorization
   * - `not_offered`: the platform cannot be asked to; the shop may end it in its own settings there
   * - `failed`: it could not be asked just now: disconnect again
   */
  readonly atPlatform: 'revoked' | 'not_offered' | 'failed'
  /** Why it failed. */
  readonly failure?: KeeperFailure
}

/**
 * No token is given out any more. The row stays, with its story; the shop may connect again. Once more is as once.
 *
 * @throws {KeeperError} `connection_unknown`, `store_unavailable`: nothing was done then.
 */
export async function disconnect(context: KeeperContext, which: Which): Promise<Disconnected> {
  const row = await rowOf(context, which)
  if (row.status !== 'revoked')
    await changed(
      context,
      row,
      { status: 'revoked', ...unscheduled },
      { by: 'disconnect' },
      'connection.revoked',
    )
  const ended = await atPlatform(context, row.id)
  const present = await presentOf(context, row.id)
  return { connection: viewOf(present, context.apps, context.clock.now()), ...ended }
}

async function atPlatform(context: KeeperContext, id: string): Promise<Omit<Disconnected, 'connection'>> {
  try {
    const row = await unleased(context, id)
    const { client } = appOf(context, row)
    if (!client.offers.revocation) return { atPlatform: 'not_offered' }
    const token =
      row.refresh === undefined
        ? context.sealing.open(row, 'access', row.access)
        : context.sealing.open(row, 'refresh', row.refresh)
    const answer = await client.revoke(token)
    return isFailure(answer) ? { atPlatform: 'failed', failure: answer } : { atPlatform: 'revoked' }
  } catch (error) {
    if (error instanceof KeeperError) return { atPlatform: 'failed', failure: error.failure }
    throw error
  }
}

const LOOK = 200

/** A refresh that is under way brings other tokens: those are to be revoked. None begins any more. */
async function unleased(context: KeeperContext, id: string): Promise<Connection> {
  for (;;) {
    const row = await presentOf(context, id)
    if (row.lease === undefined || row.lease.until <= context.clock.now()) return row
    await pause(LOOK)
    await orUnavailable(context.clock.ask())
  }
}
