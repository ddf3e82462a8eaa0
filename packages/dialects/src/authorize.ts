/* The browser leg. On the wire both the link and the way back are query strings. */
import { namesOf, readPairs, urlEncoded } from './wire/carriers.ts'
import { type Codec, WireError } from './codec.ts'
import { standardErrors } from './error-table.ts'
import { text } from './fields/field-types.ts'
import { type OAuthError, isOAuthError } from './oauth-error.ts'
import { type WithFields, field, optional, params } from './fields/params.ts'

/** What the link to the platform's login page asks (RFC 6749, section 4.1.1). */
export interface AuthorizationRequest {
  readonly clientId: string
  readonly redirectUri: string
  readonly scope?: readonly string[]
  readonly state?: string
  /** Which pages to show: `wap` for a phone. */
  readonly view?: string
  /** Which language to show them in. */
  readonly locale?: string
  /** BASE64URL(SHA256(the token request's `codeVerifier`)) (RFC 7636, section 4.2). */
  readonly codeChallenge?: string
  /** `S256` */
  readonly codeChallengeMethod?: string
}

/** The page that the application sends the browser to. */
export interface AuthorizationEndpoint<Request> {
  readonly path: string
  /** Other paths that open the same page. */
  readonly aliases: readonly string[]
  readonly request: Codec<Request, string> & WithFields
  /** Whether errors beside the user's denial go back to the application, once its address is checked, or stop on the page. */
  readonly errorsGo: 'back' | 'on-page'
  /** Where who has not logged in is sent to a page of its own (302), instead of being shown it. */
  readonly loginPath?: string
}

/** What is added to the redirect URI; `state` exactly as it came, and none where none came. */
export type AuthorizationResponse =
  /** `iss`: who says so, where the platform names itself (RFC 9207). */
  | { readonly code: string; readonly state?: string; readonly iss?: string }
  | (OAuthError & { readonly state?: string })

/** The query that the browser comes back with. Encoded by the platform, decoded by the application. */
export type Callback = Codec<AuthorizationResponse, string> & WithFields

const state = optional('state', 'state', text)

/** Clients exist that parse by position: `code` stays first. */
const granted = [field('code', 'code', text), state] as const

const answer = urlEncoded(params(optional('code', 'code', text), optional('error', 'error', text), state))

const stateOf = ({ state }: { readonly state?: string }) => (state === undefined ? {} : { state })

/** RFC 6749, section 4.1.2: `code` or `error`. */
export const standardCallback: Callback = {
  fields: granted,
  encode: (value, context) =>
    answer.encode(
      isOAuthError(value) ? { error: standardErrors.encode(value)[0], ...stateOf(value) } : value,
      context,
    ),
  decode(query, context) {
    const { code, error, ...rest } = answer.decode(query, context)
    if (code !== undefined && error === undefined) return { code, ...rest }
    if (error !== undefined && code === undefined) return { ...standardErrors.decode(error, ''), ...rest }
    throw new WireError('code', code === undefined ? 'missing' : 'repeated')
  },
}

/** A denial is told by the absence of `code` alone. */
export const codeOrNothing: Callback = {
  fields: granted,
  encode: (value, context) => answer.encode(isOAuthError(value) ? stateOf(value) : value, context),
  decode(query, context) {
    const { code, ...rest } = answer.decode(query, context)
    return code === undefined ? { error: 'access_denied', ...stateOf(rest) } : { code, ...stateOf(rest) }
  },
}

const stateNames = /* @__PURE__ */ namesOf([field('state', 'state', text)])

/** The `state` of a callback, read before anything else of it is believed. */
export const stateOfCallback = (query: string): string | undefined => {
  const { state } = readPairs(stateNames, query)
  return typeof state === 'string' && state !== '' ? state : undefined
}
