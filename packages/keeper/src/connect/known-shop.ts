import type { Connection, ShopName } from '@hufu/keeper-store/connection'
import type { KeeperContext } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'

/**
 * The connection of the shop itself, by the platform's id in any spelling of it, and by no alias.
 *
 * @throws {KeeperError} `store_unavailable`.
 */
export async function knownShop(
  context: Pick<KeeperContext, 'store'>,
  name: ShopName,
): Promise<Connection | undefined> {
  const rows = await orUnavailable(context.store.ofShops([name]))
  // A version before may have kept two spellings apart.
  return rows.find(({ shop }) => shop === name.shop) ?? rows[0]
}
