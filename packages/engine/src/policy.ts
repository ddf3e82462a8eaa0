import type { EarlyRefresh, Lifetime, Policy } from '@hufu/dialects'
import type { App } from './store.ts'

/** What an operator may set otherwise than the dialect does, platform by platform. */
export type PolicyOverride = { readonly [K in keyof Policy]?: Policy[K] }

/** The policy of one app: what depends on the app's status is decided. A lifetime is `Infinity` where there is no end. */
export interface AppPolicy extends Omit<Policy, 'accessTokenLifetime' | 'refreshTokenLifetime'> {
  readonly accessTokenLifetime: number
  readonly refreshTokenLifetime: number
}

function decided(lifetime: Lifetime, { status }: App): number {
  if (lifetime === 'endless') return Infinity
  return typeof lifetime === 'number' ? lifetime : lifetime[status === 'online' ? 'online' : 'onlineTest']
}

export const policyOf = (policy: Policy, app: App): AppPolicy => ({
  ...policy,
  accessTokenLifetime: decided(policy.accessTokenLifetime, app),
  refreshTokenLifetime: decided(
    policy.refreshDeadline === 'none' ? 'endless' : policy.refreshTokenLifetime,
    app,
  ),
})

/** Statuses in which an app's AppKey works at all. */
export const isServed = ({ status }: App): boolean =>
  status === 'online' || status === 'online_test' || status === 'submitted' || status === 'changes_requested'

/** Before an app is online, only shops on its own list may authorise it. */
export const mayAuthorise = (app: App, shopId: string): boolean =>
  app.status === 'online' || (isServed(app) && app.testShops.includes(shopId))

/** Whether a refresh token is given to this app at all, and whether it can be used. */
export const refreshRightOf = (
  { refreshTokenGranted }: Pick<Policy, 'refreshTokenGranted'>,
  { mayRefresh }: Pick<App, 'mayRefresh'>,
): { readonly given: boolean; readonly usable: boolean } => ({
  given: mayRefresh || refreshTokenGranted !== 'by-right',
  usable: mayRefresh || refreshTokenGranted === 'always',
})

/** What a refresh does now, to an access token that has so many seconds left. */
export const rotationOf = (
  { earlyRefresh = [], refresh }: Pick<Policy, 'earlyRefresh' | 'refresh'>,
  secondsLeft: number,
): Omit<EarlyRefresh, 'whileLeft'> =>
  earlyRefresh.find(({ whileLeft }) => secondsLeft > whileLeft) ?? {
    ...refresh,
    refreshToken: refresh.refreshToken === 'new' ? 'new' : 'same',
  }
