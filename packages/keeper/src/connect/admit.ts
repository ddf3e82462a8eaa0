/* How a connection begins: tokens that a platform gave, for a shop that it names. */
import { randomBytes } from 'node:crypto'
import type { App } from '../app/app.ts'
import { isServed } from '../connection/cache.ts'
import type { ConnectionStatus } from '@hufu/keeper-store/connection'
import { keeperError } from '@hufu/keeper-store/errors'
import { type NewEvent, type Whose, eventAbout } from '@hufu/keeper-store/events'
import { checkNames } from './fit.ts'
import { isSameId } from '@hufu/keeper-store/ids'
import type { KeeperContext } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { seedOf } from './newer.ts'
import type { Connected, NewConnection, NotConnected } from '@hufu/keeper-store/store'
import { sealTokens, shopOf } from '../sealing/tokens.ts'
import type { Admitted } from './admitted.ts'

/**
 * A connection, new or with new tokens.
 *
 * @throws {KeeperError} `alias_unfit`, `shop_unknown`, `another_shop`, `alias_taken`, `store_unavailable`.
 */
export async function admit(context: KeeperContext, app: App, admitted: Admitted): Promise<Connected> {
  const { reconnects } = admitted
  const first = await admitAs(reconnects ?? newId(), context, app, admitted)
  const made =
    'error' in first && first.error === 'known_as' ? await admitAs(first.id, context, app, admitted) : first
  if ('error' in made)
    throw keeperError(made.error === 'known_as' ? 'another_shop' : made.error, {
      ...(reconnects !== undefined && { connectionId: reconnects }),
    })
  return made
}

export const newId = (): string => `cn_${randomBytes(12).toString('hex')}`

/**
 * Under this id: what is sealed is bound to it, so a shop that is known must be admitted under its own.
 *
 * @throws {KeeperError} `alias_unfit`, `shop_unknown`, `store_unavailable`.
 */
export async function admitAs(
  id: string,
  context: KeeperContext,
  app: App,
  admitted: Admitted,
): Promise<Connected | NotConnected> {
  const { reconnects } = admitted
  const asked = { ...askedOf(id, context, app, admitted), ...(reconnects !== undefined && { reconnects }) }
  const made = await orUnavailable(context.store.connect(asked, (each) => told(each, asked.alias)))
  if ('error' in made) return made
  admittedIs(context, made)
  return made
}

/**
 * Those whose names are nobody's yet, all at once; answers whether each was. The others are to be admitted alone.
 *
 * @throws {KeeperError} `alias_unfit`, `shop_unknown`, `store_unavailable`.
 */
export async function admitNew(
  context: KeeperContext,
  batch: readonly { readonly app: App; readonly admitted: Omit<Admitted, 'reconnects'> }[],
): Promise<readonly boolean[]> {
  if (batch.length === 0) return []
  const asked = batch.map(({ app, admitted }) => askedOf(newId(), context, app, admitted))
  const made = await orUnavailable(
    context.store.connectNew(asked, (connection) => told({ connection, created: true })),
  )
  for (const connection of made) admittedIs(context, { connection, created: true })
  const ids = new Set(made.map(({ id }) => id))
  return asked.map(({ id }) => ids.has(id))
}

function admittedIs(context: KeeperContext, made: Connected): void {
  const { connection, aliasBefore, displaced = [] } = made
  context.unsaved.delete(connection.id)
  context.doubt(connection)
  if (aliasBefore !== undefined) context.doubt({ ...connection, alias: aliasBefore })
  for (const each of displaced) context.doubt({ ...each, alias: connection.shop })
  context.tell(told(made, connection.alias))
}

/**
 * As the store is asked for it.
 *
 * @throws {KeeperError} `alias_unfit`, `shop_unknown`.
 */
export function askedOf(
  id: string,
  context: KeeperContext,
  app: App,
  { tenant, alias, tokens, authorizationExpiresAt, status = 'active', ...admitted }: Admitted,
): NewConnection {
  const shop = admitted.shop ?? shopOf(tokens) ?? alias
  if (shop === undefined) throw keeperError('shop_unknown')
  checkNames({ tenant, shop, alias })
  const { dueAt, noticeAt, ...sealed } = sealTokens(
    { id, tenant, authorizationExpiresAt },
    tokens,
    app,
    context.sealing,
  )
  return {
    id,
    tenant,
    platform: app.platform,
    app: app.id,
    shop,
    ...(alias !== undefined && !isSameId(alias, shop) && { alias }),
    ...sealed,
    ...(dueAt !== undefined && isRefreshed(status) && { dueAt }),
    ...(noticeAt !== undefined && isServed({ status }) && { noticeAt }),
    ...(authorizationExpiresAt !== undefined && { authorizationExpiresAt }),
    status,
    seed: seedOf(tokens),
  }
}

const isRefreshed = (status: ConnectionStatus): boolean =>
  isServed({ status }) && status !== 'reauth_required'

const told = (
  {
    connection,
    created,
    aliasBefore,
    displaced = [],
  }: Omit<Connected, 'connection'> & { readonly connection: Whose },
  alias?: string,
): readonly NewEvent[] => [
  eventAbout(connection, created ? 'connection.created' : 'connection.reauthorized', {}),
  ...(aliasBefore === undefined
    ? []
    : [eventAbout(connection, 'connection.changed', { alias, aliasBefore })]),
  ...displaced.map((each) =>
    eventAbout(each, 'connection.changed', {
      alias: null,
      aliasBefore: connection.shop,
      takenBy: connection.id,
    }),
  ),
]
