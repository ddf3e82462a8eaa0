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

/**
 * @param folder is made, for the owner alone, when there is something to keep.
 * @param damaged is told of a file that cannot be read; it is set aside as `.bad`.
 */
export function spool(folder: string, damaged: (file: string) => void): Spool {
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
        const text = textOf(join(folder, name))
        if (text === undefined) return [] // Another process has taken it.
        const entry = entryOf(text)
        if (entry?.id === name.slice(0, -ENDING.length)) return [entry]
        damaged(join(folder, name))
        renameSync(join(folder, name), join(folder, `${name}.bad`))
        return []
      })
    },
    drop(id) {
      try {
        unlinkSync(fileOf(id))
      } catch {}
    },
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Undefined for what `put` has not written. */
function entryOf(text: string): JournalEntry | undefined {
  let read: Partial<Record<keyof JournalEntry, unknown>> | null
  try {
    read = JSON.parse(text) as typeof read
  } catch {
    return undefined
  }
  const { id, connectionId, refreshHash, generation, epoch, at, tokens } = read ?? {}
  const whole =
    [id, connectionId, refreshHash].every((each) => typeof each === 'string') &&
    [generation, epoch, at].every((each) => typeof each === 'number') &&
    typeof tokens === 'object' &&
    tokens !== null &&
    'access' in tokens &&
    typeof tokens.access === 'string' &&
    'accessExpiresAt' in tokens &&
    typeof tokens.accessExpiresAt === 'number' &&
    'issuedAt' in tokens &&
    typeof tokens.issuedAt === 'number' &&
    'facts' in tokens
  return whole ? (read as JournalEntry) : undefined
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
