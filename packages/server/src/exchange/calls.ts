/* The calls of one platform, as it spells them: token, refresh, user info. */
import {
  type Endpoint,
  type ErrorReason,
  type OAuthError,
  type WireRequest,
  facesOf,
  revocation,
  writeRefusal,
} from '@hufu/dialects'
import {
  type Caller,
  type ExchangeStep,
  type GrantContext,
  redeemCode,
  refreshGrant,
  userInfo,
} from '@hufu/engine'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Outcome, exchange } from './exchange.ts'
import { failureOf, retryLater } from '@hufu/web/failed'
import { noteOutcome } from './outcome.ts'
import { whereOf } from '../mounts.ts'
import { nearPath } from '../near-path.ts'
import { type Platform, codecContext } from '../settings/platform.ts'
import type { Runtime } from '../runtime.ts'
import type { Presented } from './observer.ts'
import { wireOf } from '@hufu/web/wire'

const JSON_TYPE = 'application/json;charset=utf-8'

/** One endpoint, ready to answer. */
interface Call {
  readonly step: ExchangeStep
  readonly methods: readonly string[]
  readonly path: string
  selects(wire: WireRequest): boolean
  answer(wire: WireRequest | undefined, request: FastifyRequest): Promise<Outcome>
  refuse(error: OAuthError, request: FastifyRequest): Outcome
}

export function callRoutes(app: FastifyInstance, platform: Platform, runtime: Runtime): void {
  const { id, authorize, userInfo: info } = platform.dialect
  const { observer } = runtime
  const callOf = <Asked extends Presented, Answer extends object>(
    step: ExchangeStep,
    endpoint: Endpoint<Asked, Answer>,
    handle: (asked: Asked, caller: Caller, grants: GrantContext) => Promise<Answer | OAuthError>,
  ): Call => ({
    step,
    methods: endpoint.methods,
    path: endpoint.path.replace('{clientId}', ':clientId'),
    selects: (wire) => endpoint.selects?.(wire) ?? true,
    answer(wire, request) {
      const caller: Caller = { address: request.ip, named: (app) => (request.appId = app.id) }
      const report = (error: unknown) => failureOf(error, request).error
      const where = whereOf(request, platform.dialect)
      const handled = (decoded: Asked, known: Caller) => {
        // What the address says counts before what the parameters say.
        const asked = where ? { ...decoded, ...where } : decoded
        return observer
          ? observer.attend(request, platform, step, asked, (grants) => handle(asked, known, grants))
          : handle(asked, known, platform.grants)
      }
      return exchange(endpoint, wire, caller, platform, request.id, handled, report)
    },
    refuse: (error, request) => ({
      response: writeRefusal(endpoint, error, codecContext(platform, request.id)),
      error,
    }),
  })

  const calls: readonly Call[] = facesOf(platform.dialect).flatMap(({ token, refresh }) => [
    callOf('token', token, redeemCode),
    callOf('refresh', refresh, refreshGrant),
  ])
  const userCall =
    info &&
    callOf('user info', info, async (asked, caller, grants) => {
      const told = await userInfo(asked, caller, grants)
      if (!('info' in told)) return told
      runtime.used(told.grant)
      return told.info
    })
  const all = userCall ? [...calls, userCall] : calls

  const send = (
    reply: FastifyReply,
    request: FastifyRequest,
    call: Call,
    { response, error }: Outcome,
    status: number,
  ) => {
    noteOutcome(request, id, call.step, error)
    return retryLater(reply, status, error?.retryAfter)
      .code(status)
      .header('pragma', 'no-cache')
      .type(JSON_TYPE)
      .send(response.body)
  }

  for (const [path, shared] of Map.groupBy(all, (each) => each.path)) {
    const [first] = shared
    if (!first) continue
    app.all(path, async (request, reply) => {
      if (!first.methods.includes(request.method)) {
        reply.header('allow', first.methods.join(', '))
        const error: OAuthError = { error: 'request_unsupported', detail: request.method }
        return send(reply, request, first, first.refuse(error, request), 405)
      }
      const wire = await wireOf(request)
      const call = (wire && shared.find((each) => each.selects(wire))) ?? first
      const outcome = await call.answer(wire, request)
      return send(reply, request, call, outcome, transportStatus(outcome))
    })
  }

  /** Bodies that were never read, in their call's own envelope, and nobody's path: with HTTP's own status. */
  const spoken = calls[0]
  // No dialect has words for a revocation: its failures are said in those of the token call, and logged as its own.
  const revoking: readonly Call[] = spoken ? [{ ...spoken, step: 'revoke', path: revocation.path }] : []
  const answering = [...all, ...revoking]
  const paths = [...answering.map(({ path }) => path), authorize.path, ...authorize.aliases]
  const depth = app.prefix.split('/').length
  const noSuchPath = ({ raw }: FastifyRequest): string => {
    const [whole = ''] = (raw.url ?? '').split('?', 1)
    const path = `/${whole.split('/').slice(depth).join('/')}`
    const near = nearPath(path, paths)
    return near === undefined ? 'no such path' : `no such path; there is ${near}`
  }
  app.setNotFoundHandler(
    (request, reply) =>
      spoken &&
      send(
        reply,
        request,
        spoken,
        spoken.refuse({ error: 'request_unsupported', detail: noSuchPath(request) }, request),
        404,
      ),
  )
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const { status, error: said } = failureOf(error, request)
    const call = answering.find(({ path }) => request.routeOptions.url === `${app.prefix}${path}`) ?? spoken
    return call && send(reply, request, call, call.refuse(said, request), status)
  })
}

/** OAuth errors have the dialect's status; what HTTP has a word for has HTTP's. */
const transportStatus = ({ response, error }: Outcome): number =>
  (error && transportStatuses[error.error]) ?? response.status

const transportStatuses: Readonly<Partial<Record<ErrorReason, number>>> = {
  request_unsupported: 415,
  rate_limited: 429,
  overloaded: 503,
}
