/* A connection by what callers call it. */
import type { Connection, Named, ShopName } from '@hufu/keeper-store/connection'
import { keeperError } from '@hufu/keeper-store/errors'
import { type KeeperContext, presentOf } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'

/** A name, or a connection's id. */
export type Which = Named | string

/** @throws {KeeperError} `alias_unfit` where a name is no text; `app_unknown`, `app_ambiguous`. */
export function nameOf(
  { apps }: Pick<KeeperContext, 'apps'>,
  { tenant, platform, app, shop }: Named,
): ShopName {
  if (typeof tenant !== 'string') throw noText('tenant')
  if (typeof shop !== 'string') throw noText('shop')
  return { tenant, platform, app: apps.find(platform, app).id, shop }
}

const noText = (member: keyof Named) => keeperError('alias_unfit', { hint: `${member}: is no text.` })

/** @throws {KeeperError} `connection_unknown`, `app_unknown`, `app_ambiguous`, `store_unavailable`. */
export async function rowOf(context: KeeperContext, which: Which): Promise<Connection> {
  if (typeof which === 'string') return presentOf(context, which)
  const row = await orUnavailable(context.store.find(nameOf(context, which)))
  if (!row) throw keeperError('connection_unknown')
  return row
}
