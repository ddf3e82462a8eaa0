/* Where an authorization server has its endpoints, asked of itself (RFC 8414). */
import { parsedUrl } from './http/address.ts'
import { type Bag, isBag, parseJson } from '@hufu/dialects'
import { type CallFailure, callFailure, isFailure } from './failure.ts'
import { withHint } from './hint.ts'
import type { Endpoints } from './options.ts'
import { type CallOptions, type Transport, send } from './http/send.ts'

/** Options of a client: `createClient(dialect, { clientId, clientSecret, ...discovered })`. JSON can carry them. */
export interface Discovered {
  readonly baseUrl: string
  /** Where the server says that it names itself in the callback (RFC 9207). */
  readonly issuer?: string
  readonly endpoints: Endpoints
}

const paths = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'] as const

/**
 * The options that the metadata of an issuer gives, from where RFC 8414, section 3 puts it, else from where OpenID Connect
 * does. Metadata of another issuer, and endpoints that are not https where the issuer is, are not believed.
 *
 * @throws {TypeError} when the issuer is no http(s) URL of host and path alone.
 */
export async function discover(
  issuer: string,
  transport: Transport = {},
  options: Pick<CallOptions, 'signal'> = {},
): Promise<Discovered | CallFailure> {
  const url = parsedUrl(issuer)
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username)
    throw new TypeError('issuer is no http(s) URL of host and path alone')
  const path = url.pathname.replace(/\/$/, '')
  const places = [`${url.origin}${paths[0]}${path}`, `${url.origin}${path}${paths[1]}`]
  let last: CallFailure | undefined
  for (const place of places) {
    const request = { method: 'GET', url: place, headers: { accept: 'application/json' } }
    const response = await send(request, transport, options)
    if (isFailure(response)) return response
    const { status, body, headers } = response
    const metadata = status === 200 ? parseJson(body) : undefined
    if (isBag(metadata)) return optionsOf(issuer, place, metadata)
    const none = callFailure(status >= 500 ? 'ambiguous' : 'rejected', { error: errorOf(status), status })
    last ??= withHint(none, request, {}, headers.get('location') ?? '')
  }
  return {
    ...callFailure('rejected', { error: 'no_such_endpoint' }),
    ...last,
    hint: `No metadata of ${issuer}, neither at ${places.join(' nor at ')}. ${last?.hint ?? ''}`,
  }
}

/** Of a reply that is no metadata. */
const errorOf = (status: number) =>
  status === 429 ? 'rate_limited' : status >= 500 ? 'platform_unavailable' : 'no_such_endpoint'

function optionsOf(issuer: string, place: string, metadata: Bag): Discovered | CallFailure {
  const { protocol } = new URL(issuer)
  const unreadable = (parameter: string, hint: string) => ({
    ...callFailure('rejected', { error: 'answer_unreadable', parameter, status: 200 }),
    hint: `The metadata at ${place} ${hint}`,
  })
  const said = (value: unknown) => (typeof value === 'string' ? JSON.stringify(value.slice(0, 200)) : 'none')
  const theirs = metadata['issuer']
  if (theirs !== issuer)
    return unreadable(
      'issuer',
      `is that of the issuer ${said(theirs)}, and "${issuer}" was asked for: give the issuer exactly as its server spells it.`,
    )
  const found: Record<string, string | null> = {}
  for (const [key, name, required] of members) {
    const value = metadata[name] ?? null
    if (value === null ? required : !isAddress(value, protocol))
      return unreadable(
        name,
        `has as ${name} ${said(value)}, which is no ${protocol === 'https:' ? 'https' : 'http(s)'} URL.`,
      )
    found[key] = value as string | null
  }
  return {
    baseUrl: issuer,
    ...(metadata['authorization_response_iss_parameter_supported'] === true && { issuer }),
    endpoints: { ...found, refresh: found['token'] } as Endpoints,
  }
}

const members = [
  ['authorize', 'authorization_endpoint', true],
  ['token', 'token_endpoint', true],
  ['userInfo', 'userinfo_endpoint', false],
  ['revocation', 'revocation_endpoint', false],
] as const

/** Credentials go there: never in clear where the issuer is not. */
const isAddress = (value: unknown, issuers: string): boolean => {
  const { protocol, hash } = (typeof value === 'string' && parsedUrl(value)) || {}
  return hash === '' && (protocol === 'https:' || (protocol === 'http:' && issuers === 'http:'))
}
