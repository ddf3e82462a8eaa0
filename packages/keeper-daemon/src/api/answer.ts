/* How the daemon says no: the keeper's own errors, with an HTTP status for each. */
import { STATUS_CODES } from 'node:http'
import { KeeperError, type KeeperFailure } from '@hufu/keeper'
import { keeperError } from '@hufu/keeper/parts'
import { InputError } from '@hufu/web/api/input'
import { StoreError } from '@hufu/store'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

/** For errors whose `retry` does not determine the status. */
const statuses: Partial<Record<KeeperFailure['error'], number>> = {
  app_unknown: 400,
  app_ambiguous: 400,
  alias_unfit: 400,
  tokens_unfit: 400,
  shop_unknown: 400,
  return_not_allowed: 400,
  token_unknown: 401,
  not_allowed: 403,
  connection_unknown: 404,
  no_such_call: 404,
  connection_disabled: 409,
  alias_taken: 409,
  nothing_to_accept: 409,
  quota_exceeded: 429,
  rate_limited: 429,
  refresh_too_soon: 429,
  refresh_too_early: 429,
  too_many_attempts: 429,
  key_missing: 500,
  seal_broken: 500,
  no_gateway: 501,
  not_offered: 501,
  closed: 503,
}

/** Only the shop's consent helps: a conflict. Later: unavailable. What an administrator or the platform must mend: a bad gateway. */
const byRetry = { reauth: 409, after: 503, fix_config: 502, never: 502 } as const

export const statusOf = ({ error, retry }: KeeperFailure): number => statuses[error] ?? byRetry[retry]

function refuse(reply: FastifyReply, failure: KeeperFailure, now: number): FastifyReply {
  const { retryAt } = failure
  const status = statusOf(failure)
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="hufu keeper"')
  if (failure.error === 'store_unavailable') reply.header('retry-after', '1')
  if (retryAt !== undefined) reply.header('retry-after', String(Math.max(1, Math.ceil(retryAt - now))))
  return reply.code(status).send(failure)
}

/** Whether an error says that the keeper's store cannot be used now. */
export const isStoreAway = (error: unknown): boolean =>
  error instanceof StoreError || (error instanceof KeeperError && error.error === 'store_unavailable')

const reasons = new WeakMap<FastifyRequest, string>()

/** Why it was refused, for its line in the log; undefined where it was answered. */
export const reasonOf = (request: FastifyRequest): string | undefined => reasons.get(request)

/** The answer to any thrown error. @param now seconds since the epoch. */
export const answerError =
  (now: () => number) =>
  (
    thrown: FastifyError | InputError | KeeperError,
    request: FastifyRequest,
    reply: FastifyReply,
  ): FastifyReply => {
    const error = isStoreAway(thrown) ? keeperError('store_unavailable', {}, { cause: thrown }) : thrown
    if (error instanceof KeeperError) {
      reasons.set(request, error.failure.error)
      return refuse(reply, error.failure, now())
    }
    const status = error instanceof InputError ? error.status : (error.statusCode ?? 500)
    if (status < 500) {
      reasons.set(request, 'request_malformed')
      const hint =
        error instanceof InputError
          ? error.message
          : (STATUS_CODES[status] ?? 'The request could not be read')
      return reply.code(status).send({ error: 'request_malformed', retry: 'fix_config', hint })
    }
    request.log.error({ err: error, requestId: request.id }, 'internal error')
    reasons.set(request, 'server_error')
    const hint = `This is a fault of the daemon: its log says more at request ${request.id}.`
    return reply.code(500).send({ error: 'server_error', retry: 'never', hint })
  }

export const noSuchCall = () => keeperError('no_such_call')
