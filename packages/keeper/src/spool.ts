/* Tokens that no store would take: sealed in a folder of this machine until one does. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { JournalEntry } from './store.ts'

export interface Spool {
  /** On disk when it returns. What is in it is sealed already. */
  put(entry: JournalEntry): void
  all(): readonly JournalEntry[]
  drop(id: string): void
}

const ENDING = '.tokens.json'

/** @param folder is made, for the owner alone, when there is something to keep. */
export function spool(folder: string): Spool {
  const fileOf = (id: string) => join(folder, `${id}${ENDING}`)
  return {
    put(entry) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const fresh = join(folder, `${entry.id}.${process.pid}.new`)
      const file = openSync(fresh, 'w', 0o600)
      try {
        writeSync(file, JSON.stringify(entry))
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      renameSync(fresh, fileOf(entry.id))
      syncFolder(folder)
    },
    all() {
      return namesIn(folder).flatMap((name) => {
        try {
          return [JSON.parse(readFileSync(join(folder, name), 'utf8')) as JournalEntry]
        } catch {
          return [] // Another process has taken it; a half-written one has another ending.
        }
      })
    },
    drop(id) {
      try {
        unlinkSync(fileOf(id))
      } catch {}
    },
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(ENDING))
  } catch {
    return []
  }
}

/** Where folders cannot be synced (Windows), they need not be. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r')
    fsyncSync(folder)
    closeSync(folder)
  } catch {}
}
