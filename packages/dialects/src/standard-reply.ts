/* The replies of RFC 6749, section 5, which use HTTP's statuses as they are meant. */
import type { Fields } from './fields/field.ts'
import { WireError } from './codec.ts'
import type { ErrorTable } from './error-table.ts'
import { readObject } from './wire/json.ts'
import type { WireResponse } from './endpoint.ts'
import type { OAuthError } from './oauth-error.ts'
import { type Params, params } from './fields/params.ts'
import { type ResponseCodec, messageOf, reply } from './wire/response.ts'

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
): ResponseCodec<F> =>
  reply(record, errors, {
    error: { code: 'error', messages: ['error_description'], status: (code) => statuses[code] ?? 400 },
  })

type Reading = Pick<ErrorTable, 'decode'>

function missing(): never {
  throw new WireError('error', 'missing')
}

/** Undefined where the body names no error. */
export function errorIn(body: string, errors: Reading): OAuthError | undefined {
  const bag = readObject(body)
  const error = bag?.['error']
  return typeof error === 'string' ? errors.decode(error, messageOf(bag?.['error_description'])) : undefined
}

/** Nothing where the token is revoked; an error, where the platform says one. @throws {WireError} for each other reply. */
export const readRevoked = ({ status, body }: WireResponse, errors: Reading): object | OAuthError =>
  status === 200 || status === 204 ? {} : (errorIn(body, errors) ?? missing())

/** The reply to a revocation: 200 for unknown tokens too, whatever the body, or an error (RFC 7009, section 2.2). */
export const revoked = (errors: ErrorTable): ResponseCodec<readonly []> => {
  const standard = standardReply(params(), errors)
  return {
    ...standard,
    encode: () => ({ status: 200, body: '' }),
    decode: (wire) => readRevoked(wire, errors),
  }
}
