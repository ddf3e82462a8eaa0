/* The platform half's clock, which is moved as a whole: what is asked of time, and what is said about it, move together. */
import type { Store } from '@hufu/accounts'

/** Ten years: beyond them certificates and calendars are another matter. */
export const FURTHEST = 10 * 365 * 86_400

export interface SandboxClock {
  /** Seconds since the epoch, as the platform believes. */
  now(): number
  /** Seconds that it is ahead of the machine's; behind where negative. */
  offset(): number
  /** Moves it on, or back where negative. False, and it stays: that is further than `FURTHEST` from the machine's. */
  move(seconds: number): boolean
  reset(): void
}

/** `machine`: seconds since the epoch, whole. */
export function sandboxClock(machine: Store['now']): SandboxClock {
  let offset = 0
  return {
    now: () => machine() + offset,
    offset: () => offset,
    move(seconds) {
      if (Math.abs(offset + seconds) > FURTHEST) return false
      offset += seconds
      return true
    },
    reset: () => void (offset = 0),
  }
}
