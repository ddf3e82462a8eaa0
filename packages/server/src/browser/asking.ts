/* Data of the consent page: the app, and the users of the shop who may consent. */
import type { App, Shop, User } from '@hufu/engine'
import type { Organisation, Store } from '@hufu/accounts'
import { coverageOf, endAfter, grantEnd, isTenant, policyOf, refreshRightOf } from '@hufu/engine'
import { logoPath } from '../logos.ts'
import type { Asker } from '../pages/asker.ts'
import type { NotPermitted } from '../pages/not-permitted.ts'
import type { ConsentShop } from '../pages/consent.ts'
import type { Platform } from '../settings/platform.ts'

/** `base`: what stands before the platform's own paths. */
export async function askerOf(app: App, base: string, store: Pick<Store, 'organisation'>): Promise<Asker> {
  const { organisationId } = app
  const organisation = organisationId === undefined ? undefined : await store.organisation(organisationId)
  return {
    name: app.name,
    developer: organisation?.name ?? app.developer,
    ...(app.logo !== undefined && { logo: logoPath(app, app.logo, base) }),
    standing: standingOf(app, organisation),
    inTest: app.status !== 'online',
  }
}

function standingOf({ organisationId }: App, organisation: Organisation | undefined): Asker['standing'] {
  if (organisationId === undefined) return 'registered'
  return organisation?.verified ? 'verified' : 'unverified'
}

/** How long the consent lasts if nobody renews it, and whether the app can renew it. */
export function lastingOf(
  app: App,
  { grants }: Platform,
): { readonly until: number; readonly renewable: boolean } {
  const policy = policyOf(grants.policy, app)
  const renewable = refreshRightOf(policy, app).usable
  const seconds = Math.max(policy.accessTokenLifetime, renewable ? policy.refreshTokenLifetime : 0)
  const now = grants.store.now()
  const endsAt = grantEnd(policy, undefined, now)
  const until = endAfter(seconds, now, endsAt === undefined ? {} : { endsAt })
  return { until, renewable: renewable && endsAt === undefined && policy.refreshDeadline !== 'kept' }
}

/** All shops that the consent is for; the user's own first. */
export async function shopsFor(
  user: User,
  app: App,
  { grants }: Platform,
  store: Pick<Store, 'shop'>,
): Promise<readonly ConsentShop[]> {
  const { shops } = (await coverageOf(user, app, grants.policy, store)) ?? {}
  return (
    shops?.map(({ userId: id, name = id, region }) => ({
      id,
      name,
      ...(region !== undefined && { region }),
    })) ?? [await shopOf(user, store)]
  )
}

export const shopOf = async (user: User, store: Pick<Store, 'shop'>): Promise<Pick<Shop, 'id' | 'name'>> =>
  (await store.shop(user.shopId)) ?? { id: user.shopId, name: user.shopId }

/** Display names of the users of the same shop who have the right that this user lacks. */
export const whoCan = async ({ shopId }: User, store: Pick<Store, 'users'>): Promise<readonly string[]> =>
  (await store.users({ shopId }))
    .filter(({ mayAuthorise, status }) => mayAuthorise && status === 'active')
    .map(({ displayName }) => displayName)

/** Whose page it is comes first: in another shop, the user's rights mean nothing. */
export const whyNot = (tenant: string | undefined, user: User): Pick<NotPermitted, 'because' | 'tenant'> =>
  tenant !== undefined && !isTenant(tenant, user.shopId)
    ? { because: 'tenant', tenant }
    : { because: user.mayAuthorise ? 'test' : 'user' }
