/* What an answer that brought nothing means: by the dialect's table, by the words of the field, by HTTP's status. */
import {
  type ErrorReason,
  type ErrorTable,
  type OAuthError,
  type WireResponse,
  isBag,
  parseJson,
  standardErrors,
} from '@hufu/dialects'
import { type CallFailure, type ClientReason, callFailure } from './failure.ts'
import { known } from './known.ts'

/** What a call shows to the platform: this is what a refusal can be about. */
export type Shown = 'code' | 'refreshToken' | 'accessToken' | 'token'

const shownFirst = ['refreshToken', 'code', 'token'] as const

/** Of what is asked, the part that a refusal can be about. */
export const shownIn = (asked: object): Shown =>
  shownFirst.find((key) => key in asked && asked[key as keyof typeof asked] !== undefined) ?? 'accessToken'

/** A reply, with its headers where they are at hand. */
export interface Reply extends WireResponse {
  readonly headers?: Pick<Headers, 'get'>
}

/**
 * The failure that a reply stands for. `said` is the error that the dialect's codec read, `unread` why it read nothing.
 *
 * HTTP's status goes first where it is beyond doubt: 429 is a rate limit, 5xx leaves open whether the platform acted, 407
 * is a proxy's. Then the table of the dialect, then the words that platforms share. Words that nobody knows reject with a
 * 4xx, and are `ambiguous` with any other status. Where the platform said nothing in its own form, a proxy or a firewall
 * may have spoken in its place: `ambiguous`.
 */
export function refusalOf(
  { errors }: { readonly errors?: Pick<ErrorTable, 'rows'> | undefined },
  reply: Reply,
  { said, unread }: { readonly said?: OAuthError; readonly unread?: string },
  shown: Shown,
): CallFailure {
  const { status } = reply
  const isRefusing = status >= 400 && status !== 408
  const spoken = said ?? (status < 300 ? {} : wordsIn(reply))
  const { platformCode, platformMessage, requestId } = spoken ?? {}
  const words = { status, ...known({ platformCode, platformMessage, requestId, detail: unread }) }
  const failed = (outcome: CallFailure['outcome'], error: ErrorReason | ClientReason) =>
    callFailure(outcome, { error, ...words })

  if (status === 429) return failed('rejected', 'rate_limited')
  if (status >= 500) return failed('ambiguous', 'platform_unavailable')
  if (status === 407) return failed('not_sent', 'proxy_refused')
  if (said && isUnderstood(said, errors))
    return callFailure(said.error === 'server_error' ? 'ambiguous' : 'rejected', { ...said, status })
  const meaning = meaningOf(platformCode, shown)
  if (meaning) return failed(meaning === 'server_error' ? 'ambiguous' : 'rejected', meaning)
  if (status === 401)
    return failed('rejected', shown === 'accessToken' ? 'access_token_unknown' : 'client_unauthenticated')
  if (said || (isRefusing && spoken)) return failed(isRefusing ? 'rejected' : 'ambiguous', 'error_unknown')
  return failed(
    'ambiguous',
    status >= 200 && (status < 300 || status === 408) ? 'answer_unreadable' : 'no_such_endpoint',
  )
}

/** A code without a row reads as `server_error`, as do those that mean it. */
const isUnderstood = (
  { error, platformCode }: OAuthError,
  errors: Pick<ErrorTable, 'rows'> | undefined,
): boolean =>
  error !== 'server_error' || errors?.rows.some(([code]) => String(code) === String(platformCode)) === true

const codeNames = ['error', 'code', 'error_code', 'errorCode', 'errcode', 'status']
const messageNames = ['error_description', 'message', 'msg', 'errmsg', 'error_msg', 'detail', 'title']

/** What a JSON object says of an error, whosever form it has; else what RFC 6750, section 3 puts into a header. */
function wordsIn({ body, headers }: Reply): Omit<OAuthError, 'error'> | undefined {
  const bag = parseJson(body)
  if (isBag(bag)) {
    const inner = [bag['error'], bag['error_response']].find(isBag) ?? bag
    const first = (names: readonly string[]) =>
      names.map((name) => inner[name]).find((each) => typeof each === 'string' || typeof each === 'number')
    const message = first(messageNames)
    return {
      ...known({ platformCode: first(codeNames) }),
      ...(message !== undefined && { platformMessage: String(message) }),
    }
  }
  const [, platformCode] = /\berror="([^"]{1,60})"/.exec(headers?.get('www-authenticate') ?? '') ?? []
  return platformCode === undefined ? undefined : { platformCode }
}

/** What was shown is no good. */
const refused = {
  code: 'code_unknown',
  refreshToken: 'refresh_token_unknown',
  accessToken: 'access_token_unknown',
  token: 'access_token_unknown',
} as const satisfies Record<Shown, ErrorReason>

/** Words that many platforms use beside those of RFC 6749, section 5.2: of OpenID Connect, RFC 6750, RFC 8628, GitHub. */
const words: readonly (readonly [RegExp, ErrorReason | ClientReason])[] = [
  [/^(interaction|consent|login|account_selection)_required$/, 'consent_required'],
  [/^bad_verification_code$/, 'code_unknown'],
  [/^incorrect_client_credentials$/, 'client_unauthenticated'],
  [/^redirect_uri_mismatch$/, 'redirect_uri_mismatch'],
  [/^insufficient_scope$/, 'scope_not_granted'],
  [/^unsupported_grant_type$/, 'flow_not_allowed'],
  [/^(too_many_requests|slow_down|rate_limit(ed|_exceeded))$/, 'rate_limited'],
]
const refusing = /^(invalid_(grant|token)|bad_refresh_token|expired_token)$/

function meaningOf(code: string | number | undefined, shown: Shown): ErrorReason | ClientReason | undefined {
  const word = String(code).toLowerCase()
  if (refusing.test(word)) return refused[shown]
  const own = words.find(([pattern]) => pattern.test(word))
  if (own) return own[1]
  const isStandard = standardErrors.rows.some(([each]) => each === word)
  return isStandard ? standardErrors.decode(word, '').error : undefined
}
