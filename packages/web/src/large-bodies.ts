/*
 * Large bodies are read before anything is proved, and nothing that applications send is large. So a network may send a
 * number of them in a second; the others are refused before they are read, which costs next to nothing.
 */
import type { OAuthError } from '@hufu/dialects'
import { networkOf, rateLimit } from '@hufu/engine'
import type { FastifyRequest } from 'fastify'
import { LARGEST_BODY } from './wire.ts'

/** Bytes. The largest call of a platform has some six thousand. */
const LARGE = 16 * 1024
export const MOST_LARGE = { count: 100, perSeconds: 1 } as const

/** Answered in the words of whatever part of the server was asked. */
export class TooMuchAtOnce extends Error {
  override readonly name = 'TooMuchAtOnce'
  readonly statusCode = 429
  readonly said: OAuthError = { error: 'rate_limited', detail: 'large bodies from one network' }

  constructor() {
    super('too many large requests in a second: send fewer')
  }
}

/** Counts a request whose body is large, or of a length that it does not say; false where it is not to be read. */
export function largeBodies(now: () => number = () => performance.now() / 1000) {
  const rates = rateLimit()
  return ({ headers, ip }: Pick<FastifyRequest, 'headers' | 'ip'>): boolean => {
    const { 'content-length': length, 'transfer-encoding': encoding } = headers
    // What is longer than anybody may send is refused by its length, unread.
    const isCounted = encoding !== undefined || (Number(length) > LARGE && Number(length) <= LARGEST_BODY)
    if (!isCounted) return true
    const network = networkOf(ip)
    return network === undefined || rates.admit(network, MOST_LARGE, now())
  }
}
