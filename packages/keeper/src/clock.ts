/* The store's clock, as this process hears it. What the process's own wall clock does changes nothing. */

export interface Clock {
  /** Seconds since the epoch, with a fraction: the store's, as last heard, and what has passed since. */
  now(): number
  /** What the store said just now. */
  heard(now: number): void
  /** When it will be that time here, in milliseconds of `performance.now()`. */
  millisecondsAt(time: number): number
}

/** @param now what the store says as this is made. */
export function storeClock(now: number): Clock {
  let ahead = now - performance.now() / 1000
  return {
    now: () => performance.now() / 1000 + ahead,
    heard(said) {
      ahead = said - performance.now() / 1000
    },
    millisecondsAt: (time) => (time - ahead) * 1000,
  }
}
