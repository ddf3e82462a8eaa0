/* Who calls: by a bearer token, of which wrong ones cannot be tried without end. */
import { type RateLimit, rateLimit } from '@hufu/engine'
import { keeperError } from '@hufu/keeper/parts'
import type { FastifyRequest } from 'fastify'
import type { Access, Tokens } from '../tokens.ts'

/** Wrong tokens of one address. */
const ATTEMPTS = { count: 20, perSeconds: 60 } as const

export interface Guard {
  /** @throws {KeeperError} `token_unknown` or `too_many_attempts`. */
  access(request: FastifyRequest): Access
  /** Of a login page's form, counted alike. */
  accessOf(token: string, address: string): Access
}

/** @param now seconds since the epoch. */
export function guard(tokens: Tokens, now: () => number, wrong: RateLimit = rateLimit(10_000)): Guard {
  function accessOf(token: string, address: string): Access {
    const access = isToken(token) ? tokens.access(token) : undefined
    // Nobody guesses 256 bits: a good token works whatever else comes from its address.
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

/** Whose connections a call is about: a tenant's token says it, an administrator's leaves it to the call. */
export function tenantOf(access: Access, asked: string | undefined): string | undefined {
  if (access.kind !== 'tenant') return asked
  // Another tenant's shops are to nobody else: as if they were not connected.
  if (asked !== undefined && asked !== access.tenant) throw keeperError('connection_unknown')
  return access.tenant
}
