/* The browser leg. On the wire both the link and the way back are query strings. */
import type { Where } from './addressing.ts'
import type { Fields } from './fields/field.ts'
import { readPairs, urlEncoded } from './wire/carriers.ts'
import { type Codec, WireError } from './codec.ts'
import { text } from './fields/field-types.ts'
import { type OAuthError, errorReasons, isOAuthError, readStandard } from './oauth-error.ts'
import { type WithFields, field, optional, params } from './fields/params.ts'
import type { LinkCodec } from './wire/link.ts'
import type { Signings } from './wire/signing.ts'

/** What the link to the platform's login page asks (RFC 6749, section 4.1.1). */
export interface AuthorizationRequest extends Where {
  readonly clientId: string
  /** Absent where the link has none: then it is the one that is registered. */
  readonly redirectUri?: string
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

/** One link to the page that the application sends the browser to. */
export interface AuthorizationLink<Request> {
  readonly path: string
  readonly request: Codec<Request, string> & WithFields & { readonly signings?: Signings }
  /** Who is asking, read before any key is known. Absent where no key is needed to decode. */
  clientIdOf?(query: string): string | undefined
}

/** The page that the application sends the browser to. */
export interface AuthorizationEndpoint<Request> extends AuthorizationLink<Request> {
  /** Where the page is, where that is another host than the calls'. Without a trailing slash. */
  readonly origin?: string
  /** Other paths that open the same page. */
  readonly aliases: readonly string[]
  /** Other links to the same page, with parameters of their own. The client makes none of them. */
  readonly others?: readonly AuthorizationLink<Request>[]
  /** Whether errors beside the user's denial go back to the application, once its address is checked, or stop on the page. */
  readonly errorsGo: 'back' | 'on-page'
  /** Where who has not logged in is sent to a page of its own (302), instead of being shown it. */
  readonly loginPath?: string
}

/** What is added to the redirect URI; `state` exactly as it came, and none where none came. */
export type AuthorizationResponse = Granted | (OAuthError & { readonly state?: string })

/** A code, and what some platforms say beside it. `finish` of the client hands all of it on to the exchange of the code. */
export interface Granted extends CallbackFacts {
  readonly code: string
  readonly state?: string
  /** Who says so, where the platform names itself (RFC 9207). */
  readonly iss?: string
}

/** What a callback may say of what was authorised. */
export interface CallbackFacts {
  readonly clientId?: string
  /** The shop's number. */
  readonly userId?: string
  /** An account above several shops, where that has authorised. */
  readonly accountId?: string
  /** Whose address the browser comes from, where each tenant has its own. */
  readonly tenant?: string
  /** Where the shop sells, as the platform writes it. */
  readonly region?: string
  readonly scope?: readonly string[]
}

/** The query that the browser comes back with. Encoded by the platform, decoded by the application. */
export interface Callback extends Codec<AuthorizationResponse, string>, WithFields {
  readonly signings?: Signings
}

const state = /* @__PURE__ */ optional('state', 'state', text)

const refused = /* @__PURE__ */ urlEncoded(
  /* @__PURE__ */ params(
    /* @__PURE__ */ optional('code', 'code', text),
    /* @__PURE__ */ optional('error', 'error', text),
    state,
  ),
)

const stateOf = ({ state }: { readonly state?: string }) => (state === undefined ? {} : { state })

/**
 * How a refusal is told: by RFC 6749's `error`, by the absence of `code` alone, or by fixed words in the place of the code and
 * of the error.
 */
export type RefusalSpelling = 'error' | 'no-code' | { readonly code?: string; readonly error?: string }

/** A callback of these fields, `code` the first of them: `urlEncoded` or `signedLink`. */
export function callbackOf<const F extends Fields>(link: LinkCodec<F>, refusal: RefusalSpelling): Callback {
  const words = typeof refusal === 'string' ? {} : refusal
  return {
    ...link,
    encode(value, context) {
      if (!isOAuthError(value)) return link.encode(value as never, context)
      const error = refusal === 'error' ? errorReasons[value.error].standard : words.error
      const code = words.code
      return refused.encode({ ...(code && { code }), ...(error && { error }), ...stateOf(value) }, context)
    },
    decode(query, context) {
      const { code, error, ...rest } = refused.decode(query, context)
      const isGranted = code !== undefined && code !== words.code
      if (isGranted && error === undefined) return link.decode(query, context) as unknown as Granted
      if (isGranted || (error === undefined && refusal === 'error'))
        throw new WireError('code', isGranted ? 'repeated' : 'missing')
      if (error === undefined || error === words.error) return { error: 'access_denied', ...stateOf(rest) }
      return { ...readStandard(error, ''), ...stateOf(rest) }
    },
  }
}

/** Clients exist that parse by position: `code` stays first. */
const granted = /* @__PURE__ */ urlEncoded(
  /* @__PURE__ */ params(/* @__PURE__ */ field('code', 'code', text), state),
)

/** RFC 6749, section 4.1.2: `code` or `error`. */
export const standardCallback: Callback = /* @__PURE__ */ callbackOf(granted, 'error')

/** A denial is told by the absence of `code` alone. */
export const codeOrNothing: Callback = /* @__PURE__ */ callbackOf(granted, 'no-code')

const stateNames: ReadonlySet<string> = new Set(['state'])

/** The `state` of a callback, read before anything else of it is believed. */
export const stateOfCallback = (query: string): string | undefined => {
  const { state } = readPairs(stateNames, query)
  return typeof state === 'string' && state !== '' ? state : undefined
}
