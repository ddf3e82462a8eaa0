/* RFC 7009. No platform documents it: it is Hufu's own, at every platform of a Hufu server. */
import { WireError, field, isBag, optional, params, parseJson, standardErrors, text } from '@hufu/dialects'
import type { Asking } from './request.ts'
import type { Answering } from './response.ts'

export interface RevocationRequest {
  /** An access or refresh token; all tokens of its authorization end. */
  readonly token: string
  readonly clientId: string
  readonly clientSecret?: string
}

export interface Revoked {
  readonly revoked: true
}

const asked = params(
  field('token', 'token', text),
  field('client_id', 'clientId', text),
  optional('client_secret', 'clientSecret', text),
)

/**
 * Ends an authorization (RFC 7009): a form by POST, answered by an empty 200, for unknown tokens too, or by
 * `{"error", "error_description"}`. For `buildRequest` and `readResponse`, as the endpoints of a dialect.
 */
export const revocation: Asking<RevocationRequest> & Answering<Revoked> = {
  path: '/oauth/revoke',
  request: {
    encode: (value, context) => ({
      method: 'POST',
      query: '',
      mediaType: 'application/x-www-form-urlencoded',
      body: Object.entries(asked.encode(value, context))
        .map(([name, each]) => `${name}=${encodeURIComponent(String(each))}`)
        .join('&'),
    }),
  },
  response: {
    decode({ status, body }) {
      if (status === 200 && body.trim() === '') return { revoked: true }
      const bag = parseJson(body)
      if (!isBag(bag) || typeof bag['error'] !== 'string') throw new WireError('error', 'missing')
      const said = bag['error_description']
      return standardErrors.decode(bag['error'], typeof said === 'string' ? said : '')
    },
  },
}
