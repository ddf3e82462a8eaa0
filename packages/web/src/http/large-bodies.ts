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

/** Milliseconds until whoever is over is told so: to be refused over and over costs them time, and this server little. */
const HELD = 250
/** Requests that are held up at once; more are refused as they come. */
export const MOST_HELD = 256

export interface LargeBodies {
  /** Counts a request whose body is large, or of a length that it does not say; false where it is not to be read. */
  admits(request: Pick<FastifyRequest, 'headers' | 'ip'>): boolean
  /** Tells why it is not read, unread, after a moment. */
  refuse(tell: (why: TooMuchAtOnce) => void): void
}

export function largeBodies(
  now: () => number = () => performance.now() / 1000,
  later: (act: () => void, milliseconds: number) => unknown = setTimeout,
): LargeBodies {
  const rates = rateLimit()
  let held = 0
  return {
    admits({ headers, ip }) {
      const { 'content-length': length, 'transfer-encoding': encoding } = headers
      // A body longer than the limit is refused by its length, unread.
      const isCounted = encoding !== undefined || (Number(length) > LARGE && Number(length) <= LARGEST_BODY)
      if (!isCounted) return true
      const network = networkOf(ip)
      return network === undefined || rates.admit(network, MOST_LARGE, now())
    },
    refuse(tell) {
      const why = new TooMuchAtOnce()
      if (held >= MOST_HELD) return tell(why)
      held++
      later(() => {
        held--
        tell(why)
      }, HELD)
    },
  }
}
