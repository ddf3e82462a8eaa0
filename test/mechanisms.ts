/*
 * What a rule may depend on, and how each dialect does it. In `npm test` a rule is held to by one dialect of each
 * mechanism that it depends on, in `npm run test:long` by all.
 */
import { type Dialect, authenticationOf, servedDialects, signingsOf } from '@hufu/dialects'
import { long } from './long.ts'

export const mechanisms = {
  /** How a call proves whose it is. */
  authentication: ({ token }) => authenticationOf(token),
  /** Which tokens a refresh replaces: the access token, then the refresh token. */
  refresh: ({ policy: { refresh } }) => `${refresh.accessToken} ${refresh.refreshToken}`,
  formats: ({ formats }) => `${formats.accessToken} ${formats.refreshToken}`,
  /** What is registered, and whether a code may be shown on the page. */
  redirectUri: ({ policy }) => `${policy.redirectUri}${policy.outOfBand === undefined ? '' : ' or none'}`,
  /** Where the pages are, and where they send errors. */
  pages: ({ authorize }) =>
    `${authorize.errorsGo}${authorize.loginPath === undefined ? '' : ' by a login page'}`,
} as const satisfies Readonly<Record<string, (dialect: Dialect) => string>>

export type Mechanism = keyof typeof mechanisms

/** Of the served dialects, the first of each kind of each of these mechanisms. */
export function firstOfEach(...names: readonly Mechanism[]): readonly Dialect[] {
  const kindsOf = (dialect: Dialect) => names.map((name) => `${name}: ${mechanisms[name](dialect)}`)
  const known = new Set<string>()
  return servedDialects.filter((dialect) => {
    const fresh = kindsOf(dialect).filter((kind) => !known.has(kind))
    fresh.forEach((kind) => known.add(kind))
    return fresh.length > 0
  })
}

/** `firstOfEach`, and all of them in the long form. */
export const oneOfEach = (...names: readonly Mechanism[]): readonly Dialect[] =>
  long ? servedDialects : firstOfEach(...names)

/** What a rule is tried on that may depend on any mechanism: of each kind of each of them one, in the long form all. */
export const triedDialects: readonly Dialect[] = oneOfEach(...(Object.keys(mechanisms) as Mechanism[]))

/** Those that sign the call for user information by the parameters that are sent, in a form. */
export const withSignedUserInfo: readonly Dialect[] = servedDialects.filter(
  ({ userInfo }) => userInfo?.request.carrier.in === 'form' && signingsOf(userInfo.request.carrier),
)
