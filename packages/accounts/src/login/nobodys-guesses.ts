/* Guesses at names that nobody has: counted as guesses at an account are, in this process's memory; strangers write no rows. */
import type { RateLimit } from '@hufu/engine'
import { DAY, type GuessStore } from './login-limits.ts'

const MOST_KEYS = 50_000
const kept = new WeakMap<RateLimit, GuessStore>()

/** One for each server. */
export function nobodysGuesses(rates: RateLimit, { now }: Pick<GuessStore, 'now'>): GuessStore {
  const held = kept.get(rates) ?? inMemory(now)
  kept.set(rates, held)
  return held
}

function inMemory(now: GuessStore['now']): GuessStore {
  const failures = new Map<string, readonly number[]>()
  // If the clock was set back, entries from the future are dropped.
  const since = (key: string, from: number): readonly number[] =>
    (failures.get(key) ?? []).filter((at) => at > from && at <= now())
  return {
    now,
    loginFailures: async (key, from) => since(key, from).length,
    async countLoginFailure(key, at, from) {
      const counted = [...since(key, now() - DAY), at]
      failures.delete(key)
      failures.set(key, counted)
      const [oldest] = failures.keys()
      if (failures.size > MOST_KEYS && oldest !== undefined) failures.delete(oldest)
      return since(key, from).length
    },
    loginFailureAt: async (key, nth) => since(key, 0).at(-nth),
    clearLoginFailures: async (key) => void failures.delete(key),
  }
}
