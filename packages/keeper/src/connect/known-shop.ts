import type { Connection, ShopName } from '@hufu/keeper-store/connection'
import type { Kit } from '../kit.ts'
import { orUnavailable } from '../storing/store-answer.ts'

/**
 * The connection of the shop itself, by the platform's id in any spelling of it, and by no alias.
 *
 * @throws {KeeperError} `store_unavailable`.
 */
export async function knownShop(kit: Pick<Kit, 'store'>, name: ShopName): Promise<Connection | undefined> {
  const rows = await orUnavailable(kit.store.ofShops([name]))
  // A version before may have kept two spellings apart.
  return rows.find(({ shop }) => shop === name.shop) ?? rows[0]
}
