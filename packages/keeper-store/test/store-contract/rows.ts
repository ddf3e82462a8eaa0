/* Connections as the keeper writes them. */
import assert from 'node:assert/strict'
import type { Claim, JournalEntry, KeeperStore, Lease, NewConnection, SealedTokens } from '@hufu/keeper'
import type { Connection, KeptError } from '../../src/connection.ts'
import type { NewEvent } from '../../src/events.ts'

export const DAY = 86_400
/** Some time, which no clock of a test is near. */
export const T0 = 1_500_000_000

export const named = (shop: string) => ({ tenant: 'acme', platform: 'tong', app: 'app-1', shop }) as const

let ids = 0

export const asked = (shop: string, more: Partial<NewConnection> = {}): NewConnection => ({
  ...named(shop),
  id: `cn_${(++ids).toString(16).padStart(24, '0')}`,
  status: 'active',
  access: `1.k1.access-${shop}`,
  refresh: `1.k1.refresh-${shop}`,
  issuedAt: T0 + 0.125,
  accessExpiresAt: T0 + 3600.5,
  facts: { openId: shop },
  ...more,
})

export const tokens = (nth: number, more: Partial<SealedTokens> = {}) => ({
  access: `1.k1.access-${nth}`,
  refresh: `1.k1.refresh-${nth}`,
  issuedAt: T0 + nth,
  accessExpiresAt: T0 + nth + 3600,
  facts: { openId: 'renewed', scope: ['a', 'b'] },
  nextAllowedAt: 0,
  ...more,
})

export const claimOf = (owner: string, more: Partial<Claim> = {}): Claim => ({
  owner,
  seconds: 60,
  intent: { attempt: 1, refreshHash: 'hash' },
  ...more,
})

export const lastError: KeptError = {
  error: 'server_error',
  retry: 'after',
  hint: 'Wait.',
  outcome: 'ambiguous',
  at: T0,
}

export const told = (
  type: NewEvent['type'],
  connectionId: string,
  data: NewEvent['data'] = {},
): NewEvent => ({
  type,
  connectionId,
  tenant: 'acme',
  data,
})

export const entryFor = ({ id, generation, epoch }: Connection, nth: number): JournalEntry => {
  const { nextAllowedAt: _, ...kept } = tokens(nth)
  return {
    id: `jr_${nth}`,
    connectionId: id,
    generation,
    epoch,
    refreshHash: 'hash',
    tokens: kept,
    at: T0 + nth,
  }
}

/** A connection of that shop: a new one, or its own with new tokens. */
export async function connected(
  store: KeeperStore,
  shop: string,
  more: Partial<NewConnection> = {},
): Promise<Connection> {
  const made = await store.connect(asked(shop, more), () => [])
  if ('id' in made) return connected(store, shop, { ...more, id: made.id })
  assert.ok('connection' in made, `${shop} was not connected`)
  return made.connection
}

/** As it is now. */
export async function present(store: KeeperStore, id: string): Promise<Connection> {
  const connection = await store.connection(id)
  assert.ok(connection, `${id} is gone`)
  return connection
}

export async function claimed(
  store: KeeperStore,
  id: string,
  owner = 'one',
  more: Partial<Claim> = {},
): Promise<Lease> {
  const lease = await store.claim(await present(store, id), claimOf(owner, more))
  assert.ok(lease, `${id} could not be claimed`)
  return lease
}

export const shopsOf = (connections: readonly Connection[]): readonly string[] =>
  connections.map(({ shop }) => shop)
