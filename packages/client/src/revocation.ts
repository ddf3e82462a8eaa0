/* RFC 7009. No platform documents it: it is Hufu's own, at every platform of a Hufu server. */
import {
  type RevocationRequest,
  field,
  isOAuthError,
  optional,
  params,
  postForm,
  readRevoked,
  standardErrors,
  text,
} from '@hufu/dialects'
import type { Asking } from './request.ts'
import type { Answering } from './response.ts'

export interface Revoked {
  readonly revoked: true
}

const asked = params(
  field('token', 'token', text),
  field('client_id', 'clientId', text),
  optional('client_secret', 'clientSecret', text),
)

/**
 * Ends an authorization (RFC 7009): a form by POST, answered by 200, for unknown tokens too and whatever the body, or by
 * `{"error", "error_description"}`. For `buildRequest` and `readResponse`, as the endpoints of a dialect.
 */
export const revocation: Asking<RevocationRequest> & Answering<Revoked> = {
  path: '/oauth/revoke',
  request: {
    encode: (value, context) => postForm(asked.encode(value, context)),
  },
  errors: standardErrors,
  response: {
    decode(reply) {
      const said = readRevoked(reply, standardErrors)
      return isOAuthError(said) ? said : { revoked: true }
    },
  },
}
