/* Grants made fast, by the way that all grants come: a code is issued for a user's consent, and redeemed. */
import { randomBytes } from 'node:crypto'
import { type TokenSet, errorReasons, isOAuthError } from '@hufu/dialects'
import { type AccountContext, type Refusal, type Store, createShop, isRefusal, unknown } from '@hufu/accounts'
import { type App, type User, checkScope, issueCode, mayAuthorise, redeemCode } from '@hufu/engine'
import type { FastifyRequest } from 'fastify'
import { type Platform, codecContext, withKeys } from '@hufu/server'

/** Grants of one call. */
export const MOST_SEEDS = 5000
/** Made at once: they share commits. */
const AT_ONCE = 100

export interface SeededGrant {
  readonly grantId: number
  readonly openId: string
  readonly shopId: string
  readonly userId: string
  readonly status: number
  readonly body: string
  readonly tokens: TokenSet
}

export interface Wanted {
  readonly shop?: string
  readonly user?: string
  readonly scope?: readonly string[]
  readonly count: number
}

/** All of them, or why not: then perhaps some. */
export async function seedGrants(
  wanted: Wanted,
  app: App,
  platform: Platform,
  accounts: Seeding,
  request: FastifyRequest,
): Promise<readonly SeededGrant[] | Refusal> {
  const { policy } = platform.grants
  const scope = wanted.scope ?? policy.defaultScope.filter((word) => app.scopes.includes(word))
  const refused = checkScope(scope, app, policy)
  if (refused) return invalid('scope', refused.detail ?? errorReasons[refused.error].hint)
  const known = await grantor(wanted, accounts.store)
  if (known && isRefusal(known)) return known
  const made: SeededGrant[] = []
  for (let left = wanted.count; left > 0; left -= AT_ONCE) {
    const batch = await Promise.all(
      Array.from({ length: Math.min(left, AT_ONCE) }, async () => {
        const user = known ?? (await newShopkeeper(accounts))
        return isRefusal(user) ? user : seedOne(app, user, scope, platform, request)
      }),
    )
    for (const each of batch) {
      if (isRefusal(each)) return each
      made.push(each)
    }
  }
  return made
}

async function seedOne(
  app: App,
  user: User,
  scope: readonly string[],
  platform: Platform,
  { id, ip }: FastifyRequest,
): Promise<SeededGrant | Refusal> {
  const { dialect, grants } = platform
  if (!mayAuthorise(app, user.shopId))
    return invalid('clientId', `the app is ${app.status}: approve it, or name one of its test shops`)
  let grantId = 0
  const nextId = async () => (grantId = await grants.nextId())
  const consent = { app, user, scope, redirectUri: app.redirectUris[0] ?? '' }
  const code = await issueCode(consent, { ...grants, nextId })
  // The app does not ask itself: the code says whose it is, and who may seed speaks for every app.
  const tokens = await redeemCode({ code }, { address: ip, counted: true, provenBy: app.id }, grants)
  if (isOAuthError(tokens)) return invalid('clientId', `${tokens.error}: ${errorReasons[tokens.error].hint}`)
  const answer = dialect.token.response.encode(tokens, withKeys(codecContext(platform, id), platform, app))
  const { shopId, id: userId } = user
  return { grantId, openId: tokens.openId ?? '', shopId, userId, ...answer, tokens }
}

interface Seeding extends AccountContext {
  readonly store: AccountContext['store'] & Pick<Store, 'users'>
}

/** The user that the request names, if any. */
async function grantor(
  { shop, user: username }: Wanted,
  store: Pick<Store, 'userByName' | 'users'>,
): Promise<User | Refusal | undefined> {
  if (username !== undefined) {
    const user = await store.userByName(username)
    if (!user || (shop !== undefined && user.shopId !== shop)) return unknown('user', username)
    return user
  }
  if (shop === undefined) return undefined
  const [user] = (await store.users({ shopId: shop })).filter(
    ({ mayAuthorise, status }) => mayAuthorise && status === 'active',
  )
  return user ?? invalid('shop', `there is no user of ${shop} who may authorise`)
}

/** A shop with one user, who has no password and so cannot log in. */
async function newShopkeeper(accounts: AccountContext): Promise<User | Refusal> {
  const { store } = accounts
  const shop = await createShop('Sandbox', accounts)
  if (isRefusal(shop)) return shop
  const id = `user_${randomBytes(8).toString('hex')}`
  const user: User = {
    id,
    version: 0,
    username: `sandbox-${shop.id}`,
    shopId: shop.id,
    displayName: `Sandbox ${shop.id}`,
    password: '',
    mayAuthorise: true,
    status: 'active',
    addresses: [],
    createdAt: store.now(),
  }
  return (await store.putUser(user)) ? user : newShopkeeper(accounts)
}

const invalid = (field: string, message: string): Refusal => ({
  refused: 'invalid',
  field,
  message: `${field}: ${message}`,
})
