import type { KeeperStore } from '../store.ts'
import type { Database } from './database.ts'

const waiting =
  'select count(*), min(due_at) from connections where platform = ?1 and app = ?2 and due_at <= :now'
const mostUsed =
  'select coalesce(max(quota_count), 0) from connections where platform = ?1 and app = ?2 and quota_period = ?3'
const journal = 'select count(*) from token_journal where settled is null'

/** The figures of all connections together, for metrics. */
export const figureVerbs = ({
  read,
}: Database): Pick<KeeperStore, 'waiting' | 'mostUsed' | 'journalSize'> => ({
  async waiting({ platform, app }) {
    const [row] = await read<readonly [number, number | null]>(waiting, platform, app)
    const [due, oldestDueAt] = row ?? [0, null]
    return { due, ...(oldestDueAt !== null && { oldestDueAt }) }
  },
  mostUsed: async ({ platform, app, period }) =>
    (await read<readonly [number]>(mostUsed, platform, app, period))[0]?.[0] ?? 0,
  journalSize: async () => (await read<readonly [number]>(journal))[0]?.[0] ?? 0,
})
