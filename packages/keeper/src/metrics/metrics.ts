import type { KeeperContext } from '../keeper-context.ts'
import { countedFamilies, gauge } from './counted.ts'
import { exposition } from './exposition.ts'
import { storedFamilies } from './stored.ts'

/** Metrics of this process and of the store, in Prometheus's text format; without the store's while it does not answer. */
export function metricsOf(context: KeeperContext): () => Promise<string> {
  const stored = storedFamilies(context)
  return async () => {
    const ofStore = await stored().catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : 'unknown'
      context.warn('the metrics that come from the store are missing', { reason })
      return []
    })
    const up = gauge('store_up', '1 if the store answers.', [{ value: ofStore.length > 0 ? 1 : 0 }])
    return exposition([up, ...ofStore, ...countedFamilies(context)])
  }
}
