/* How a connection begins: tokens that a platform gave, for a shop that it names. */
import { randomBytes } from 'node:crypto'
import type { App } from './app.ts'
import type { Connection } from './connection.ts'
import { keeperError } from './errors.ts'
import { type NewEvent, eventAbout } from './events.ts'
import { type Kit, orUnavailable } from './kit.ts'
import type { Connected } from './store.ts'
import { type Tokens, sealTokens, shopOf } from './tokens.ts'

export interface Admitted {
  readonly tenant: string
  /** By default as the platform's reply names it; needed where the reply names none. */
  readonly shop?: string | undefined
  readonly alias?: string | undefined
  readonly tokens: Tokens
  /** When the consent itself ends, where somebody knows; seconds since the epoch. */
  readonly authorizationExpiresAt?: number | undefined
  /** The connection that this must be a new consent for. */
  readonly reconnects?: string | undefined
  /** `pending` until its first refresh. */
  readonly proved?: boolean | undefined
}

/** What names can be: nothing that hides in a list, or splits a line. */
export const isFitName = (name: string): boolean =>
  /^[^\p{C}\p{Z}](?:[^\p{C}\p{Zl}\p{Zp}]{0,198}[^\p{C}\p{Z}])?$/u.test(name)

/**
 * A connection, new or with new tokens.
 *
 * @throws {KeeperError} `alias_unfit`, `shop_unknown`, `another_shop`, `alias_taken`, `store_unavailable`.
 */
export async function admit(kit: Kit, app: App, admitted: Admitted): Promise<Connected> {
  const { tenant, alias, tokens, authorizationExpiresAt, reconnects, proved = true } = admitted
  const shop = admitted.shop ?? shopOf(tokens) ?? alias
  if (shop === undefined) throw keeperError('shop_unknown')
  if (![tenant, shop, alias ?? shop].every(isFitName)) throw keeperError('alias_unfit')
  const { platform } = app
  // What is sealed is bound to the id: a shop that is known keeps its own.
  const make = (id: string) => {
    const sealed = sealTokens({ id, tenant, authorizationExpiresAt }, tokens, app, kit.sealing)
    const asked = {
      id,
      tenant,
      platform,
      app: app.id,
      shop,
      ...(alias !== undefined && alias !== shop && { alias }),
      ...sealed,
      ...(authorizationExpiresAt !== undefined && { authorizationExpiresAt }),
      ...(reconnects !== undefined && { reconnects }),
      status: proved ? ('active' as const) : ('pending' as const),
    }
    return orUnavailable(kit.store.connect(asked, ({ connection, created }) => told(connection, created)))
  }
  const first = await make(reconnects ?? `cn_${randomBytes(12).toString('hex')}`)
  const made = 'error' in first && first.error === 'known_as' ? await make(first.id) : first
  if ('error' in made)
    throw keeperError(made.error === 'known_as' ? 'another_shop' : made.error, {
      ...(reconnects !== undefined && { connectionId: reconnects }),
    })
  kit.unsaved.delete(made.connection.id)
  kit.doubt(made.connection)
  kit.tell(told(made.connection, made.created))
  return made
}

const told = (connection: Connection, created: boolean): readonly NewEvent[] => [
  eventAbout(connection, created ? 'connection.created' : 'connection.reauthorized', {}),
]
