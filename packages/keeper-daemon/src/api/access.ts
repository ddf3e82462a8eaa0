/* Authentication by a bearer token, with a limit on wrong ones. */
import { type RateLimit, rateLimit } from '@hufu/engine'
import { keeperError } from '@hufu/keeper/parts'
import type { FastifyRequest } from 'fastify'
import type { Access, Tokens } from '../tokens.ts'

/** Wrong tokens of one address. */
const ATTEMPTS = { count: 20, perSeconds: 60 } as const

export interface Guard {
  /** @throws {KeeperError} `token_unknown` or `too_many_attempts`. */
  access(request: FastifyRequest): Access
  /** A token from the login form, counted in the same way. */
  accessOf(token: string, address: string): Access
}

/** @param now seconds since the epoch. */
export function guard(tokens: Tokens, now: () => number, wrong: RateLimit = rateLimit(10_000)): Guard {
  function accessOf(token: string, address: string): Access {
    const access = isToken(token) ? tokens.access(token) : undefined
    // Nobody can guess 256 bits, so a valid token is accepted whatever else comes from its address.
    if (access) return access
    if (wrong.used(address, now()) >= ATTEMPTS.count)
      throw keeperError('too_many_attempts', { retryAt: now() + wrong.secondsLeft(address, now()) })
    wrong.admit(address, ATTEMPTS, now())
    throw keeperError('token_unknown')
  }
  return {
    accessOf,
    access: (request) => {
      const [, token] = /^Bearer ([^\s]+)$/i.exec(request.headers.authorization ?? '') ?? []
      if (token === undefined)
        throw keeperError('token_unknown', {
          hint: 'Send a token of the daemon in the header Authorization: Bearer ...',
        })
      return accessOf(token, request.ip)
    },
  }
}

const isToken = (text: string): boolean => /^[\x21-\x7e]{16,200}$/.test(text)

/** The tenant of a call: a tenant's token fixes it, an administrator's call names it. */
export function tenantOf(access: Access, asked: string | undefined): string | undefined {
  if (access.kind !== 'tenant') return asked
  // Another tenant's shops are to nobody else: as if they were not connected.
  if (asked !== undefined && asked !== access.tenant) throw keeperError('connection_unknown')
  return access.tenant
}
