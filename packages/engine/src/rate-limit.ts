/** Counts by key in fixed windows of time, in this process's memory. */
export interface RateLimit {
  /** Counts one, and says whether it is within the limit. Times in seconds. */
  admit(key: string, limit: { readonly count: number; readonly perSeconds: number }, now: number): boolean
}

/** `mostKeys` bounds the memory: when it is reached, windows that have ended are dropped, and then the oldest. */
export function rateLimit(mostKeys = 50_000): RateLimit {
  const windows = new Map<string, { readonly ends: number; count: number }>()
  return {
    admit(key, { count, perSeconds }, now) {
      const held = windows.get(key)
      if (held && held.ends > now) return ++held.count <= count
      windows.delete(key)
      if (windows.size >= mostKeys) drop(windows, now)
      windows.set(key, { ends: now + perSeconds, count: 1 })
      return count >= 1
    },
  }
}

function drop(windows: Map<string, { readonly ends: number }>, now: number): void {
  for (const [key, { ends }] of windows) if (ends <= now) windows.delete(key)
  const oldest = windows.keys().next()
  if (!oldest.done && windows.size > 0) windows.delete(oldest.value)
}
