/* How administration says yes and no: JSON, kept by nobody. */
import { type Refusal, isRefusal, unknown } from '@hufu/accounts'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { failureOf, retryLater } from '../http/failed.ts'
import { jsonInPieces } from '../http/json-pieces.ts'
import { InputError } from './input.ts'

const errors = [
  'unknown',
  'invalid',
  'taken',
  'not_possible',
  'changed_meanwhile',
  'not_logged_in',
  'not_allowed',
  'login_failed',
  'new_password_needed',
  'account_frozen',
  'rate_limited',
  'overloaded',
  'server_error',
] as const

/** The body of every refusal. */
export const refusal = z
  .strictObject({
    error: z.enum(errors).describe('For programs'),
    message: z
      .string()
      .describe('For people: the culprit first, where one member or parameter is, and the way out'),
  })
  .meta({ id: 'Refusal' })

export const say = (
  reply: FastifyReply,
  status: number,
  error: (typeof errors)[number],
  message: string,
): FastifyReply => reply.code(status).send({ error, message })

const statuses = {
  unknown: 404,
  invalid: 400,
  taken: 409,
  not_possible: 409,
  changed_meanwhile: 409,
} as const satisfies Record<Refusal['refused'], number>

export const refuse = (reply: FastifyReply, { refused, message }: Refusal): FastifyReply =>
  say(reply, statuses[refused], refused, message)

/** The shown value of a success, or the refusal. */
export const answer = <Value extends object, Shown>(
  result: Value | Refusal,
  show: (value: Value) => Shown,
): Shown | Refusal => (isRefusal(result) ? result : show(result))

/** An object with long lists in it. */
export const sendLong = (reply: FastifyReply, members: Readonly<Record<string, unknown>>): FastifyReply =>
  reply.type('application/json; charset=utf-8').send(jsonInPieces(members))

/** The value, or the refusal that it does not exist. */
export const known = <Value>(value: Value | undefined, what: string, id: string): Value | Refusal =>
  value ?? unknown(what, id)

/** The answer to a thrown error: invalid input by its member, fastify's refusal by its status, any other as an internal error. */
export function answerError(
  error: FastifyError | InputError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof InputError) return say(reply, error.status, 'invalid', error.message)
  const status = error.statusCode ?? 500
  if (status >= 400 && status < 500) return say(retryLater(reply, status), status, 'invalid', error.message)
  if (failureOf(error, request).status === 503)
    return say(retryLater(reply, 503), 503, 'overloaded', 'the store is busy: ask again in some seconds')
  return say(reply, 500, 'server_error', `this is our fault; the log says more at request ${request.id}`)
}
