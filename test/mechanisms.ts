/*
 * What a rule may depend on, and how each dialect does it. In `npm test` a rule is held to by one dialect of each
 * mechanism that it depends on, in `npm run test:long` by all.
 */
import {
  type Dialect,
  type Reuse,
  type WithFields,
  authenticationOf,
  servedDialects,
  signingsOf,
  usualPolicy,
} from '@hufu/dialects'
import { long } from './long.ts'

const reuseOf = ({ replaySeconds, then }: Reuse = usualPolicy.codeReuse): string =>
  `${replaySeconds > 0 ? 'repeated, then ' : ''}${then}`

/** Whether a request has the redirect URI among its fields. */
export const namesRedirectUri = ({ fields }: WithFields): boolean =>
  fields.some((each) => 'key' in each && each.key === 'redirectUri')

export const mechanisms = {
  /** How a call proves whose it is. */
  authentication: ({ token }) => authenticationOf(token),
  /** Where a call has its parameters. */
  carrier: ({ token }) => token.request.carrier.in,
  /** What a second use of a code is: whether its answer is repeated, and what comes after. */
  codeReuse: ({ policy: { codeReuse } }) => reuseOf(codeReuse),
  /** The same of a refresh token that a refresh has replaced. */
  reuse: ({ policy: { reuse } }) => reuseOf(reuse),
  /** Whether a refresh keeps tokens that have time left. */
  earlyRefresh: ({ policy: { earlyRefresh = [] } }) =>
    earlyRefresh.map((row) => `${row.accessToken} ${row.refreshToken}`).join(' then '),
  refreshDeadline: ({ policy }) => policy.refreshDeadline ?? 'renewed',
  /** Whether the link names the redirect URI, or the one that is registered is meant. */
  link: ({ authorize }) => (namesRedirectUri(authorize.request) ? 'names it' : 'names none'),
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

/**
 * What a rule is tried on that may depend on how a platform speaks. Rules of codes and refresh tokens name the mechanisms
 * of their use in addition.
 */
export const triedDialects: readonly Dialect[] = oneOfEach(
  'authentication',
  'pages',
  'redirectUri',
  'formats',
  'refresh',
)

/** Those that sign the call for user information by the parameters that are sent, in a form. */
export const withSignedUserInfo: readonly Dialect[] = servedDialects.filter(
  ({ userInfo }) => userInfo?.request.carrier.in === 'form' && signingsOf(userInfo.request.carrier),
)
