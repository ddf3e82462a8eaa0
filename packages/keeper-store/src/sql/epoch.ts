import type { KeeperStore, StoreEpoch } from '../store.ts'
import type { Database } from './database.ts'

const next = `
  insert into store_epoch (one, id, epoch) values (1, ?1, 1)
  on conflict (one) do update set epoch = store_epoch.epoch + 1
  returning id, epoch, restored_at`
const restored = `
  update store_epoch set
    restored_at = case when epoch <= ?1 then :now else restored_at end,
    epoch = case when epoch <= ?1 then ?1 + 1 else epoch end
  where one = 1
  returning id, epoch, restored_at`
type EpochRow = readonly [id: string, epoch: number, restoredAt: number | null]

const epochOf = (row: EpochRow | undefined): StoreEpoch => {
  if (row === undefined) throw new Error('the store has no epoch')
  const [id, epoch, restoredAt] = row
  return { id, epoch, ...(restoredAt !== null && { restoredAt }) }
}

/** The epoch by which an older copy of a store is recognised. */
export const epochVerbs = ({ write }: Database): Pick<KeeperStore, 'nextEpoch' | 'restored'> => ({
  nextEpoch: async (id) => epochOf((await write<EpochRow>(next, [id]))[0]),
  restored: async (known) => epochOf((await write<EpochRow>(restored, [known]))[0]),
})
