/*
 * Whether the store is an older copy of itself, as a backup that was put back. Its epoch is counted in the store and
 * remembered in the spool's folder, which no backup of the store takes back with it.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Warn } from '../log.ts'
import { writeFile } from './spool-file.ts'
import type { KeeperStore } from '@hufu/keeper-store/store'

export interface StoreCopy {
  /** Counts on, and compares. @throws what the store throws. */
  look(): Promise<void>
  /** Since when the store is known to be an older copy, in seconds since the epoch; undefined where it is none. */
  restoredAt(): number | undefined
}

const NAME = 'store-epochs.json'

/** By the store's id. */
type Epochs = Readonly<Record<string, number>>

function epochsIn(path: string): Epochs {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof read !== 'object' || read === null) return {}
    return Object.fromEntries(Object.entries(read).filter(([, epoch]) => Number.isSafeInteger(epoch)))
  } catch {
    return {} // There is none yet, or it is no more than the memory of this process.
  }
}

/** @param folder the spool's; undefined where nobody named one, and it is not to be made for this alone. */
export function storeCopy(
  store: Pick<KeeperStore, 'nextEpoch' | 'restored'>,
  folder: string | undefined,
  warn: Warn,
): StoreCopy {
  const path = folder === undefined ? undefined : join(folder, NAME)
  let seen: Epochs = {}
  let restoredAt: number | undefined

  function remember(epochs: Epochs): void {
    if (folder === undefined || path === undefined) return
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFile(path, JSON.stringify(epochs))
    } catch {
      // The spool says itself what it cannot take; an older copy is then not recognised after a restart.
    }
  }

  return {
    restoredAt: () => restoredAt,
    async look() {
      // Read before the store counts: what another process of this folder counts meanwhile is later than ours.
      const written = path === undefined ? {} : epochsIn(path)
      let present = await store.nextEpoch(randomBytes(12).toString('hex'))
      const known = Math.max(written[present.id] ?? 0, seen[present.id] ?? 0)
      if (present.epoch <= known) {
        present = await store.restored(known)
        warn(
          'the store is an older copy, as of a backup: platforms may have given newer tokens since, and refuse those in it. See "A backup is put back" in docs/keeper.md',
          { restoredAt: present.restoredAt },
        )
      }
      restoredAt = present.restoredAt
      seen = { [present.id]: present.epoch }
      remember({ ...written, ...seen })
    },
  }
}
