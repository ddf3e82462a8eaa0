/* Persist, then hand out: a reply of the platform is never discarded. */
import { randomBytes } from 'node:crypto'
import type { Connection } from '@hufu/keeper-store/connection'
import { type NewEvent, eventAbout } from '@hufu/keeper-store/events'
import { type Kit, noteDamage, presentOf } from '../kit.ts'
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
 * the store is away, and then it is given out from this process's memory.
 */
export async function persist(kit: Kit, reply: Reply): Promise<Connection> {
  const { row, lease, tokens, nextAllowedAt, told } = reply
  const entry: JournalEntry = {
    id: randomBytes(12).toString('hex'),
    connectionId: row.id,
    generation: row.generation,
    epoch: lease.epoch,
    refreshHash: reply.refreshHash,
    tokens,
    at: kit.clock.now(),
  }
  for (let tries = 1; ; tries++) {
    try {
      const next = await kit.store.persist(lease, { ...tokens, nextAllowedAt }, told)
      if (next) {
        kit.tell(told)
        return next
      }
      await kit.store.journal(entry)
      await adopt(kit, entry)
      const present = await presentOf(kit, row.id)
      return present.generation > row.generation ? present : unsaved(kit, row, entry)
    } catch (error) {
      if (tries === TRIES) return toSpool(kit, row, entry, error)
      await pause(FIRST_PAUSE * 2 ** tries)
    }
  }
}

/** Given out from memory until the store has it. */
function unsaved(kit: Kit, row: Connection, { tokens, generation }: JournalEntry): Connection {
  const { lease: _, intent: __, lastError: ___, refresh, ...rest } = row
  const present: Connection = {
    ...rest,
    ...(refresh !== undefined && { refresh }),
    ...tokens,
    generation: generation + 1,
    status: 'active',
    failures: 0,
  }
  kit.unsaved.set(row.id, present)
  return present
}

function toSpool(kit: Kit, row: Connection, entry: JournalEntry, error: unknown): Connection {
  const reason = error instanceof Error ? error.message : 'unknown'
  kit.tally.persistFailures++
  const about = { connectionId: row.id, reason }
  try {
    kit.spool.put(entry)
    kit.warn(
      'the store does not take new tokens: they are kept in the spool, and given out from memory',
      about,
    )
  } catch (alsoFailed) {
    const spool = alsoFailed instanceof Error ? alsoFailed.message : 'unknown'
    kit.warn(
      'neither the store nor the spool takes new tokens: they are in the memory of this process alone',
      { ...about, spool },
    )
  }
  kit.tell([eventAbout(row, 'token.persist_failed', { reason })])
  return unsaved(kit, row, entry)
}

/** Brings what lies in the spool and the journal to where it belongs. How many entries found their place. */
export async function reconcile(kit: Kit): Promise<number> {
  const { store, spool } = kit
  const { disk, memory } = spool.all()
  for (const entry of [...disk, ...memory]) {
    const row = await store.connection(entry.connectionId)
    if (!row) {
      foreign(kit, entry)
      continue
    }
    const reason = 'the store took them only now'
    await store.journal(entry, [eventAbout(row, 'token.persist_failed', { reason })])
    spool.drop(entry.id)
  }
  let settled = 0
  for (const id of await store.unsettled(100)) settled += await settle(kit, id)
  return settled
}

/** Of a connection that this store does not have, and another one may: left where it lies. */
function foreign({ foreign: told, warn }: Kit, { id, connectionId }: JournalEntry): void {
  if (told.has(id)) return
  told.add(id)
  warn(
    'the spool has tokens of a connection that is not in this store: start the keeper of its store there',
    {
      connectionId,
    },
  )
}

/** Looks at a store that was away, before the process ends. */
const LAST_TRIES = 5

/** What is in memory alone, or in the spool, goes where it belongs before the process ends; what cannot is told. */
export async function lastReconcile(kit: Kit): Promise<void> {
  if (kit.unsaved.size === 0 && !kit.spool.holds()) return
  let reason = 'unknown'
  for (let tries = 1; tries <= LAST_TRIES; tries++) {
    try {
      await reconcile(kit)
      break
    } catch (error) {
      if (error instanceof Error) reason = error.message
      if (tries < LAST_TRIES) await pause(FIRST_PAUSE * 2 ** tries)
    }
  }
  const connections = kit.spool.all().memory.map(({ connectionId }) => connectionId)
  if (connections.length > 0)
    kit.warn('new tokens are lost: they could be written neither to the store nor to the spool', {
      reason,
      connections,
    })
}

/** What the journal has for a connection is given to it. How many entries found their place. */
export async function settle(kit: Kit, id: string): Promise<number> {
  let settled = 0
  for (const entry of await kit.store.journaled(id)) {
    if (entry.damaged) noteDamage(kit, id, 'tokens in the journal')
    else if ((await adopt(kit, entry)) !== 'busy') settled++
  }
  if (settled > 0) kit.unsaved.delete(id)
  return settled
}

/** A connection that takes tokens from the journal is refreshed by them, and that is told. */
export async function adopt({ store, owner, tell }: Kit, entry: JournalEntry): Promise<Adoption> {
  let told: readonly NewEvent[] = []
  const become = await store.adopt(entry, owner, (adopted) => {
    const { generation, accessExpiresAt } = adopted
    told = [eventAbout(adopted, 'connection.refreshed', { generation, accessExpiresAt })]
    return told
  })
  if (become === 'adopted') tell(told)
  return become
}
