/* Tokens that no store would take: in this process's memory, and sealed in a folder of this machine, until one does. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { JournalEntry } from './store.ts'

export interface Spool {
  /**
   * Held until it is dropped, and on disk when it returns. What is in it is sealed already.
   *
   * @throws when the disk does not take it: this memory alone has it then, and each look tries again.
   */
  put(entry: JournalEntry): void
  /** What is held here, and what other processes left. What is held and not whole on disk is written there again. */
  all(): Spooled
  drop(id: string): void
  /** Whether this process holds anything. */
  holds(): boolean
}

export interface Spooled {
  readonly disk: readonly JournalEntry[]
  /** In the memory of this process alone. */
  readonly memory: readonly JournalEntry[]
}

const ENDING = '.tokens.json'

/**
 * @param folder is made, for the owner alone, when there is something to keep.
 * @param damaged is told of a file that nobody here can write again; it is set aside as `.bad`.
 */
export function spool(folder: string, damaged: (file: string) => void): Spool {
  const fileOf = (id: string) => join(folder, `${id}${ENDING}`)
  const held = new Map<string, JournalEntry>()

  function write(entry: JournalEntry): void {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const fresh = join(folder, `${entry.id}.${process.pid}.new`)
    try {
      writeWhole(fresh, JSON.stringify(entry))
      renameSync(fresh, fileOf(entry.id))
    } catch (error) {
      remove(fresh)
      throw error
    }
    syncFolder(folder)
  }
  const isWritten = (entry: JournalEntry): boolean => {
    try {
      write(entry)
      return true
    } catch {
      return false
    }
  }
  function setAside(name: string): void {
    damaged(join(folder, name))
    renameSync(join(folder, name), join(folder, `${name}.bad`))
  }

  return {
    put(entry) {
      held.set(entry.id, entry)
      write(entry)
    },
    all() {
      const disk = new Map<string, JournalEntry>()
      for (const name of namesIn(folder)) {
        const text = textOf(join(folder, name))
        if (text === undefined) continue // Another process has taken it.
        const entry = entryOf(text)
        const id = name.slice(0, -ENDING.length)
        if (entry?.id === id) disk.set(id, entry)
        else if (!held.has(id)) setAside(name)
      }
      const again = [...held.values()]
        .filter(({ id }) => !disk.has(id))
        .map((entry) => [entry, isWritten(entry)] as const)
      return {
        disk: [...disk.values(), ...again.filter(([, written]) => written).map(([entry]) => entry)],
        memory: again.filter(([, written]) => !written).map(([entry]) => entry),
      }
    },
    drop(id) {
      held.delete(id)
      remove(fileOf(id))
    },
    holds: () => held.size > 0,
  }
}

/** Synced. A disk with room for a part takes that part and says so: the rest is written until it refuses. */
function writeWhole(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600)
  try {
    writeFileSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch {}
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
