/* The replies of RFC 6749, section 5, which use HTTP's statuses as they are meant. */
import { WireError } from './codec.ts'
import type { ErrorTable } from './error-table.ts'
import { jsonObject, readObject, replyObject } from './wire/json.ts'
import type { WireResponse } from './endpoint.ts'
import { type OAuthError, isOAuthError } from './oauth-error.ts'
import { type Fields, type Params, params } from './fields/params.ts'
import { type ResponseCodec, believed, isCode, messageOf, succeeds } from './wire/response.ts'

const statuses: Readonly<Record<string, number>> = {
  invalid_client: 401,
  invalid_token: 401,
  insufficient_scope: 403,
  server_error: 500,
  temporarily_unavailable: 503,
}

/** The record itself (section 5.1), or `{"error","error_description"}` (section 5.2; RFC 6750, section 3.1). */
export const standardReply = <const F extends Fields>(
  record: Params<F>,
  errors: ErrorTable,
): ResponseCodec<F> => ({
  carrier: { at: [] },
  fields: record.fields,
  encode(value, context) {
    if (!isOAuthError(value))
      return { status: 200, body: jsonObject.encode(record.encode(value, context), context) }
    const [error, error_description] = errors.encode(value)
    const body = jsonObject.encode({ error, error_description }, context)
    return { status: statuses[error] ?? 400, body }
  },
  decode({ status, body }, context) {
    if (status >= 400) return errorIn(body, errors) ?? missing()
    const bag = replyObject(body, context)
    const { error, error_description } = bag
    if ((error ?? undefined) === undefined || succeeds(bag, 'error', undefined, context))
      return record.decode(bag, context)
    if (!isCode(error)) throw new WireError('error', 'malformed')
    const said = errors.decode(error, messageOf(error_description))
    return believed(said, 'error', { body, payload: bag }, record, context)
  },
})

function missing(): never {
  throw new WireError('error', 'missing')
}

/** Undefined where the body names no error. */
export function errorIn(body: string, errors: ErrorTable): OAuthError | undefined {
  const bag = readObject(body)
  const error = bag?.['error']
  return typeof error === 'string' ? errors.decode(error, messageOf(bag?.['error_description'])) : undefined
}

/** Nothing where the token is revoked; an error, where the platform says one. @throws {WireError} for each other reply. */
export const readRevoked = ({ status, body }: WireResponse, errors: ErrorTable): object | OAuthError =>
  status === 200 || status === 204 ? {} : (errorIn(body, errors) ?? missing())

/** The reply to a revocation: 200 for unknown tokens too, whatever the body, or an error (RFC 7009, section 2.2). */
export const revoked = (errors: ErrorTable): ResponseCodec<readonly []> => {
  const reply = standardReply(params(), errors)
  return {
    ...reply,
    encode: (value, context) =>
      isOAuthError(value) ? reply.encode(value, context) : { status: 200, body: '' },
    decode: (wire) => readRevoked(wire, errors),
  }
}
