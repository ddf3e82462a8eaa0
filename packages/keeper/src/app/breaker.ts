/* A platform that fails is left alone for a moment: its other shops' tokens are not spent on it. */
import type { CallFailure } from '@hufu/client'

export interface Breaker {
  /** Until when nothing is sent; undefined while all is well. One call is let through when that is over. */
  pausedUntil(): number | undefined
  /**
   * How a call ended; undefined for one that was good. True where the platform is seen well: by the first good call after
   * it was left alone, and by the first of this process, which does not know what was before.
   */
  heard(failure: CallFailure | undefined): boolean
  /** Lets one call through now, as somebody asks for it. */
  letThrough(): void
}

/** Calls in a row that brought no answer. */
const MOST_FAILURES = 8
const FIRST_PAUSE = 5
const LONGEST_PAUSE = 30

export function breaker(now: () => number): Breaker {
  let failures = 0
  let until = 0
  let mayBeIll = true
  return {
    pausedUntil: () => (until > now() ? until : undefined),
    heard(failure) {
      // A platform that refuses has answered.
      failures = failure === undefined || failure.outcome === 'rejected' ? 0 : failures + 1
      if (failures === 0) until = 0
      if (failure === undefined) {
        const recovered = mayBeIll
        mayBeIll = false
        return recovered
      }
      if (failures < MOST_FAILURES) return false
      mayBeIll = true
      const seconds = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - MOST_FAILURES))
      until = now() + seconds
      return false
    },
    letThrough() {
      until = 0
    },
  }
}
