import type { PerStatus, Policy } from '@hufu/dialects'
import type { App } from './store.ts'

/** What an operator may set otherwise than the dialect does, platform by platform. */
export type PolicyOverride = { readonly [K in keyof Policy]?: Policy[K] }

/** The policy of one app: what depends on the app's status is decided. */
export interface AppPolicy extends Omit<Policy, 'accessTokenLifetime' | 'refreshTokenLifetime'> {
  readonly accessTokenLifetime: number
  readonly refreshTokenLifetime: number
}

const decided = (lifetime: PerStatus, { status }: App): number =>
  typeof lifetime === 'number' ? lifetime : lifetime[status === 'online' ? 'online' : 'onlineTest']

export const policyOf = (policy: Policy, app: App): AppPolicy => ({
  ...policy,
  accessTokenLifetime: decided(policy.accessTokenLifetime, app),
  refreshTokenLifetime: decided(policy.refreshTokenLifetime, app),
})

/** Statuses in which an app's AppKey works at all. */
export const isServed = ({ status }: App): boolean =>
  status === 'online' || status === 'online_test' || status === 'submitted' || status === 'changes_requested'

/** Before an app is online, only shops on its own list may authorise it. */
export const mayAuthorise = (app: App, shopId: string): boolean =>
  app.status === 'online' || (isServed(app) && app.testShops.includes(shopId))
