/* The store's clock, as this process hears it. What the process's own wall clock does changes nothing. */

export interface Clock {
  /** Seconds since the epoch, with a fraction: the store's, as last heard, and what has passed since. */
  now(): number
  /** What the store said just now. */
  heard(now: number): void
  /** Seconds since the store last said its time. */
  unheardFor(): number
  /** Seconds since the store's clock was last found to have jumped; infinite, where it never did. */
  steadyFor(): number
  /** When it will be that time here, in milliseconds of `performance.now()`. */
  millisecondsAt(time: number): number
}

/** Seconds that a clock is off beyond what an answer's way explains. */
const JUMP = 10

/**
 * @param now what the store says as this is made.
 * @param jumped is told of seconds that it was set on, or back where negative.
 */
export function storeClock(now: number, jumped: (seconds: number) => void = () => undefined): Clock {
  let ahead = now - performance.now() / 1000
  let jumpedAt = -Infinity
  let heardAt = performance.now()
  return {
    now: () => performance.now() / 1000 + ahead,
    heard(said) {
      const before = ahead
      heardAt = performance.now()
      ahead = said - performance.now() / 1000
      if (Math.abs(ahead - before) < JUMP) return
      jumpedAt = performance.now()
      jumped(ahead - before)
    },
    unheardFor: () => (performance.now() - heardAt) / 1000,
    steadyFor: () => (performance.now() - jumpedAt) / 1000,
    millisecondsAt: (time) => (time - ahead) * 1000,
  }
}
