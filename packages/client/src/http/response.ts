import {
  type Codec,
  type CodecContext,
  type ErrorTable,
  type OAuthError,
  type WireResponse,
  isOAuthError,
} from '@hufu/dialects'
import { type CallFailure, failing } from '../failure.ts'
import { type InvalidGrantReason, type Reply, verdict } from '../verdict.ts'

/** The half of an endpoint that a client hears through. Every `Endpoint` of a dialect is one. */
export interface Answering<Answer> {
  readonly response: Pick<Codec<Answer | OAuthError, WireResponse>, 'decode'>
  /** Which codes mean something here. */
  readonly errors?: Pick<ErrorTable, 'rows'>
}

/**
 * The answer to one call, or why there is none: see `verdict`. Pure.
 *
 * `refusal` is how the platform refuses what the call showed to it.
 */
export function readResponse<Answer extends object>(
  { response, errors }: Answering<Answer>,
  reply: Reply,
  context: CodecContext,
  refusal: InvalidGrantReason = 'code_unknown',
): Answer | CallFailure {
  const read = () => {
    const answer = response.decode(reply, context)
    return isOAuthError(answer) ? verdict(errors, reply, refusal, answer) : answer
  }
  return failing(read, ({ detail }) => verdict(errors, reply, refusal, undefined, detail ?? ''))
}
