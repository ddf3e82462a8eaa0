/* The store's clock, as this process hears it. What the process's own wall clock does changes nothing. */

export interface Clock {
  /** Seconds since the epoch, with a fraction: the store's, as last heard, and what has passed since. */
  now(): number
  /** The earliest that it may be: what begins to live now does not end later than we think. */
  atLeast(): number
  /** Asks the store for the time. @throws what the store throws. */
  ask(): Promise<void>
  /**
   * The store said this time in answer to a question. It was true at some moment between the question and now, and both
   * may be far apart: a process that sleeps in between hears an old answer.
   *
   * @param asked when the question was asked, in milliseconds of `performance.now()`.
   */
  heard(said: number, asked: number): void
  /** Seconds since the store was asked for the time it last said. */
  unheardFor(): number
  /**
   * Seconds for which the store's clock is known not to have jumped: since it was last found to have, or since this
   * process began to listen.
   */
  steadyFor(): number
  /** When it will be that time here, in milliseconds of `performance.now()`. */
  millisecondsAt(time: number): number
}

/** Seconds that a clock is off beyond what an answer's way explains. */
const JUMP = 10
/** Seconds that we may be wrong about the time before the store is asked once more. */
const VAGUE = 1

/**
 * Asks for the time, and listens from then on.
 *
 * @param ask the store's `now`.
 * @param jumped is told of seconds that the clock was set on, or back where negative.
 * @throws what the store throws.
 */
export async function storeClock(
  ask: () => Promise<number>,
  jumped: (seconds: number) => void = () => undefined,
): Promise<Clock> {
  /** Seconds by which the store's clock is ahead of `performance.now()`: at least, and at most. */
  let ahead = { least: -Infinity, most: Infinity }
  let askedAt = -Infinity
  let steadySince = performance.now()

  function heard(said: number, asked: number): void {
    if (asked < askedAt) return
    askedAt = asked
    const least = said - performance.now() / 1000
    const most = said - asked / 1000
    const off = most < ahead.least ? most - ahead.least : Math.max(0, least - ahead.most)
    ahead =
      off === 0 ? { least: Math.max(least, ahead.least), most: Math.min(most, ahead.most) } : { least, most }
    if (Math.abs(off) < JUMP) return
    steadySince = performance.now()
    jumped(off)
  }
  async function hear(): Promise<void> {
    for (const _ of [1, 2]) {
      const asked = performance.now()
      heard(await ask(), asked)
      if (ahead.most - ahead.least < VAGUE) return
    }
  }

  await hear()
  return {
    now: () => performance.now() / 1000 + ahead.most,
    atLeast: () => performance.now() / 1000 + ahead.least,
    ask: hear,
    heard,
    unheardFor: () => (performance.now() - askedAt) / 1000,
    steadyFor: () => (performance.now() - steadySince) / 1000,
    millisecondsAt: (time) => (time - ahead.most) * 1000,
  }
}
