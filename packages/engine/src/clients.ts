import type { OAuthError } from '@hufu/dialects'
import type { GrantContext } from './context.ts'
import { mayServe } from './coverage.ts'
import { checkAddress, checkProof, checkServed, unknownClient } from './rules.ts'
import type { App, Grant, User } from './store.ts'

/** What came with a request beside its parameters. */
export interface Caller {
  readonly address: string
  /** The id of the app that is proven already: its keys signed the request. */
  readonly provenBy?: string
  /** Whether anybody who overheard the request could send it again later: no proof in it covers the time. */
  readonly repeatable?: true
  /** Whether the app's rate was counted before the request was opened. */
  readonly counted?: true
  /** Is told whose call it is as soon as that is known, whether or not it is proven then. */
  readonly named?: (app: App) => void
}

export interface PresentedClient {
  readonly clientId?: string
  readonly clientSecret?: string
}

/** The app that asks, proven as its platform proves it. The secret first: a stranger learns nothing of an app's state. */
export async function authenticateClient(
  presented: PresentedClient & { readonly clientId: string },
  caller: Caller,
  context: GrantContext,
): Promise<App | OAuthError> {
  const app = await context.directory.app(context.platform, presented.clientId)
  if (app) caller.named?.(app)
  return authenticateApp(app, presented, caller, context) ?? unknownClient(presented.clientId)
}

/** The same for the app that a code names. Undefined where there is none, at the cost of a wrong secret. */
export function authenticateApp(
  app: App | undefined,
  { clientSecret }: PresentedClient,
  caller: Caller,
  context: GrantContext,
): App | OAuthError | undefined {
  const error = checkProof(app, clientSecret, caller, context.policy, context.store.now())
  return error ?? (app && admitClient(app, caller, context))
}

/** What is asked of an app that is known, whoever said its name. */
export function admitClient(app: App, caller: Caller, context: GrantContext): App | OAuthError {
  return checkServed(app) ?? checkAddress(app, caller.address) ?? checkRate(app, caller, context) ?? app
}

/** Counts one call of the app. */
export function checkRate(app: App, caller: Caller, context: GrantContext): OAuthError | undefined {
  const { rateLimit } = context.policy
  if (!rateLimit || caller.counted) return undefined
  const now = context.store.now()
  if (context.rates.admit(app.id, rateLimit, now)) return undefined
  return { error: 'rate_limited', retryAfter: context.rates.secondsLeft(app.id, now) }
}

/** A user who may not log in any more has nothing redeemed, refreshed or introspected either. */
export async function activeUser(id: string, { directory }: GrantContext): Promise<User | undefined> {
  const user = await directory.user(id)
  return user?.status === 'active' ? user : undefined
}

/** Where an app is not online, and a shop is not of its test shops any more, nothing that was agreed to holds. */
export const checkShop = (app: App, grant: Pick<Grant, 'shopId' | 'covers'>): OAuthError | undefined =>
  mayServe(app, grant)
    ? undefined
    : { error: 'user_not_permitted', detail: `shop ${grant.shopId} is no test shop of the app` }
