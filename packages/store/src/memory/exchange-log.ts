import type { Exchange, ExchangeLogStore, Usage } from '@hufu/engine'
import { fitsFilter } from '../exchange-filter.ts'
import { KEPT_EXCHANGES, dayOf, exchangeGoesAt, usageGoesOn } from '../retention.ts'
import { type Sweep, sweepOf } from './sweep.ts'

export function exchangeLogVerbs(): { readonly verbs: ExchangeLogStore; readonly sweeps: readonly Sweep[] } {
  const log = new Map<number, Exchange>()
  const counts = new Map<string, Usage>()
  let last = 0

  function trim({ appId, error }: Exchange): void {
    const alike = [...log.values()].filter(
      (each) => each.appId === appId && (each.error === undefined) === (error === undefined),
    )
    for (const { id } of alike.slice(0, Math.max(0, alike.length - KEPT_EXCHANGES))) log.delete(id)
  }

  return {
    sweeps: [
      sweepOf(log, (entry, now) => exchangeGoesAt(entry) <= now),
      sweepOf(counts, (usage, now) => usageGoesOn(usage) <= dayOf(now)),
    ],
    verbs: {
      async recordExchanges(entries, usage) {
        for (const entry of entries) {
          const row = { ...entry, id: ++last }
          log.set(row.id, row)
          trim(row)
        }
        for (const more of usage) {
          const key = `${more.appId} ${more.day} ${more.kind}`
          counts.set(key, { ...more, count: (counts.get(key)?.count ?? 0) + more.count })
        }
      },
      exchanges: async (which) =>
        [...log.values()]
          .filter((entry) => entry.appId === which.appId && fitsFilter(entry, which))
          .toReversed()
          .slice(0, which.limit),
      usage: async (appId, fromDay, toDay) =>
        [...counts.values()]
          .filter((each) => each.appId === appId && each.day >= fromDay && each.day <= toDay)
          .toSorted((a, b) => a.day - b.day || (a.kind < b.kind ? -1 : 1)),
    },
  }
}
