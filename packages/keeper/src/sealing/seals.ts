/* Whether the ring opens what is kept. That it does not is told as a keeper starts, and while refreshes fail for it. */
import type { Connection } from '@hufu/keeper-store/connection'
import { KeeperError } from '@hufu/keeper-store/errors'
import { type KeeperContext, noteDamage } from '../keeper-context.ts'
import type { Sealing } from './sealing.ts'
import type { SealFailure } from '../tally.ts'

export interface Seal {
  readonly key: string
  readonly state: 'opens' | SealFailure
}

/** Connections that are looked at as a keeper starts, however many there are: a lost key is the key of many. */
const LOOKED_AT = 100
/** Milliseconds between two warnings of refreshes that fail. */
const BETWEEN_WARNINGS = 600_000

const advice: Readonly<Record<SealFailure, string>> = {
  key_missing:
    'connections are sealed with a key that the ring lacks: put it back behind the current one before their tokens expire',
  seal_broken:
    'tokens of connections cannot be decrypted: the ring has another key under the same id, or another program changed them; put the key that sealed them into the ring before the tokens expire',
}

/** Each key that sealed something of the connection, and whether it decrypts. */
export function sealsOf(sealing: Sealing, row: Connection): readonly Seal[] {
  const seals = [
    sealOf(sealing, row, 'access', row.access),
    ...[row.refresh, row.previousRefresh].map((sealed) =>
      sealed === undefined ? undefined : sealOf(sealing, row, 'refresh', sealed),
    ),
  ].filter((each) => each !== undefined)
  return [...new Map(seals.map((seal) => [`${seal.key} ${seal.state}`, seal])).values()]
}

function sealOf(sealing: Sealing, row: Connection, field: 'access' | 'refresh', sealed: string): Seal {
  const key = keyOf(sealed)
  try {
    sealing.open(row, field, sealed)
    return { key, state: 'opens' }
  } catch (error) {
    if (error instanceof KeeperError && isSealFailure(error.error)) return { key, state: error.error }
    throw error
  }
}

/** A sealed text begins with the version and the key's id. */
const keyOf = (sealed: string): string => sealed.split('.', 2)[1] ?? ''

const isSealFailure = (error: KeeperError['error']): error is SealFailure =>
  error === 'key_missing' || error === 'seal_broken'

/** Warns, once for each key, of connections that do not open. */
export async function lookAtSeals(context: KeeperContext): Promise<void> {
  const { store, sealing, warn } = context
  const rows = (await store.list({ limit: LOOKED_AT })).filter(({ status }) => status !== 'revoked')
  for (const { id, damaged } of rows) if (damaged) noteDamage(context, id, damaged.join())
  const seals = rows.flatMap((row) => sealsOf(sealing, row))
  for (const same of Map.groupBy(seals, ({ key, state }) => `${key} ${state}`).values()) {
    const [seal] = same
    if (seal === undefined || seal.state === 'opens') continue
    const about = { key: seal.key, ring: sealing.ring.ids, connections: same.length, lookedAt: rows.length }
    warn(advice[seal.state], about)
  }
}

/** A refresh that cannot begin is counted, and told with those like it every ten minutes. */
export function countUnopened({ tally, warn }: KeeperContext, row: Connection, failure: unknown): void {
  if (!(failure instanceof KeeperError) || !isSealFailure(failure.error)) return
  const { error, hint } = failure
  const counted = tally.unopened[error]
  counted.count++
  const now = performance.now()
  if (now < counted.tellAt) return
  warn('tokens are not refreshed because the key ring cannot decrypt them', {
    connectionId: row.id,
    error,
    hint,
    refreshes: counted.count - counted.told,
  })
  counted.told = counted.count
  counted.tellAt = now + BETWEEN_WARNINGS
}
