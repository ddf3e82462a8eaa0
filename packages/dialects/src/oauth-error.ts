import type { WireError, WireProblem } from './codec.ts'

/** RFC 6749, sections 4.1.2.1 and 5.2. */
export type StandardError =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_response_type'
  | 'invalid_scope'
  | 'access_denied'
  | 'server_error'
  | 'temporarily_unavailable'

/** What the caller can do: nothing, ask again later, ask the user for consent again, or fix the configuration. */
export type Retry = 'never' | 'after' | 'reauth' | 'fix_config'

interface Meaning {
  readonly standard: StandardError
  readonly retry: Retry
  /** What happened and what to do, for the developer who meets it. */
  readonly hint: string
}

const reason = (standard: StandardError, retry: Retry, hint: string): Meaning => ({ standard, retry, hint })

/**
 * Every reason of a refusal: its RFC 6749 error, what the caller can do, and a hint. The list is closed. An RFC 6749 error
 * alone is read as the first reason here that has it.
 */
export const errorReasons = {
  request_malformed: reason(
    'invalid_request',
    'fix_config',
    'A parameter is missing, repeated or malformed.',
  ),
  request_unsupported: reason(
    'invalid_request',
    'fix_config',
    'The platform does not accept this method or content type.',
  ),
  request_expired: reason(
    'invalid_request',
    'after',
    'The request is too old: check the clock, then send a new one.',
  ),
  request_time_invalid: reason(
    'invalid_request',
    'fix_config',
    "The request's time is unreadable or in the future: check clock and unit.",
  ),
  request_replayed: reason('invalid_request', 'never', 'The same request came before: send a new one.'),
  access_denied: reason('access_denied', 'reauth', 'The user refused consent.'),
  request_forged: reason(
    'access_denied',
    'reauth',
    'The form was not shown to this browser: start again from the application.',
  ),
  method_unknown: reason('invalid_request', 'fix_config', 'The gateway has no such method.'),
  client_unauthenticated: reason('invalid_client', 'fix_config', 'The application secret is wrong.'),
  client_unknown: reason('invalid_client', 'fix_config', 'The application does not exist.'),
  signature_invalid: reason(
    'invalid_client',
    'fix_config',
    'The signature or encryption is wrong: check keys, secret and signed text.',
  ),
  client_disabled: reason(
    'unauthorized_client',
    'fix_config',
    'The application is not online: submit it, or ask the platform.',
  ),
  client_address_denied: reason(
    'unauthorized_client',
    'fix_config',
    "The request's address is not on the application's allow list.",
  ),
  flow_not_allowed: reason(
    'unsupported_response_type',
    'fix_config',
    'The application has no right to this flow.',
  ),
  redirect_uri_mismatch: reason(
    'invalid_request',
    'fix_config',
    'The redirect URI is not the registered one.',
  ),
  scope_not_granted: reason(
    'invalid_scope',
    'fix_config',
    'The scope is unknown, or not granted to the application or user.',
  ),
  user_not_permitted: reason(
    'access_denied',
    'reauth',
    'This user may not authorise the application: another user of the shop can.',
  ),
  code_unknown: reason(
    'invalid_grant',
    'reauth',
    'The authorization code was never issued, or belongs to someone else.',
  ),
  code_expired: reason('invalid_grant', 'reauth', 'The authorization code has expired.'),
  code_used: reason(
    'invalid_grant',
    'reauth',
    'The authorization code has been used; its tokens are revoked.',
  ),
  refresh_token_unknown: reason(
    'invalid_grant',
    'reauth',
    'The refresh token was never issued, is revoked, or belongs to someone else.',
  ),
  refresh_token_expired: reason('invalid_grant', 'reauth', 'The refresh token has expired.'),
  refresh_token_used: reason(
    'invalid_grant',
    'reauth',
    'The refresh token has been used; its tokens are revoked.',
  ),
  rate_limited: reason('temporarily_unavailable', 'after', 'Too many requests: slow down.'),
  refresh_too_early: reason(
    'temporarily_unavailable',
    'after',
    'The platform refreshes only shortly before the access token expires.',
  ),
  access_token_unknown: reason(
    'invalid_grant',
    'reauth',
    'The access token was never issued, is revoked, or has expired.',
  ),
  open_id_mismatch: reason('invalid_grant', 'fix_config', "The openid is not that of the token's user."),
  shop_mismatch: reason('invalid_grant', 'fix_config', 'The shop is not the one that was authorised.'),
  quota_exceeded: reason(
    'temporarily_unavailable',
    'after',
    'The quota of this period is used up; nothing was changed.',
  ),
  overloaded: reason(
    'temporarily_unavailable',
    'after',
    'The platform is busy: ask again after some seconds.',
  ),
  server_error: reason('server_error', 'after', 'The platform failed.'),
} as const satisfies Record<string, Meaning>

/** The name of one reason. */
export type ErrorReason = keyof typeof errorReasons

/** What an RFC 6749 error alone is read as; undefined for what is none. */
export const reasonOfStandard = (code: unknown): ErrorReason | undefined =>
  (Object.keys(errorReasons) as readonly ErrorReason[]).find((each) => errorReasons[each].standard === code)

/** An RFC 6749 error, or another word in its place. */
export const readStandard = (platformCode: string | number, platformMessage: string): OAuthError => ({
  error: reasonOfStandard(platformCode) ?? 'server_error',
  platformCode,
  platformMessage,
})

/** What an application's developer may be shown of a signature of theirs that does not verify. Never a secret, nor a token. */
export type Explanation =
  /** The text that was signed here, its secrets masked. */
  | { readonly signed: string }
  /** Fingerprints of the keys that were tried: the platform's, to open it, and the application's, to verify it. */
  | { readonly keys: { readonly own: readonly string[]; readonly peer: readonly string[] } }

/** An error is a value: returned, encoded, decoded, compared; never thrown. */
export interface OAuthError {
  readonly error: ErrorReason
  /** The parameter to blame, where there is one: by its wire name if decoding found the fault, by its key if a rule did. */
  readonly parameter?: string
  readonly problem?: WireProblem
  /** For the log. It never reaches the wire. */
  readonly detail?: string
  /** For the application's own log. It never reaches the wire. */
  readonly explanation?: Explanation
  /** Seconds after which the same may be asked again: HTTP's `Retry-After`, and part of no body. */
  readonly retryAfter?: number
  /** What the platform itself said; set by decoding only. */
  readonly platformCode?: string | number
  readonly platformMessage?: string
  readonly requestId?: string
}

/** Tells an error from what an endpoint grants: no granted value has a member `error`. */
export const isOAuthError = (value: object): value is OAuthError => 'error' in value

const reasonOf: Partial<Record<WireProblem, ErrorReason>> = {
  unsupported: 'request_unsupported',
  unauthentic: 'signature_invalid',
  too_old: 'request_expired',
  bad_time: 'request_time_invalid',
}

/** What to answer to a wire that could not be decoded. */
export const errorOfWire = ({ parameter, problem, message }: WireError): OAuthError => ({
  error: reasonOf[problem] ?? 'request_malformed',
  parameter,
  problem,
  detail: message,
})
