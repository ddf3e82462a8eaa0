/* Requests of applications and merchants in the last hour: counted by the minute, in memory only. */
import type { RefusalReason } from '@hufu/engine'

const MINUTES = 60

export interface Traffic {
  /** `refused`: the reason, as the apps' logs name it; undefined where it was answered. */
  count(refused: RefusalReason | undefined): void
  lastHour(): LastHour
}

export interface LastHour {
  readonly answered: number
  readonly refused: number
  /** The most frequent first. */
  readonly reasons: readonly (readonly [reason: RefusalReason, count: number])[]
}

interface Minute {
  nth: number
  answered: number
  refused: Map<RefusalReason, number>
}

/** `now`: milliseconds that only grow. */
export function traffic(now: () => number = () => performance.now()): Traffic {
  const minutes: Minute[] = []

  function current(): Minute {
    const nth = Math.floor(now() / 60_000)
    const held = minutes[nth % MINUTES]
    if (held?.nth === nth) return held
    const fresh = { nth, answered: 0, refused: new Map<RefusalReason, number>() }
    minutes[nth % MINUTES] = fresh
    return fresh
  }

  return {
    count(refused) {
      const minute = current()
      if (refused === undefined) minute.answered++
      else minute.refused.set(refused, (minute.refused.get(refused) ?? 0) + 1)
    },
    lastHour() {
      const { nth } = current()
      const recent = minutes.filter((minute) => minute !== undefined && minute.nth > nth - MINUTES)
      const reasons = new Map<RefusalReason, number>()
      for (const { refused } of recent)
        for (const [reason, count] of refused) reasons.set(reason, (reasons.get(reason) ?? 0) + count)
      return {
        answered: recent.reduce((sum, { answered }) => sum + answered, 0),
        refused: [...reasons.values()].reduce((sum, count) => sum + count, 0),
        reasons: [...reasons].toSorted((a, b) => b[1] - a[1]),
      }
    },
  }
}
