/* The two endpoints that are ours and standard: introspection for gateways, revocation for applications. */
import { type OAuthError, WireError, errorReasons, readPairs } from '@hufu/dialects'
import { type Caller, type LiveToken, introspect, isGateway, revokeToken } from '@hufu/engine'
import type { Gateway } from '@hufu/engine'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Credentials, credentialsOf } from './credentials.ts'
import { isSpelledOut } from '@hufu/web/ambiguous'
import { retryLater } from '@hufu/web/failed'
import { NOTHING_HERE, refuse as refuseAll } from './frame.ts'
import { note } from './note.ts'
import type { Platform } from './platform.ts'
import type { Runtime } from './runtime.ts'
import { onlyBy, wireOf } from '@hufu/web/wire'
import { INTROSPECTION_PATH, REVOCATION_PATH } from './endpoint-paths.ts'

const headers = { pragma: 'no-cache' }
const formNames = new Set(['token', 'token_type_hint', 'client_id', 'client_secret'])
type Form = Readonly<Record<string, unknown>>

/** The body of a form, of which a name may come once. */
async function formOf(
  request: FastifyRequest,
  names: ReadonlySet<string> = formNames,
): Promise<Form | undefined> {
  const wire = await wireOf(request)
  if (wire?.mediaType !== 'application/x-www-form-urlencoded') return undefined
  try {
    return readPairs(names, wire.body)
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}

const say = (reply: FastifyReply, status: number, body: object) =>
  reply.code(status).headers(headers).send(body)

const unauthenticated = (reply: FastifyReply) =>
  say(reply.header('www-authenticate', 'Basic realm="hufu", charset="UTF-8"'), 401, {
    error: 'invalid_client',
    error_description: 'the credentials are missing or wrong',
  })

const malformed = (reply: FastifyReply) =>
  say(reply, 400, { error: 'invalid_request', error_description: 'a form with one `token` is needed' })

/** RFC 7662, for the operator's API gateways: one endpoint for all platforms, with credentials of its own. */
export function introspectionRoute(app: FastifyInstance, runtime: Runtime): void {
  app.post(INTROSPECTION_PATH, async (request, reply) => {
    if (!isSpelledOut(request.raw, INTROSPECTION_PATH)) return refuseAll(reply, 404, NOTHING_HERE)
    const form = await formOf(request)
    if (!form) return malformed(reply)
    const gateway = await provenGateway(credentialsOf(request, form), runtime)
    if (!gateway) return unauthenticated(reply)
    const token = form['token']
    if (typeof token !== 'string' || token === '') return malformed(reply)
    const live = await introspect(token, runtime.tokenFormats, runtime.grants)
    if (!live || !maySee(gateway, live) || !runtime.platforms.has(live.grant.platform))
      return say(reply, 200, { active: false })
    const { grant, app: client, user, kind, expiresAt } = live
    if (kind === 'access') runtime.used(grant)
    runtime.recorder.introspected(client.id)
    // A scope that the app has lost since is worth nothing any more.
    const scope = grant.scope.filter((word) => client.scopes.includes(word))
    return say(reply, 200, {
      active: true,
      platform: grant.platform,
      client_id: client.clientId,
      sub: grant.openId,
      ...(scope.length > 0 && { scope: scope.join(' ') }),
      token_type: kind === 'access' ? 'bearer' : 'refresh_token',
      exp: expiresAt,
      iat: grant.createdAt,
      uid: grant.shopId,
      username: user.username,
    })
  })
}

/** To what guards an API a refresh token is none of its tokens (RFC 7662, section 4): many look at `active` alone. */
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

/** What the platform calls an application and its secret: clients that are set up for it say it here too. */
function ownNames({ dialect }: Platform): ReadonlyMap<string, string> {
  const standard: Readonly<Record<string, string>> = { clientId: 'client_id', clientSecret: 'client_secret' }
  const fields = [...dialect.authorize.request.fields, ...dialect.refresh.request.fields]
  return new Map(
    fields.flatMap((each) => {
      const name = 'key' in each ? standard[each.key] : undefined
      return name === undefined || name === each.name ? [] : [[each.name, name] as const]
    }),
  )
}

/** RFC 7009, for applications. No platform documents a way to give a token back: ours, on every one. */
export function revocationRoute(app: FastifyInstance, platform: Platform): void {
  onlyBy(app, REVOCATION_PATH, 'POST')
  const own = ownNames(platform)
  app.post(REVOCATION_PATH, async (request, reply) => {
    const sent = await formOf(request, new Set([...formNames, ...own.keys()]))
    if (!sent) return malformed(reply)
    const form = Object.fromEntries(
      Object.entries(sent).map(([name, value]) => [own.get(name) ?? name, value]),
    )
    const readings = credentialsOf(request, form)
    if (readings.length === 0) return unauthenticated(reply)
    const token = form['token']
    if (typeof token !== 'string' || token === '') return malformed(reply)
    let error: OAuthError | undefined
    for (const { id, secret } of readings) {
      const presented = { clientId: id, clientSecret: secret }
      const caller: Caller = { address: request.ip, named: (named) => (request.appId = named.id) }
      error = await revokeToken(token, presented, caller, platform.grants)
      if (!error || errorReasons[error.error].standard !== 'invalid_client') break
    }
    note(request, platform.dialect.id, 'revoke', error)
    // The body is empty, but clients exist that take no answer that is not called JSON.
    return error ? refuse(reply, error) : reply.code(200).headers(headers).type('application/json').send()
  })
}

function refuse(reply: FastifyReply, { error, retryAfter }: OAuthError): FastifyReply {
  const { standard, hint } = errorReasons[error]
  if (standard === 'invalid_client') return unauthenticated(reply)
  const status = error === 'rate_limited' ? 429 : 400
  return say(retryLater(reply, status, retryAfter), status, { error: standard, error_description: hint })
}
