/* What an answer that brought nothing means: by the dialect's table, by the words of the field, by HTTP's status. */
import {
  type ErrorReason,
  type ErrorTable,
  type OAuthError,
  type WireResponse,
  isBag,
  parseJson,
  reasonOfStandard,
} from '@hufu/dialects'
import { type CallFailure, type ClientReason, type Outcome, callFailure } from './failure.ts'

/** How a platform refuses what a call showed to it: the code, the refresh token, the access token. */
export type InvalidGrantReason = Extract<
  ErrorReason,
  'code_unknown' | 'refresh_token_unknown' | 'access_token_unknown'
>

/** A reply, with its headers where they are at hand. */
export interface Reply extends WireResponse {
  readonly headers?: Pick<Headers, 'get'>
}

/**
 * The failure that a reply stands for. `said` is the error that the dialect's codec read, if it read one.
 *
 * HTTP's status goes first where it is beyond doubt: 429 is a rate limit, 5xx leaves open whether the platform acted, 407
 * is a proxy's. Then the table of the dialect, then the words that platforms share. Words that nobody knows reject with a
 * 4xx, and are `ambiguous` with any other status. Where the platform said nothing in its own form, a proxy or a firewall
 * may have spoken in its place: `ambiguous`.
 */
export function verdict(
  errors: Pick<ErrorTable, 'rows'> | undefined,
  reply: Reply,
  refusal: InvalidGrantReason,
  said: OAuthError | undefined,
  detail?: string,
): CallFailure {
  const { status } = reply
  const isRefusing = status >= 400 && status !== 408
  // A success that cannot be read may hold tokens: no word in it is believed.
  const spoken = said ?? (status < 300 ? undefined : wordsIn(reply))
  const words = { ...spoken, ...(detail !== undefined && { detail }), status }
  const failed = (outcome: Outcome, error: ErrorReason | ClientReason) =>
    callFailure(outcome, { ...words, error })

  if (status === 429) return failed('rejected', 'rate_limited')
  if (status >= 500) return failed('ambiguous', 'platform_unavailable')
  if (status === 407) return failed('not_sent', 'proxy_refused')
  const code = spoken?.platformCode
  const meaning = said && isUnderstood(said, errors) ? said.error : meaningOf(code, refusal)
  if (meaning) return failed(meaning === 'server_error' ? 'ambiguous' : 'rejected', meaning)
  if (status === 401)
    return failed('rejected', refusal === 'access_token_unknown' ? refusal : 'client_unauthenticated')
  if (spoken && (said || isRefusing)) return failed(isRefusing ? 'rejected' : 'ambiguous', 'error_unknown')
  const isReply = status === 408 || (status >= 200 && status < 300)
  return failed('ambiguous', isReply ? 'answer_unreadable' : 'no_such_endpoint')
}

/** A code without a row reads as `server_error`, as do those that mean it. */
const isUnderstood = (
  { error, platformCode }: OAuthError,
  errors: Pick<ErrorTable, 'rows'> | undefined,
): boolean =>
  error !== 'server_error' || errors?.rows.some(([code]) => String(code) === String(platformCode)) === true

/** What a JSON object says of an error, whosever form it has; else what RFC 6750, section 3 puts into a header. */
function wordsIn({ body, headers }: Reply): Omit<OAuthError, 'error'> | undefined {
  const bag = parseJson(body)
  if (!isBag(bag)) {
    const platformCode = headers?.get('www-authenticate')?.match(/\berror="(.{1,60}?)"/)?.[1]
    return platformCode === undefined ? undefined : { platformCode }
  }
  const {
    error,
    code = error,
    errcode = code,
    error_description,
    message,
    msg,
    errmsg,
  } = isBag(bag['error']) ? bag['error'] : bag
  const platformCode = typeof error === 'string' ? error : errcode
  const platformMessage = error_description ?? message ?? msg ?? errmsg
  const words = {
    ...((typeof platformCode === 'string' || typeof platformCode === 'number') && { platformCode }),
    ...(typeof platformMessage === 'string' && { platformMessage }),
  }
  // An object that says nothing of an error is no verdict: a proxy may have made it.
  return Object.keys(words).length > 0 ? words : undefined
}

/** Words of OpenID Connect, RFC 6750, RFC 8628 and GitHub, which many platforms use beside those of RFC 6749, section 5.2. */
function meaningOf(code: unknown, refusal: InvalidGrantReason): ErrorReason | ClientReason | undefined {
  const word = String(code).toLowerCase()
  if (/^(invalid_(grant|token)|bad_(refresh_token|verification_code)|expired_token)$/.test(word))
    return refusal
  if (/^(interaction|consent|login|account_selection)_required$/.test(word)) return 'consent_required'
  if (/^(too_many_requests|slow_down|rate_limit(ed|_exceeded))$/.test(word)) return 'rate_limited'
  if (word === 'incorrect_client_credentials') return 'client_unauthenticated'
  return reasonOfStandard(word)
}
