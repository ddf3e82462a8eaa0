/* The server's half of replies: errors as platforms write them. Clients do not load it. */
import type { Codec, CodecContext } from '../codec.ts'
import type { ErrorShape, ReplyCodec, WireResponse } from '../endpoint.ts'
import type { ErrorTable } from '../error-table.ts'
import { encodeError } from '../error-words.ts'
import type { Bag } from '../fields/field.ts'
import type { WithFields } from '../fields/params.ts'
import { type OAuthError, isOAuthError } from '../oauth-error.ts'
import { jsonObject } from './json.ts'

interface Replying<Value> {
  readonly response: ReplyCodec<Value>
  readonly errors: ErrorTable
}

/** What an endpoint answers: the record that was asked for, or an error. */
export const writeReply = <Value extends object>(
  endpoint: Replying<Value>,
  value: Value | OAuthError,
  context: CodecContext,
): WireResponse =>
  isOAuthError(value) ? writeRefusal(endpoint, value, context) : endpoint.response.encode(value, context)

/** Both halves of what an endpoint answers, as one codec of records and errors. */
export const replyCodec = <Value extends object>(
  endpoint: Replying<Value>,
): Codec<Value | OAuthError, WireResponse> & WithFields & Pick<ReplyCodec<Value>, 'carrier'> => ({
  ...endpoint.response,
  encode: (value, context) => writeReply(endpoint, value, context),
})

/** The reply that says an error, with a code of the endpoint's own. */
export function writeRefusal(
  { response: { refusal }, errors }: Replying<object>,
  error: OAuthError,
  context: CodecContext,
): WireResponse {
  if (typeof refusal === 'function') return refusal(error, context)
  const { code, messages, kind } = encodeError(errors, error)
  const status = refusal.status?.(code, messages[0]) ?? 200
  const [main = code, sub] = refusal.subCode === undefined ? [] : String(code).split(':')
  const { spelling = (each) => each } = refusal
  const said: Bag = {
    [refusal.code]: spelling(main),
    ...(refusal.class !== undefined && kind !== undefined && { [refusal.class]: kind }),
    ...Object.fromEntries(refusal.messages.map((name, index) => [name, messages[index] ?? messages[0]])),
    ...(refusal.subCode !== undefined && sub !== undefined && { [refusal.subCode]: sub }),
    ...(refusal.requestId !== undefined && { [refusal.requestId]: context.requestId }),
    ...(refusal.statusInto !== undefined && { [refusal.statusInto]: status }),
    ...refusal.rest,
  }
  return { status, body: jsonObject.encode(inside(refusal, said), context) }
}

const inside = ({ at }: ErrorShape, said: Bag): Bag => (at === undefined ? said : { [at]: said })
