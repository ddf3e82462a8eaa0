import type { LoginRecord } from './login-history.ts'
import type { Shop, Store, User } from './store.ts'
import { type GrantView, type UserView, grantView, userView } from './views.ts'

/** All that is kept about a user, as he may take it along: no password, no token, nor the digest of either. */
export interface PersonalData {
  readonly user: UserView
  readonly shop?: Shop
  /** The newest first, ended ones too while they are kept. */
  readonly authorizations: readonly (GrantView & { readonly app: string })[]
  readonly logins: readonly LoginRecord[]
  /** Where he is logged in. Times are seconds since the epoch. */
  readonly sessions: readonly {
    readonly network?: string
    readonly browser?: string
    readonly createdAt: number
    readonly expiresAt: number
  }[]
}

const MOST_GRANTS = 10_000

export async function personalDataOf(
  user: User,
  store: Pick<Store, 'now' | 'shop' | 'appById' | 'grants' | 'logins' | 'sessions'>,
): Promise<PersonalData> {
  const shop = await store.shop(user.shopId)
  const grants = await store.grants({ userId: user.id, limit: MOST_GRANTS })
  const names = new Map<string, string>()
  for (const { appId } of grants)
    if (!names.has(appId)) names.set(appId, (await store.appById(appId))?.name ?? appId)
  const sessions = await store.sessions(user.id, store.now())
  return {
    user: userView(user),
    ...(shop && { shop }),
    authorizations: grants.map((grant) => ({ ...grantView(grant), app: names.get(grant.appId) ?? '' })),
    logins: await store.logins(user.id),
    sessions: sessions.map(({ network, browser, createdAt, expiresAt }) => ({
      ...(network !== undefined && { network }),
      ...(browser !== undefined && { browser }),
      createdAt,
      expiresAt,
    })),
  }
}
