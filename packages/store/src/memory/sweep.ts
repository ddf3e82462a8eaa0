/** Removes what has gone by then, at most `limit`; returns how many. */
export type Sweep = (now: number, limit: number) => number

/** @param isGone what a sweep of that second may remove. */
export const sweepOf =
  <Key, Value>(rows: Map<Key, Value>, isGone: (value: Value, now: number) => boolean): Sweep =>
  (now, limit) => {
    const gone = [...rows].filter(([, value]) => isGone(value, now)).slice(0, limit)
    for (const [key] of gone) rows.delete(key)
    return gone.length
  }
