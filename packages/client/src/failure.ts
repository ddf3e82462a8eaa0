/* What a caller gets where tokens were expected. A value, always: what a network or a platform does throws nothing. */
import {
  type ErrorReason,
  type OAuthError,
  type Retry,
  isWireError,
  errorOfWire,
  errorReasons,
} from '@hufu/dialects'

interface Meaning {
  readonly retry: Retry
  readonly hint: string
}

const reason = (retry: Retry, hint: string): Meaning => ({ retry, hint })

const again = reason(
  'after',
  'Whether the platform acted is unknown: the same request may be sent once more, at once.',
)
const beginAgain = reason('reauth', 'The callback is not believed: begin a new authorization.')

/** What goes wrong beside the platform's own errors, and the way out. The list is closed. */
export const clientReasons = {
  /** No connection: DNS, network, port. */
  unreachable: reason('after', 'Nothing was sent: check host and network.'),
  tls_failed: reason('fix_config', 'Nothing was sent: check the address and its certificate.'),
  /** A proxy on the way refused to connect. */
  proxy_refused: reason('after', 'Nothing was sent: check the proxy.'),
  /** A redirect, or an HTTP 4xx, that is not in the platform's form: a proxy may have spoken. */
  no_such_endpoint: reason(
    'fix_config',
    'Not in the form of the platform: check address, proxies and firewalls.',
  ),
  /** An error that neither the dialect nor this list knows. */
  error_unknown: reason('after', 'An unknown error: go by the words of the platform.'),
  /** OpenID Connect, `consent_required` and its like. */
  consent_required: reason('reauth', 'The user must log in or agree again.'),
  answer_late: again,
  /** The connection broke. */
  answer_lost: again,
  /** An answer that this platform does not give. */
  answer_unreadable: again,
  /** HTTP 5xx. */
  platform_unavailable: again,
  /** The caller's signal; the outcome tells whether anything was sent before. */
  aborted: reason('after', 'The caller ended the call.'),
  /** The caller's `beforeSend`. */
  withheld: reason('after', 'Nothing was sent: the caller withheld the request.'),
  no_refresh_token: reason('reauth', 'The application may have no right to a refresh token.'),
  not_offered: reason('never', 'The platform offers no such call.'),
  /** Forged, used before, or too old. */
  state_unknown: beginAgain,
  state_of_another_browser: beginAgain,
  /** The callback is of another platform, application or redirect URI. */
  state_misdirected: beginAgain,
} as const satisfies Record<string, Meaning>

export type ClientReason = keyof typeof clientReasons

/** An error, what the platform itself said about it, and what to do. It never holds a secret. */
export interface Failure extends Omit<OAuthError, 'error'> {
  readonly error: ErrorReason | ClientReason
  readonly retry: Retry
  /** For the developer who meets it. */
  readonly hint: string
}

/**
 * What is known of a call that brought no answer.
 *
 * - `not_sent`: the platform cannot have acted
 * - `rejected`: the platform says that it did not do what was asked
 * - `ambiguous`: whether it acted is unknown, as after a lost answer; a code or token of one use may be spent
 */
export type Outcome = 'not_sent' | 'rejected' | 'ambiguous'

export interface CallFailure extends Failure {
  readonly outcome: Outcome
  /** Of HTTP, where there was an answer. */
  readonly status?: number
  /** Seconds to wait, where the platform says so (RFC 9110, section 10.2.3); at most a week, longer ones are not believed. */
  readonly retryAfter?: number
  /** Seconds by which the platform's clock is ahead of ours, where that is more than the measurement's own error. */
  readonly clockSkew?: number
}

const meanings: Readonly<Record<ErrorReason | ClientReason, Meaning>> = { ...errorReasons, ...clientReasons }

/** An error of the client's own or of the platform, with what to do about it. */
export function failure<Said extends Pick<Failure, 'error'> & Partial<Failure>>(said: Said): Said & Failure {
  const { retry, hint } = meanings[said.error]
  return { ...said, retry, hint }
}

/** The same, for a call. */
export const callFailure = (
  outcome: Outcome,
  said: Pick<Failure, 'error'> & Partial<CallFailure>,
): CallFailure => ({ ...failure(said), outcome })

/** A `WireError` as a value; every other error is a bug, and goes on. */
export function failing<Value, Failed extends Failure>(
  act: () => Value,
  failed: (said: OAuthError) => Failed,
): Value | Failed {
  try {
    return act()
  } catch (error) {
    if (isWireError(error)) return failed(errorOfWire(error))
    throw error
  }
}

/** Tells a failure from what was asked for; `'error' in value` does so too. */
export const isFailure = (value: object): value is Failure => 'error' in value
