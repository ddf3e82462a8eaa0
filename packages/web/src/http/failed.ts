/* Classification of a thrown error: the caller's mistake, a busy store, or an internal error. */
import { UnknownKeyError } from '@hufu/crypto'
import type { OAuthError } from '@hufu/dialects'
import { StoreError } from '@hufu/store'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { TooMuchAtOnce } from './large-bodies.ts'
import { TooManyParameters } from './parameter-count.ts'

export interface Failed {
  /** HTTP's own. */
  readonly status: number
  readonly error: OAuthError
}

/** Logs the error, unless only the request was wrong. */
export function failureOf(error: unknown, { id, log }: Pick<FastifyRequest, 'id' | 'log'>): Failed {
  if (error instanceof TooManyParameters || error instanceof TooMuchAtOnce)
    return { status: error.statusCode, error: error.said }
  if (error instanceof StoreError) {
    // Each request has a line of its own; the store's words are the same for all of them.
    if (sayAgain(log)) log.error({ err: error, requestId: id }, 'the store is busy')
    return { status: 503, error: { error: 'overloaded', detail: `store: ${error.reason}` } }
  }
  if (error instanceof UnknownKeyError) {
    if (sayAgain(log)) log.error({ err: error, requestId: id }, 'the key ring lacks a key')
    return { status: 503, error: { error: 'overloaded', detail: `no key ${error.keyId}` } }
  }
  const { statusCode: status = 500, code } = (error ?? {}) as { statusCode?: number; code?: string }
  if (status < 500)
    return { status, error: { error: 'request_unsupported', ...(code !== undefined && { detail: code }) } }
  log.error({ err: error, requestId: id }, 'internal error')
  return { status, error: { error: 'server_error', ...(code !== undefined && { detail: code }) } }
}

const saidAt = new WeakMap<object, number>()

/** Once a second. */
function sayAgain(log: FastifyRequest['log']): boolean {
  const now = performance.now()
  if (now - (saidAt.get(log) ?? -Infinity) < 1000) return false
  saidAt.set(log, now)
  return true
}

/** 429 and 503 say when to ask again. `seconds`: a limit that is counted by the second has ended after 1. */
export const retryLater = (reply: FastifyReply, status: number, seconds = 1): FastifyReply =>
  status === 429 || status === 503 ? reply.header('retry-after', String(Math.max(1, seconds))) : reply
