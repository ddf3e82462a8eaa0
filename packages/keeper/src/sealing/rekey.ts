/* Reseals everything with the current key while the keeper runs. */
import { STATE_LIFETIME } from '@hufu/client'
import type { Connection } from '@hufu/keeper-store/connection'
import { KeeperError } from '@hufu/keeper-store/errors'
import type { KeeperContext } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { reconcile } from '../refresh/persist.ts'
import type { SealedField } from './sealing.ts'
import type { Resealed } from '@hufu/keeper-store/store'
import { ofNobody } from '../refresh/unreadable.ts'

export interface RekeyOptions {
  readonly onProgress?: ((done: RekeyProgress) => void) | undefined
}

export interface RekeyProgress {
  readonly resealed: number
  /** All connections, also those that need nothing. */
  readonly connections: number
}

export interface Rekeyed {
  readonly resealed: number
  /** Connections whose seal cannot be opened, a thousand at most, and why: nothing was changed of them. */
  readonly unopened: readonly {
    readonly connectionId: string
    readonly error: string
    readonly hint: string
  }[]
  /** Connections for which tokens wait in the journal: run it again when their refresh is over. */
  readonly journaled: number
  /** Whether nothing that is kept needs another key than the current one. */
  readonly done: boolean
  /**
   * Seconds since the epoch. Until then an authorization may be under way that an older key sealed, and no older key is to be
   * taken out of a ring. Absent while not done. Links that an older key sealed do not open without it.
   */
  readonly keepOldKeysUntil?: number
}

const PAGE = 200
const MOST_TOLD = 1000

/**
 * Run it when every process has the new ring: another process would go on sealing with the old key.
 *
 * @throws {KeeperError} `store_unavailable`: what was done stays, and it can be run again.
 */
export async function rekey(context: KeeperContext, { onProgress }: RekeyOptions = {}): Promise<Rekeyed> {
  const { store, sealing, clock } = context
  const { currentId } = sealing.ring
  await orUnavailable(reconcile(context))
  const connections = (await orUnavailable(store.counts())).reduce((sum, { count }) => sum + count, 0)
  const unopened: Rekeyed['unopened'][number][] = []
  let failed = 0
  let resealed = 0
  // A refresh may move a row under our hands: it is looked at again, once all are through.
  for (let changed = true; changed;) {
    changed = false
    failed = 0
    unopened.length = 0
    for (let after = ''; ;) {
      const rows = await orUnavailable(store.sealedOtherwise(currentId, after, PAGE))
      const opened: Resealed[] = []
      for (const row of rows) {
        try {
          opened.push(resealedOf(context, row))
        } catch (error) {
          if (!(error instanceof KeeperError)) throw error
          failed++
          if (unopened.length < MOST_TOLD)
            unopened.push({ connectionId: row.id, error: error.error, hint: error.hint })
        }
      }
      const taken = opened.length === 0 ? 0 : await orUnavailable(store.reseal(opened))
      resealed += taken
      if (taken < opened.length) changed = true
      onProgress?.({ resealed, connections })
      const last = rows.at(-1)
      if (!last || rows.length < PAGE) break
      after = last.id
    }
  }
  const journaled = (await orUnavailable(store.unsettled(MOST_TOLD))).length
  failed += await resealHeld(context)
  const done = failed === 0 && journaled === 0
  return {
    resealed,
    unopened,
    journaled,
    done,
    ...(done && { keepOldKeysUntil: Math.ceil(clock.now()) + STATE_LIFETIME }),
  }
}

/** Replies that are kept for a person. How many could not be opened. */
async function resealHeld({ store, sealing }: KeeperContext): Promise<number> {
  let failed = 0
  for (let after = ''; ;) {
    const replies = await orUnavailable(store.allHeldReplies(after, PAGE))
    for (const held of replies) {
      const { id, kind, connectionId, reply } = held
      const row = ofNobody(held) ?? (await orUnavailable(store.connection(connectionId)))
      if (!row) continue
      const again = (field: SealedField, sealed: string) =>
        sealing.ring.needsReseal(sealed) ? sealing.seal(row, field, sealing.open(row, field, sealed)) : sealed
      try {
        const sealed =
          kind === 'unreadable'
            ? { ...reply, body: again('reply', reply.body) }
            : {
                ...reply,
                access: again('access', reply.access),
                ...(reply.refresh !== undefined && { refresh: again('refresh', reply.refresh) }),
              }
        await orUnavailable(store.resealHeld(id, reply, sealed))
      } catch (error) {
        if (!(error instanceof KeeperError) || error.error === 'store_unavailable') throw error
        failed++
      }
    }
    const last = replies.at(-1)
    if (!last || replies.length < PAGE) return failed
    after = last.id
  }
}

function resealedOf({ sealing }: KeeperContext, row: Connection): Resealed {
  const { id, access, refresh, previousRefresh } = row
  const again = (field: 'access' | 'refresh', sealed: string) =>
    sealing.ring.needsReseal(sealed) ? sealing.seal(row, field, sealing.open(row, field, sealed)) : sealed
  const of = (access: string, refresh?: string, previousRefresh?: string) => ({
    access,
    ...(refresh !== undefined && { refresh }),
    ...(previousRefresh !== undefined && { previousRefresh }),
  })
  return {
    id,
    before: of(access, refresh, previousRefresh),
    after: of(
      again('access', access),
      refresh === undefined ? undefined : again('refresh', refresh),
      previousRefresh === undefined ? undefined : again('refresh', previousRefresh),
    ),
  }
}
