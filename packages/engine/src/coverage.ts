/* Which shops an authorization covers. Most cover one, and say nothing more of it. */
import type { GrantedShop, Policy } from '@hufu/dialects'
import { mayAuthorise } from './policy.ts'
import type { App, Coverage, EngineStore, Grant, User } from './store.ts'

type Shops = Coverage['shops']

type Covering = Pick<Grant, 'shopId' | 'covers'>

export const shopsOf = ({ shopId, covers }: Covering): Shops => covers?.shops ?? [{ userId: shopId }]

export const hasSeveral = (grant: Covering): boolean => shopsOf(grant).length > 1

/** Whether the app may be authorised by every shop of it, as it stands. */
export const mayServe = (app: App, grant: Covering): boolean =>
  shopsOf(grant).every(({ userId }) => mayAuthorise(app, userId))

/**
 * What this user's consent covers: the shops of their account, where the platform has grants of several and the app may be
 * authorised by them; else the user's own shop. Undefined where there is nothing to say but its number.
 */
export async function coverageOf(
  { shopId, account }: Pick<User, 'shopId' | 'account'>,
  app: App,
  { severalShops }: Pick<Policy, 'severalShops'>,
  store: Pick<EngineStore, 'shop'>,
): Promise<Coverage | undefined> {
  const others = severalShops && account ? account.shopIds.filter((id) => id !== shopId) : []
  const covered = async (userId: string): Promise<GrantedShop> => {
    const { region, name } = (await store.shop(userId)) ?? {}
    return { userId, ...(region !== undefined && { region }), ...(name !== undefined && { name }) }
  }
  const own = await covered(shopId)
  const shops: Shops = [
    own,
    ...(await Promise.all(others.filter((id) => mayAuthorise(app, id)).map(covered))),
  ]
  const isOne = shops.length === 1
  if (isOne && own.region === undefined) return undefined
  const region = isOne ? own.region : severalShops?.region
  return {
    shops,
    ...(region !== undefined && { region }),
    ...(!isOne && account && { accountId: account.id }),
  }
}
