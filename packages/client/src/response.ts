import {
  type Codec,
  type CodecContext,
  type OAuthError,
  type WireResponse,
  isOAuthError,
} from '@hufu/dialects'
import { type CallFailure, callFailure, failing } from './failure.ts'

/** The half of an endpoint that a client hears through. Every `Endpoint` of a dialect is one. */
export interface Answering<Answer> {
  readonly response: Pick<Codec<Answer | OAuthError, WireResponse>, 'decode'>
}

/**
 * The answer to one call, or why there is none. Pure.
 *
 * An error in the platform's own words is `rejected`, whatever the HTTP status, but for the one that says that the
 * platform failed: it leaves open whether the platform acted, as do codes that are unknown to the dialect (read as
 * `server_error` too). Without such words the status speaks: 3xx (0 in a browser) and 4xx but 408 reject, everything else is `ambiguous`.
 */
export function readResponse<Answer extends object>(
  endpoint: Answering<Answer>,
  response: WireResponse,
  context: CodecContext,
): Answer | CallFailure {
  const { status } = response
  const read = () => {
    const answer = endpoint.response.decode(response, context)
    if (!isOAuthError(answer)) return answer
    return callFailure(answer.error === 'server_error' ? 'ambiguous' : 'rejected', { ...answer, status })
  }
  return failing(read, ({ detail = '' }) => unreadable({ status, detail }))
}

function unreadable(why: { readonly status: number; readonly detail: string }): CallFailure {
  const { status } = why
  if (status === 429) return callFailure('rejected', { error: 'rate_limited', ...why })
  if (status >= 500) return callFailure('ambiguous', { error: 'platform_unavailable', ...why })
  if (status === 0 || (status >= 300 && status !== 408))
    return callFailure('rejected', { error: 'no_such_endpoint', ...why })
  return callFailure('ambiguous', { error: 'answer_unreadable', ...why })
}

/**
 * Seconds by which the platform's clock is ahead: its `Date` header says a whole second, somewhere between the begin and
 * the end of the call by our clock. 0 where the two clocks may be one, and where the header says nothing.
 */
export function clockSkewOf(date: string | null, begin: number, end: number): number {
  const second = Date.parse(date ?? '') / 1000
  const [least, most] = [second - end, second + 1 - begin]
  return least > 0 || most < 0 ? Math.round((least + most) / 2) : 0
}

/** A `Retry-After` header that says a number of seconds. */
export const retryAfterOf = (header: string | null): { readonly retryAfter?: number } =>
  /^\d{1,9}$/.test(header ?? '') ? { retryAfter: Number(header) } : {}
