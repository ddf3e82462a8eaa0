import { networkOf } from './addresses.ts'

/** Counts by key in fixed windows of time, in this process's memory. */
export interface RateLimit {
  /** Counts one, and says whether it is within the limit. Times in seconds. */
  admit(key: string, limit: { readonly count: number; readonly perSeconds: number }, now: number): boolean
  /** How many were counted in the window that is open now. */
  used(key: string, now: number): number
  /** Seconds until the window that is open now has ended. */
  secondsLeft(key: string, now: number): number
}

/** Counts one of the address's network. Where it is no address, there is no network to count for, and no limit. */
export function admitFrom(
  what: string,
  address: string,
  limit: Parameters<RateLimit['admit']>[1],
  rates: RateLimit,
  now: number,
): boolean {
  const network = networkOf(address)
  return network === undefined || rates.admit(`${what} ${network}`, limit, now)
}

/** `mostKeys` bounds the memory: when it is reached, windows that have ended are dropped, or else the oldest. */
export function rateLimit(mostKeys = 50_000): RateLimit {
  const windows = new Map<string, { readonly ends: number; count: number }>()
  return {
    admit(key, { count, perSeconds }, now) {
      const held = windows.get(key)
      // Where the clock was set back, a window may lie in the future: it is nobody's any more.
      if (held && held.ends > now && held.ends <= now + perSeconds) return ++held.count <= count
      windows.delete(key)
      if (windows.size >= mostKeys) makeRoom(windows, now)
      windows.set(key, { ends: now + perSeconds, count: 1 })
      return count >= 1
    },
    used(key, now) {
      const held = windows.get(key)
      return held && held.ends > now ? held.count : 0
    },
    secondsLeft: (key, now) => Math.max(0, (windows.get(key)?.ends ?? now) - now),
  }
}

/** What has ended goes; where nothing has, the oldest hundredth, so that a flood of keys does not cost a search each. */
function makeRoom(windows: Map<string, { readonly ends: number }>, now: number): void {
  const before = windows.size
  for (const [key, { ends }] of windows) if (ends <= now) windows.delete(key)
  if (windows.size < before) return
  let count = Math.ceil(before / 100)
  for (const key of windows.keys()) {
    if (count-- <= 0) return
    windows.delete(key)
  }
}
