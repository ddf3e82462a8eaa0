/* The parts that all functions of one keeper share. */
import type { App, Apps } from './app/app.ts'
import type { Clock } from './storing/clock.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import { keeperError } from '@hufu/keeper-store/errors'
import type { NewEvent } from '@hufu/keeper-store/events'
import type { Log, Warn } from './log.ts'
import type { Sealing } from './sealing/sealing.ts'
import type { Spool } from './storing/spool.ts'
import type { StoreCopy } from './storing/store-copy.ts'
import type { KeeperStore } from '@hufu/keeper-store/store'
import type { Tally } from './tally.ts'
import { orUnavailable } from './storing/store-answer.ts'

export interface KeeperContext {
  readonly store: KeeperStore
  readonly clock: Clock
  readonly sealing: Sealing
  readonly apps: Apps
  /** This keeper, among all of its store. */
  readonly owner: string
  readonly spool: Spool
  readonly copy: StoreCopy
  /** Entries of the spool that are another store's, and of which that was said. */
  readonly foreign: Set<string>
  /** Connections whose damaged rows were told of. */
  readonly damaged: Set<string>
  /** Tokens that no store has accepted yet: they are returned from here. By connection. */
  readonly unsaved: Map<string, Connection>
  /** This process asks the store before it hands out the connection's token again. */
  readonly doubt: (connection: Connection) => void
  /** Tells this process; what is to be kept was given to the store. */
  readonly tell: (events: readonly NewEvent[]) => void
  readonly log: Log
  readonly warn: Warn
  readonly tally: Tally
}

export const appOf = (
  { apps }: KeeperContext,
  { platform, app }: Pick<Connection, 'platform' | 'app'>,
): App => apps.find(platform, app)

/** Tells once of what of a connection cannot be read, and goes on with the rest. */
export function noteDamage({ damaged, warn }: KeeperContext, connectionId: string, what: string): void {
  const key = `${connectionId} ${what}`
  if (damaged.has(key)) return
  damaged.add(key)
  warn('a row of the store is damaged: restore it from a backup; the other connections still work', {
    connectionId,
    what,
  })
}

/**
 * The connection as it is now: what no store has taken yet goes before what the store has.
 *
 * @throws {KeeperError} `connection_unknown`, or `store_unavailable`.
 */
export async function presentOf(context: KeeperContext, id: string): Promise<Connection> {
  const { store, unsaved } = context
  const kept = unsaved.get(id)
  const row = await orUnavailable(store.connection(id), kept)
  if (!row) throw keeperError('connection_unknown', { connectionId: id })
  if (row.damaged) noteDamage(context, id, row.damaged.join())
  if (kept && kept.generation > row.generation) return kept
  unsaved.delete(id)
  return row
}
