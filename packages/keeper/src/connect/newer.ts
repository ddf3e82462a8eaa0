/*
 * The one rule of which tokens go before those that a shop has, whichever way they come: consent, add, import and API. What a
 * consent brings is later than all that the keeper has. Of the rest, tokens that came before, or that a refresh has spent,
 * change nothing, whatever is said beside them; others are newer by when they were given out, where that is said, else where
 * they end no earlier.
 */
import type { Admitted } from './admitted.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import { KeeperError } from '@hufu/keeper-store/errors'
import type { KeeperContext } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { hashOf } from '../sealing/sealing.ts'
import type { Seed, Sower } from '@hufu/keeper-store/store'
import type { Tokens } from '../sealing/tokens.ts'

interface Held extends Pick<Tokens, 'accessToken'> {
  readonly refreshToken?: string | undefined
}

/** The hashes by which tokens are recognised. */
export const seedOf = ({ refreshToken, accessToken }: Held): Seed => ({
  hash: hashOf(refreshToken ?? accessToken),
  accessHash: hashOf(accessToken),
})

/** Which connections had which tokens from outside, by the `hash` of their seeds. */
export type Sown = ReadonlyMap<string, readonly Sower[]>

/** @throws {KeeperError} `store_unavailable`. */
export async function sownOf(context: KeeperContext, seeds: readonly Seed[]): Promise<Sown> {
  const hashes = [...new Set(seeds.map(({ hash }) => hash))]
  return Map.groupBy(
    hashes.length === 0 ? [] : await orUnavailable(context.store.sown(hashes)),
    ({ hash }) => hash,
  )
}

/**
 * What the tokens are to those that the connection has: `known` came before, or is spent.
 *
 * @param admitted what the shop's own consent did not bring.
 */
export function standing(
  context: KeeperContext,
  row: Connection,
  { tokens, issuedAt }: Pick<Admitted, 'tokens' | 'issuedAt'>,
  sown: Sown,
): 'known' | 'older' | 'newer' {
  const { hash, accessHash } = seedOf(tokens)
  const { accessToken, refreshToken } = tokens
  const seeds = (sown.get(hash) ?? []).filter(({ connection }) => connection.id === row.id)
  if (seeds.some((seed) => seed.accessHash === accessHash)) return 'known'
  if (opens(context, row, 'access', row.access, accessToken)) return 'known'
  const isPresent = refreshToken !== undefined && opens(context, row, 'refresh', row.refresh, refreshToken)
  const isSpent =
    seeds.length > 0 ||
    row.intent?.refreshHash === hash ||
    (refreshToken !== undefined && opens(context, row, 'refresh', row.previousRefresh, refreshToken))
  if (isPresent ? issuedAt === undefined : isSpent) return 'known'
  // A time from a fast clock would stay the newest for as long as the clock was fast.
  const now = context.clock.now()
  const newer =
    issuedAt === undefined
      ? (tokens.expiresAt ?? 0) >= row.accessExpiresAt
      : Math.min(issuedAt, now) > Math.min(row.issuedAt, now)
  return newer ? 'newer' : 'older'
}

/** Tokens that cannot be decrypted count as unknown: other tokens may be the remedy. */
function opens(
  { sealing }: Pick<KeeperContext, 'sealing'>,
  row: Connection,
  field: 'access' | 'refresh',
  sealed: string | undefined,
  token: string,
): boolean {
  try {
    return sealed !== undefined && sealing.open(row, field, sealed) === token
  } catch (error) {
    if (error instanceof KeeperError) return false
    throw error
  }
}
