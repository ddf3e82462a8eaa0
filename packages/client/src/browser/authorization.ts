/* The browser leg: the link there, the query back. Pure. */
import {
  type AuthorizationRequest,
  type AuthorizationResponse,
  type CodecContext,
  type Dialect,
  type Where,
  isOAuthError,
} from '@hufu/dialects'
import { type Failure, failing, failure } from '../failure.ts'
import { baseUrlOf } from '../http/base-url.ts'
import { addressOf, contextAt } from '../http/request.ts'

/**
 * The link to send the browser to (RFC 6749, section 4.1.1). Where the platform wants a scope named and none is, the link
 * names the platform's default. `baseUrl` is without a trailing slash. `where`: what its
 * address names, where `asked` does not.
 *
 * @throws {WireError} when the platform has no way to spell what is asked; `parameter` is the one to blame.
 * @throws {TypeError} where the address needs a tenant or region, and has none.
 */
export function authorizationUrl(
  dialect: Pick<Dialect, 'authorize' | 'policy' | 'origin' | 'addressing'>,
  asked: AuthorizationRequest,
  baseUrl: string,
  context: CodecContext = contextAt(0),
  where?: Where,
): string {
  const { authorize, policy } = dialect
  const mustName = authorize.request.fields.some(
    (each) => 'key' in each && each.key === 'scope' && !each.optional,
  )
  const scope = asked.scope ?? (mustName ? policy.defaultScope : undefined)
  const link = authorize.request.encode({ ...asked, scope } as AuthorizationRequest, context) // undefined is absent
  return addressOf(baseUrlOf(dialect, authorize, baseUrl, asked, where), authorize.path, link)
}

/**
 * What the browser brought back (RFC 6749, section 4.1.2): the whole URL, the path with its query, or the query alone. The
 * user's denial and everything that is no answer come as a failure. `state` has not been looked at: see `finish`.
 */
export function readCallback(
  dialect: Pick<Dialect, 'callback'>,
  callback: string,
  context: CodecContext = contextAt(0),
):
  | Extract<AuthorizationResponse, { readonly code: string }>
  | (Failure & { readonly state?: string; readonly iss?: string }) {
  const read = () => {
    const [address = ''] = callback.split('#')
    const answer = dialect.callback.decode(address.slice(address.indexOf('?') + 1), context)
    return isOAuthError(answer) ? failure(answer) : answer
  }
  return failing(read, failure)
}
