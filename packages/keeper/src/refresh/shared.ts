/*
 * One refresh token under two connections: where the platform changes it with each refresh, the one that refreshes ends the
 * other. It is told, unless they are shops of one grant.
 */
import type { Connection } from '@hufu/keeper-store/connection'
import { type NewEvent, eventAbout } from '@hufu/keeper-store/events'
import { isSameId } from '@hufu/keeper-store/ids'
import { KeeperError } from '@hufu/keeper-store/errors'
import type { KeeperContext } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { hashOf } from '../sealing/sealing.ts'
import { type Sown, sownOf } from '../connect/newer.ts'
import type { Seed } from '@hufu/keeper-store/store'

/** Shops of one grant: the same user of the platform authorized the same application, for the same tenant. */
function isOneGrant(one: Connection, other: Connection): boolean {
  const [a, b] = [one.facts.openId, other.facts.openId]
  return (
    one.tenant === other.tenant &&
    one.platform === other.platform &&
    one.app === other.app &&
    a !== undefined &&
    b !== undefined &&
    isSameId(a, b)
  )
}

/**
 * Of connections that these tokens came to just now. A store that cannot look or keep it is no reason to stop.
 *
 * @param before who had tokens of these seeds before. @param seeds of what came.
 */
export async function tellShared(
  context: KeeperContext,
  before: Sown,
  seeds: readonly Seed[],
): Promise<void> {
  const after = await sownOf(context, seeds).catch(() => before)
  const pairs = [...after].flatMap(([hash, sowers]) => {
    const had = new Set(before.get(hash)?.map(({ connection }) => connection.id))
    const connections = [...new Map(sowers.map(({ connection }) => [connection.id, connection])).values()]
    return connections
      .filter(({ id, refresh }) => !had.has(id) && refresh !== undefined)
      .flatMap((row) => {
        // One is enough to say it: a file may have one token for all its shops.
        const other = connections.find((each) => isShared(row, each))
        return other ? [{ row, other }] : []
      })
  })
  if (pairs.length === 0) return
  const told: readonly NewEvent[] = pairs.map(({ row, other }) =>
    // Another tenant's is none of this one's business.
    eventAbout(row, 'token.shared', other.tenant === row.tenant ? { sharedWith: other.id } : {}),
  )
  context.warn('two connections have the same refresh token: a refresh of one may end the other', {
    pairs: pairs.slice(0, MOST_TOLD).map(({ row, other }) => `${row.id} ${other.id}`),
    count: pairs.length,
  })
  context.tell(told)
  await context.store.tell(told).catch((error: unknown) => {
    context.warn('the event token.shared could not be stored', {
      reason: error instanceof Error ? error.message : 'unknown',
    })
  })
}

const MOST_TOLD = 20

const isShared = (row: Connection, other: Connection): boolean =>
  other.id !== row.id && other.status !== 'revoked' && !isOneGrant(row, other)

/** Other connections that its present refresh token came to from outside, of no common grant. */
export async function sharersOf(context: KeeperContext, row: Connection): Promise<readonly Connection[]> {
  if (row.refresh === undefined) return []
  let hash: string
  try {
    hash = hashOf(context.sealing.open(row, 'refresh', row.refresh))
  } catch (error) {
    if (error instanceof KeeperError) return []
    throw error
  }
  const sowers = await orUnavailable(context.store.sown([hash]))
  const others = sowers.map(({ connection }) => connection).filter((other) => isShared(row, other))
  return [...new Map(others.map((other) => [other.id, other])).values()]
}
