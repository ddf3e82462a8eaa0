/* Grants as a merchant sees them: one authorization an app and user, however often it was given. */
import type { ScopeWords } from '@hufu/dialects'
import { type App, type Grant, type User, shopsOf } from '@hufu/engine'
import type { Runtime } from '@hufu/server'

export interface Authorization {
  readonly appId: string
  /** The user who authorised. */
  readonly user: User
  readonly name: string
  readonly developer: string
  /** The version of the app's logo. */
  readonly logo?: string
  readonly platformId: string
  /** The platform's name. */
  readonly platform: string
  /** Names of the shops that it covers, where they are several. */
  readonly shops: readonly string[]
  readonly scope: readonly string[]
  readonly scopeWords: ScopeWords
  /** Seconds since the epoch. */
  readonly since: number
  readonly until: number
  /** Whether the app can make it last longer. */
  readonly extensible: boolean
  readonly lastUsedDay?: number
  /** How many living grants it consists of. */
  readonly count: number
}

/** The newest grants, up to this number. A user with more sees the others after revoking some. */
export const MOST_GRANTS = 500

/**
 * The grants that this visitor may see and end: their own always, and those of others for the same shop if the visitor may
 * authorise for it. The newest first. `complete`: whether these are all.
 */
export async function authorizationsOf(
  visitor: User,
  { store, platforms }: Pick<Runtime, 'store' | 'platforms'>,
): Promise<{
  readonly own: readonly Authorization[]
  readonly others: readonly Authorization[]
  readonly complete: boolean
}> {
  const living = { aliveAt: store.now(), limit: MOST_GRANTS }
  const mine = await store.grants({ ...living, userId: visitor.id })
  const ofShop = visitor.mayAuthorise ? await store.grants({ ...living, shopId: visitor.shopId }) : []
  const theirs = ofShop.filter(({ userId }) => userId !== visitor.id)

  const apps = new Map<string, App | undefined>()
  const users = new Map<string, User | undefined>([[visitor.id, visitor]])
  for (const { appId, userId } of [...mine, ...theirs]) {
    if (!apps.has(appId)) apps.set(appId, await store.appById(appId))
    if (!users.has(userId)) users.set(userId, await store.user(userId))
  }

  const grouped = (grants: readonly Grant[]): readonly Authorization[] =>
    [...Map.groupBy(grants, ({ appId, userId }) => `${appId} ${userId}`).values()].flatMap((some) => {
      const [{ appId, userId, platform } = noGrant] = some
      const user = users.get(userId)
      return user ? [authorizationOf(some, user, appId, apps.get(appId), platforms.get(platform))] : []
    })
  return {
    own: grouped(mine),
    others: grouped(theirs),
    complete: mine.length < MOST_GRANTS && ofShop.length < MOST_GRANTS,
  }
}

const noGrant = { appId: '', userId: '', platform: '' } as const

function authorizationOf(
  grants: readonly Grant[],
  user: User,
  appId: string,
  app: App | undefined,
  platform: ReturnType<Runtime['platforms']['get']>,
): Authorization {
  const policy = platform?.grants.policy
  const days = grants.flatMap(({ lastUsedDay }) => lastUsedDay ?? [])
  return {
    appId,
    user,
    name: app?.name ?? appId,
    developer: app?.developer ?? '',
    ...(app?.logo !== undefined && { logo: app.logo }),
    platformId: grants[0]?.platform ?? '',
    platform: platform?.dialect.title ?? grants[0]?.platform ?? '',
    shops: namesOfShops(grants),
    scope: [...new Set(grants.flatMap(({ scope }) => scope))],
    scopeWords: policy?.scopeWords ?? {},
    since: Math.min(...grants.map(({ createdAt }) => createdAt)),
    until: Math.max(
      ...grants.map(({ accessExpiresAt, refreshExpiresAt }) => Math.max(accessExpiresAt, refreshExpiresAt)),
    ),
    extensible:
      policy?.refreshDeadline !== 'kept' &&
      grants.some(({ refresh, endsAt }) => refresh !== undefined && endsAt === undefined),
    ...(days.length > 0 && { lastUsedDay: Math.max(...days) }),
    count: grants.length,
  }
}

function namesOfShops(grants: readonly Grant[]): readonly string[] {
  const shops = new Map(grants.flatMap(shopsOf).map(({ userId, name = userId }) => [userId, name]))
  return shops.size > 1 ? [...shops.values()] : []
}
