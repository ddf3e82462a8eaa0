/* Whether tokens that somebody brings are some that the connection has, or had: those must not go before later ones. */
import type { Connection } from './connection.ts'
import { KeeperError } from './errors.ts'
import type { Kit } from './kit.ts'
import { hashOf } from './sealing.ts'
import type { Tokens } from './tokens.ts'

/** The refresh token is the present one, the one before, or one that was sent and whose answer is not here. */
export function isKnown(
  { sealing }: Pick<Kit, 'sealing'>,
  row: Connection,
  { accessToken, refreshToken }: Pick<Tokens, 'accessToken' | 'refreshToken'>,
): boolean {
  const is = (token: string, field: 'access' | 'refresh', sealed: string | undefined) => {
    try {
      return sealed !== undefined && sealing.open(row, field, sealed) === token
    } catch (error) {
      // What cannot be opened is known to nobody: other tokens may be the remedy.
      if (error instanceof KeeperError) return false
      throw error
    }
  }
  if (refreshToken === undefined) return is(accessToken, 'access', row.access)
  return (
    row.intent?.refreshHash === hashOf(refreshToken) ||
    is(refreshToken, 'refresh', row.refresh) ||
    is(refreshToken, 'refresh', row.previousRefresh)
  )
}
