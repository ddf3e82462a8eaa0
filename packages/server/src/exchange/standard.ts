/* The two endpoints that are ours and standard: introspection for gateways, revocation for applications. */
import {
  type CodecContext,
  type Endpoint,
  type OAuthError,
  type TokenShown,
  isWireError,
  type WireResponse,
  errorOfWire,
  errorReasons,
  introspection,
  isOAuthError,
  noEnvelope,
  noSigner,
  revocation,
  revocationAt,
  writeRefusal,
} from '@hufu/dialects'
import {
  type Caller,
  type LiveToken,
  hasSeveral,
  introspect,
  isGateway,
  revokeToken,
  shopsOf,
} from '@hufu/engine'
import type { Gateway } from '@hufu/engine'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Credentials, credentialsOf } from './credentials.ts'
import { isSpelledOut } from '@hufu/web/ambiguous'
import { retryLater } from '@hufu/web/failed'
import { NOTHING_HERE, refuse as refuseAll } from '../frame.ts'
import { noteOutcome } from './outcome.ts'
import type { Platform } from '../settings/platform.ts'
import type { Runtime } from '../runtime.ts'
import { onlyBy, wireOf } from '@hufu/web/wire'

/** These two endpoints have no timestamp, envelope or signature. */
const context: CodecContext = { now: 0, requestId: '', envelope: noEnvelope, signer: noSigner }

async function shownIn(
  request: FastifyRequest,
  { request: codec }: Pick<Endpoint<TokenShown, object>, 'request'>,
): Promise<TokenShown | OAuthError> {
  const wire = await wireOf(request)
  if (!wire) return { error: 'request_unsupported' }
  try {
    return codec.decode(wire, context)
  } catch (error) {
    if (isWireError(error)) return errorOfWire(error)
    throw error
  }
}

/** The body may be empty, but clients exist that take no answer that is not called JSON. */
const say = (reply: FastifyReply, { status, body }: WireResponse): FastifyReply =>
  reply.code(status).header('pragma', 'no-cache').type('application/json; charset=utf-8').send(body)

/** Both endpoints refuse alike. */
function refuse(reply: FastifyReply, error: OAuthError): FastifyReply {
  const said = writeRefusal(revocation, error, context)
  if (said.status === 401) reply.header('www-authenticate', 'Basic realm="hufu", charset="UTF-8"')
  const status = error.error === 'rate_limited' ? 429 : said.status
  return say(retryLater(reply, status, error.retryAfter), { ...said, status })
}

const unauthenticated = { error: 'client_unauthenticated' } as const

/** RFC 7662, for the operator's API gateways: one endpoint for all platforms, with credentials of its own. */
export function introspectionRoute(app: FastifyInstance, runtime: Runtime): void {
  const { path, response } = introspection
  const inactive = response.encode({ active: false }, context)
  app.post(path, async (request, reply) => {
    if (!isSpelledOut(request.raw, path)) return refuseAll(reply, 404, NOTHING_HERE)
    const shown = await shownIn(request, introspection)
    if (isOAuthError(shown)) return refuse(reply, shown)
    const gateway = await provenGateway(credentialsOf(request.headers.authorization, shown), runtime)
    if (!gateway) return refuse(reply, unauthenticated)
    const live = await introspect(shown.token, runtime.tokenFormats, runtime.grants)
    if (!live || !maySee(gateway, live) || !runtime.platforms.has(live.grant.platform))
      return say(reply, inactive)
    const { grant, app: client, user, kind, expiresAt } = live
    if (kind === 'access') runtime.used(grant)
    runtime.recorder.introspected(client.id)
    // A scope that the app has lost since is worth nothing any more.
    const scope = grant.scope.filter((word) => client.scopes.includes(word))
    const told = {
      active: true,
      platform: grant.platform,
      ...(client.clientId !== undefined && { clientId: client.clientId }),
      openId: grant.openId,
      ...(scope.length > 0 && { scope }),
      tokenType: kind === 'access' ? 'bearer' : 'refresh_token',
      ...(expiresAt !== undefined && { expiresAt: Math.floor(expiresAt) }),
      issuedAt: Math.floor(grant.createdAt),
      userId: grant.shopId,
      userName: user.username,
      ...(hasSeveral(grant) && { shops: shopsOf(grant) }),
    }
    return say(reply, response.encode(told, context))
  })
}

/** For a gateway that protects an API, a refresh token is not a token (RFC 7662, section 4): many gateways check only `active`. */
const maySee = (gateway: Gateway, { grant, kind }: LiveToken): boolean =>
  (kind === 'access' || gateway.seesRefreshTokens) &&
  (gateway.platforms.length === 0 || gateway.platforms.includes(grant.platform))

async function provenGateway(
  readings: readonly Credentials[],
  runtime: Runtime,
): Promise<Gateway | undefined> {
  for (const { id, secret } of readings) {
    const gateway = await runtime.gateway(id)
    if (isGateway(gateway, secret)) return gateway
  }
  return undefined
}

/** RFC 7009, for applications. No platform documents a way to give a token back: ours, on every one. */
export function revocationRoute(app: FastifyInstance, platform: Platform): void {
  const endpoint = revocationAt(platform.dialect)
  onlyBy(app, endpoint.path, 'POST')
  app.post(endpoint.path, async (request, reply) => {
    const shown = await shownIn(request, endpoint)
    if (isOAuthError(shown)) return refuse(reply, shown)
    const readings = credentialsOf(request.headers.authorization, shown)
    if (readings.length === 0) return refuse(reply, unauthenticated)
    let error: OAuthError | undefined
    for (const { id, secret } of readings) {
      const presented = { clientId: id, clientSecret: secret }
      const caller: Caller = { address: request.ip, named: (named) => (request.appId = named.id) }
      error = await revokeToken(shown.token, presented, caller, platform.grants)
      if (!error || errorReasons[error.error].standard !== 'invalid_client') break
    }
    noteOutcome(request, platform.dialect.id, 'revoke', error)
    return error ? refuse(reply, error) : say(reply, endpoint.response.encode({}, context))
  })
}
