import {
  type Codec,
  type CodecContext,
  type Endpoint,
  type Envelope,
  type Signer,
  type WireRequest,
  noEnvelope,
  noSigner,
} from '@hufu/dialects'
import { type CallFailure, callFailure, failing } from '../failure.ts'

/** An HTTP request, whole, for any HTTP client. It holds secrets, in `body` or in `url`: for no log. */
export interface HttpRequest {
  readonly method: string
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** The half of an endpoint that a client asks through. Every `Endpoint` of a dialect is one. */
export interface Asking<Asked> extends Pick<Endpoint<never, never>, 'path'> {
  readonly request: Pick<Codec<Asked, WireRequest>, 'encode'>
}

/** What a dialect's texts are sealed and signed with, where it names a way to. */
export interface Tools {
  readonly envelope?: Envelope | undefined
  readonly signer?: Signer | undefined
}

/** What codecs may know beyond their argument. `now` is in seconds since the epoch. */
export const contextAt = (
  now: number,
  { envelope = noEnvelope, signer = noSigner }: Tools = {},
): CodecContext => ({ now, envelope, signer, requestId: '' }) // which is the platform's to give

/** Some platforms answer in GBK unless asked not to. */
const answerIn = { accept: 'application/json', 'accept-charset': 'utf-8' } as const

/** A path is below the base URL, unless it is a whole URL, which may have a query already (RFC 6749, section 3.1). */
export const addressOf = (baseUrl: string, path: string, query: string): string =>
  `${path.startsWith('/') ? baseUrl : ''}${path}${query && `${path.includes('?') ? '&' : '?'}${query}`}`

/** The path, with the application where it names one. */
const filled = (path: string, asked: object): string => {
  const { clientId = '' } = asked as { readonly clientId?: string }
  return path.replace('{clientId}', () => encodeURIComponent(clientId))
}

/**
 * The request of one call: `buildRequest(dialect.token, { clientId, code }, baseUrl, contextAt(now))`, and likewise with
 * `dialect.refresh`, `dialect.userInfo` and `revocation`. Pure. `baseUrl` is without a trailing slash.
 *
 * A failure, `not_sent`, where the platform has no way to spell what is asked: its `parameter` is the one to blame.
 */
export function buildRequest<Asked>(
  endpoint: Asking<Asked>,
  asked: NoInfer<Asked>,
  baseUrl: string,
  context: CodecContext,
): HttpRequest | CallFailure {
  const build = (): HttpRequest => {
    const { method, query, mediaType, body, headers } = endpoint.request.encode(asked, context)
    return {
      method,
      url: addressOf(baseUrl, filled(endpoint.path, asked as object), query),
      headers: {
        ...answerIn,
        ...(body && { 'content-type': mediaType }),
        ...(headers?.authorization && { authorization: headers.authorization }),
      },
      ...(body && { body }),
    }
  }
  return failing(build, (said) => callFailure('not_sent', said))
}
