import type { Admitted } from '../admit.ts'
import { isServed } from '../cache.ts'
import type { Connection } from '../connection.ts'
import { keeperError } from '../errors.ts'
import type { Kit } from '../kit.ts'
import { isKnown } from '../known-tokens.ts'
import type { Taken } from './line.ts'

/**
 * Whether the line's tokens go before those that its shop has.
 *
 * @throws {KeeperError} `connection_disabled`, `connection_revoked` where they would, and the connection takes none.
 */
export function isNewer(
  kit: Kit,
  row: Connection,
  { issuedAt, expiresAt }: Taken,
  tokens: Admitted['tokens'],
): boolean {
  const newer =
    issuedAt === undefined
      ? expiresAt > row.accessExpiresAt && !isKnown(kit, row, tokens)
      : issuedAt > row.issuedAt
  if (newer && !isServed(row))
    throw keeperError(row.status === 'disabled' ? 'connection_disabled' : 'connection_revoked')
  return newer
}
