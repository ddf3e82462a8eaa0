/* Shops of an account that has several, and where they sell. */
import type { Shop, User } from '@hufu/engine'
import { type AccountContext, changed, newShopId } from './accounts.ts'
import { type Refusal, checkLine, invalid, unknown } from '../refusal.ts'

/** More than any platform's account has. */
export const MOST_SHOPS = 100
const LONGEST_REGION = 16

/** Where the shop sells, as platforms write it; null for no one place. Authorizations that were given stay as they are. */
export async function setShopRegion(
  id: string,
  region: string | null,
  { store }: Pick<AccountContext, 'store'>,
): Promise<Shop | Refusal> {
  const refused = region === null ? undefined : checkLine('region', region, LONGEST_REGION)
  if (refused) return refused
  const held = await store.shop(id)
  if (!held) return unknown('shop', id)
  const { region: _, ...kept } = held
  const shop: Shop = { ...kept, ...(region !== null && { region }) }
  await store.putShop(shop)
  return shop
}

/**
 * Makes these the shops of the user's account, beside their own; none makes it an account of one shop again. The account keeps
 * its number for as long as it has several.
 */
export async function setShopsOfUser(
  id: string,
  shopIds: readonly string[],
  context: AccountContext,
): Promise<User | Refusal> {
  const { store } = context
  const user = await store.user(id)
  if (!user) return unknown('user', id)
  const all = [...new Set([user.shopId, ...shopIds])]
  if (all.length > MOST_SHOPS)
    return invalid('shops', `are more than ${MOST_SHOPS}`, { fault: 'too_many', most: MOST_SHOPS })
  for (const shopId of all)
    if (!(await store.shop(shopId)))
      return invalid('shops', `there is no shop ${shopId}`, { fault: 'no_shop' })
  const number = user.account?.id ?? newShopId()
  return changed(
    id,
    (before) => {
      const { account: _, ...kept } = before
      return all.length > 1 ? { ...kept, account: { id: number, shopIds: all } } : kept
    },
    context,
  )
}
