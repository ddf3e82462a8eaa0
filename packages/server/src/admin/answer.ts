/* How administration says yes and no: JSON, kept by nobody. */
import { type Refusal, isRefusal } from '@hufu/engine'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { InputError } from './input.ts'

export const say = (reply: FastifyReply, status: number, error: string, message: string): FastifyReply =>
  reply.code(status).send({ error, message })

const statuses = {
  unknown: 404,
  invalid: 400,
  taken: 409,
  not_possible: 409,
  changed_meanwhile: 409,
} as const satisfies Record<Refusal['refused'], number>

/** What was asked for, as `show` puts it, or why not. */
export function answer<Value extends object>(
  reply: FastifyReply,
  result: Value | Refusal,
  show: (value: Value) => object,
  status = 200,
): FastifyReply {
  if (isRefusal(result)) return say(reply, statuses[result.refused], result.refused, result.message)
  return reply.code(status).send(show(result))
}

/** Whatever a handler throws: what does not fit by name, what the frame refuses by its status, a bug by neither. */
export function answerError(
  error: FastifyError | InputError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof InputError) return say(reply, error.status, 'invalid', error.message)
  const status = error.statusCode ?? 500
  if (status >= 400 && status < 500) return say(reply, status, 'invalid', error.message)
  request.log.error({ err: error, requestId: request.id }, 'administration failed')
  return say(reply, 500, 'server_error', `this is our fault; the log says more at request ${request.id}`)
}
