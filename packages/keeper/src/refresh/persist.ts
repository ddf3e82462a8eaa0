/* Persist, then hand out: a reply of the platform is never discarded. */
import { randomBytes } from 'node:crypto'
import type { Connection } from '@hufu/keeper-store/connection'
import { type NewEvent, eventAbout } from '@hufu/keeper-store/events'
import { type KeeperContext, noteDamage, presentOf } from '../keeper-context.ts'
import type { Adoption, JournalEntry, Lease, Schedule, SealedTokens } from '@hufu/keeper-store/store'
import { pause } from './timing.ts'

/** Looks at a store that fails, before the tokens go to the spool. */
const TRIES = 5
const FIRST_PAUSE = 100

export interface Reply {
  readonly row: Connection
  readonly lease: Lease
  readonly refreshHash: string
  readonly tokens: SealedTokens & Schedule
  /** No refresh before then; seconds since the epoch. */
  readonly nextAllowedAt: number
  readonly told: readonly NewEvent[]
}

/**
 * The connection with its new tokens: in the store; or in the journal, if the lease was lost; or sealed in the spool, while
 * the store is away, and then it is returned from this process's memory.
 */
export async function persist(context: KeeperContext, reply: Reply): Promise<Connection> {
  const { row, lease, tokens, nextAllowedAt, told } = reply
  const entry: JournalEntry = {
    id: randomBytes(12).toString('hex'),
    connectionId: row.id,
    generation: row.generation,
    epoch: lease.epoch,
    refreshHash: reply.refreshHash,
    tokens,
    at: context.clock.now(),
  }
  for (let tries = 1; ; tries++) {
    try {
      const next = await context.store.persist(lease, { ...tokens, nextAllowedAt }, told)
      if (next) {
        context.tell(told)
        return next
      }
      await context.store.journal(entry)
      await adopt(context, entry)
      const present = await presentOf(context, row.id)
      return present.generation > row.generation ? present : unsaved(context, row, entry)
    } catch (error) {
      if (tries === TRIES) return toSpool(context, row, entry, error)
      await pause(FIRST_PAUSE * 2 ** tries)
    }
  }
}

/** Given out from memory until the store has it. */
function unsaved(context: KeeperContext, row: Connection, { tokens, generation }: JournalEntry): Connection {
  const { lease: _, intent: __, lastError: ___, refresh, ...rest } = row
  const present: Connection = {
    ...rest,
    ...(refresh !== undefined && { refresh }),
    ...tokens,
    generation: generation + 1,
    status: 'active',
    failures: 0,
  }
  context.unsaved.set(row.id, present)
  return present
}

function toSpool(context: KeeperContext, row: Connection, entry: JournalEntry, error: unknown): Connection {
  const reason = error instanceof Error ? error.message : 'unknown'
  context.tally.persistFailures++
  const about = { connectionId: row.id, reason }
  try {
    context.spool.put(entry)
    context.warn(
      'the store does not accept new tokens: they are in the spool, and are returned from memory',
      about,
    )
  } catch (alsoFailed) {
    const spool = alsoFailed instanceof Error ? alsoFailed.message : 'unknown'
    context.warn(
      'neither the store nor the spool accepts new tokens: they are only in the memory of this process; free disk space before it ends',
      { ...about, spool },
    )
  }
  context.tell([eventAbout(row, 'token.persist_failed', { reason })])
  return unsaved(context, row, entry)
}

/** Brings what lies in the spool and the journal to where it belongs. How many entries found their place. */
export async function reconcile(context: KeeperContext): Promise<number> {
  const { store, spool } = context
  const { disk, memory } = spool.all()
  for (const entry of [...disk, ...memory]) {
    const row = await store.connection(entry.connectionId)
    if (!row) {
      foreign(context, entry)
      continue
    }
    const reason = 'the store took them only now'
    await store.journal(entry, [eventAbout(row, 'token.persist_failed', { reason })])
    spool.drop(entry.id)
  }
  let settled = 0
  for (const id of await store.unsettled(100)) settled += await settle(context, id)
  return settled
}

/** Warns of an entry whose connection is not in this store; it may be another store's, so it stays in the spool. */
function foreign({ foreign: told, warn }: KeeperContext, { id, connectionId }: JournalEntry): void {
  if (told.has(id)) return
  told.add(id)
  warn(
    'the spool has tokens of a connection that is not in this store: start a keeper of that store with this spool',
    {
      connectionId,
    },
  )
}

/** Looks at a store that was away, before the process ends. */
const LAST_TRIES = 5

/** Stores the tokens of memory and spool before the process ends, and warns of those that cannot be stored. */
export async function lastReconcile(context: KeeperContext): Promise<void> {
  if (context.unsaved.size === 0 && !context.spool.holds()) return
  let reason = 'unknown'
  for (let tries = 1; tries <= LAST_TRIES; tries++) {
    try {
      await reconcile(context)
      break
    } catch (error) {
      if (error instanceof Error) reason = error.message
      if (tries < LAST_TRIES) await pause(FIRST_PAUSE * 2 ** tries)
    }
  }
  const connections = context.spool.all().memory.map(({ connectionId }) => connectionId)
  if (connections.length > 0)
    context.warn('new tokens are lost: they could be written neither to the store nor to the spool', {
      reason,
      connections,
    })
}

/** Applies the journal's entries of a connection. Returns how many were applied. */
export async function settle(context: KeeperContext, id: string): Promise<number> {
  let settled = 0
  for (const entry of await context.store.journaled(id)) {
    if (entry.damaged) noteDamage(context, id, 'tokens in the journal')
    else if ((await adopt(context, entry)) !== 'busy') settled++
  }
  if (settled > 0) context.unsaved.delete(id)
  return settled
}

/** A connection that takes tokens from the journal is refreshed by them, and that is told. */
export async function adopt({ store, owner, tell }: KeeperContext, entry: JournalEntry): Promise<Adoption> {
  let told: readonly NewEvent[] = []
  const become = await store.adopt(entry, owner, (adopted) => {
    const { generation, accessExpiresAt } = adopted
    told = [eventAbout(adopted, 'connection.refreshed', { generation, accessExpiresAt })]
    return told
  })
  if (become === 'adopted') tell(told)
  return become
}
