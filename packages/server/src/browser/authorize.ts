/* The browser leg, without HTTP: what an authorization request asks, and whether it may. */
import {
  type AuthorizationLink,
  type AuthorizationRequest,
  type AuthorizationResponse,
  type CodecContext,
  type Dialect,
  type OAuthError,
  type Where,
  type WithFields,
  isWireError,
  noSigner,
} from '@hufu/dialects'
import {
  type App,
  type User,
  checkRedirectUri,
  checkScope,
  checkServed,
  isTenant,
  mayAuthorise,
  unknownClient,
} from '@hufu/engine'
import { errorOf } from '../exchange/blame.ts'
import { type Platform, withSigner } from '../settings/platform.ts'

/** An authorization request that has passed every check but the user's. */
export interface CheckedAuthorization {
  readonly app: App
  readonly request: AuthorizationRequest & { readonly redirectUri: string }
  /** The requested scope, or the platform's default. */
  readonly scope: readonly string[]
  /** Begun by the app's developer in their console: for test shops alone, whatever the app's status. */
  readonly trial: boolean
  /** The address of the answer. */
  back(answer: AuthorizationResponse): string
}

/** The refusal: show the error on a page of this server, or redirect with it. */
export type AuthorizationRefusal =
  | { readonly page: OAuthError }
  | { readonly location: string; readonly error: OAuthError }

/**
 * No error is sent to a redirect URI that has not been checked (RFC 9700, section 4.11.2).
 *
 * @param where what the address of the link names.
 */
export async function readAuthorization(
  query: string,
  platform: Platform,
  context: CodecContext,
  isTrial: (app: App, redirectUri: string) => Promise<boolean> = async () => false,
  where: Where = {},
): Promise<CheckedAuthorization | AuthorizationRefusal> {
  const { dialect, grants, redirects } = platform
  const link = linkOf(query, dialect)
  const signed = await signedFor(link, query, platform, context)
  const asking = decode(query, link, signed)
  if ('error' in asking) return { page: asking }
  const app = await grants.directory.app(dialect.id, asking.clientId)
  if (!app) return { page: unknownClient(asking.clientId) }
  const { redirectUri = app.redirectUris[0] ?? '' } = asking
  const request = { ...asking, ...where, redirectUri }
  const trial = await isTrial(app, request.redirectUri)
  const refused =
    checkServed(app) ?? (trial ? undefined : checkRedirectUri(request.redirectUri, app, redirects))
  if (refused) return { page: refused }

  const [, beside] = request.redirectUri.split('?', 2)
  const keyed = dialect.callback.signings
    ? { ...withSigner(context, platform, app), ...(beside !== undefined && { beside }) }
    : context
  const state = request.state === undefined ? {} : { state: request.state }
  const back = (answer: AuthorizationResponse) =>
    withQuery(
      request.redirectUri,
      spelledAsSent(dialect.callback.encode({ ...answer, ...state }, keyed), query, dialect),
    )
  // A word said twice is one word: the grant would carry each.
  const asked = request.scope && [...new Set(request.scope)]
  const scope = asked ?? grants.policy.defaultScope.filter((word) => app.scopes.includes(word))
  const error = checkScope(scope, app, grants.policy)
  if (!error) return { app, request, scope, trial, back }
  const onPage = dialect.authorize.errorsGo === 'on-page' || request.redirectUri === grants.policy.outOfBand
  return onPage ? { page: error } : { location: back(error), error }
}

type Link = AuthorizationLink<AuthorizationRequest>

/** Of several links to the page, the first that all parameters without a choice are there for; else the usual one. */
function linkOf(query: string, { authorize }: Dialect): Link {
  const { others = [] } = authorize
  const sent = new Set(query.split('&').map((pair) => pair.split('=')[0]))
  const isMeant = ({ request: { fields, around = [] } }: Link) =>
    [...fields, ...around].every((each) => ('optional' in each && each.optional) || sent.has(each.name))
  return isMeant(authorize) ? authorize : (others.find(isMeant) ?? authorize)
}

/** With the key of the application that the link names, where links are signed. */
async function signedFor(
  link: Link,
  query: string,
  platform: Platform,
  context: CodecContext,
): Promise<CodecContext> {
  if (!link.request.signings) return context
  const clientId = link.clientIdOf?.(query)
  const app =
    clientId === undefined ? undefined : await platform.grants.directory.app(platform.dialect.id, clientId)
  return app
    ? withSigner(context, platform, app)
    : { ...context, signer: { ...noSigner, verify: () => false } }
}

function decode(query: string, { request }: Link, context: CodecContext): AuthorizationRequest | OAuthError {
  try {
    return request.decode(query, context)
  } catch (error) {
    if (isWireError(error)) return errorOf(error, request)
    throw error
  }
}

/**
 * The state of the answer as the link spelled it: `a+b` stays `a+b`, for clients that compare the text that they sent and for
 * those that decode it. What a URI cannot have in its query is escaped (RFC 3986, section 3.4).
 */
function spelledAsSent(answer: string, query: string, { authorize, callback }: Dialect): string {
  const sent = valueOf(query, stateName(authorize.request))
  const name = stateName(callback)
  if (sent === undefined || valueOf(answer, name) === undefined) return answer
  const spelled = sent.replace(/[^\w.~!$'()*+,;:@/?=%-]/gu, encodeURIComponent)
  return answer.replace(new RegExp(`(?<=^|&)${name}=[^&]*`), () => `${name}=${spelled}`)
}

const stateName = ({ fields }: WithFields): string =>
  fields.find((each) => 'key' in each && each.key === 'state')?.name ?? ''

/** Undecoded. */
const valueOf = (pairs: string, name: string): string | undefined =>
  pairs
    .split('&')
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)

/** The registered URI stays byte for byte; it may have a query of its own (RFC 6749, section 3.1.2). */
const withQuery = (uri: string, query: string): string =>
  query === '' ? uri : `${uri}${uri.includes('?') ? '&' : '?'}${query}`

/** Whether this user may authorise for their shop, to this app as it stands. */
export const checkUser = (
  { app, trial, request }: Pick<CheckedAuthorization, 'app' | 'trial'> & { readonly request?: Where },
  user: User,
): OAuthError | undefined =>
  isTenant(request?.tenant, user.shopId) &&
  user.mayAuthorise &&
  mayAuthorise(app, user.shopId) &&
  (!trial || app.testShops.includes(user.shopId))
    ? undefined
    : { error: 'user_not_permitted' }
