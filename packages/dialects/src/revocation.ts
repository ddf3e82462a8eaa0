/*
 * How an application ends an authorization (RFC 7009), as far as a client has to know. No platform documents it: it is Hufu's
 * own, the same beside every dialect; own-endpoints.ts has the whole. Bundles for browsers have no more than this.
 */
import { readStandard } from './oauth-error.ts'
import { text } from './fields/field-types.ts'
import { field, optional, params } from './fields/params.ts'
import { postForm } from './wire/request.ts'
import { readRevoked } from './standard-reply.ts'

/** A token, and who shows it, as far as the form says so. */
export const tokenShown = params(
  field('token', 'token', text),
  optional('client_id', 'clientId', text),
  optional('client_secret', 'clientSecret', text),
)

/** The client's half of `revocation`. */
export const revocationCall = {
  path: '/oauth/revoke',
  request: {
    encode: (...[value, context]: Parameters<typeof tokenShown.encode>) =>
      postForm(tokenShown.encode(value, context)),
  },
  response: {
    decode: (wire: Parameters<typeof readRevoked>[0]) => readRevoked(wire, { decode: readStandard }),
  },
}
