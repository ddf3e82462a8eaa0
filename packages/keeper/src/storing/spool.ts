/* Tokens that no store would take: in this process's memory, and sealed in a folder of this machine, until one does. */
import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { entryOf, remove, textOf, writeEntry } from './spool-file.ts'
import type { JournalEntry } from '@hufu/keeper-store/store'

export interface Spool {
  /**
   * Held until it is dropped, and on disk when it returns. What is in it is sealed already.
   *
   * @throws when the disk does not take it: this memory alone has it then, and each look tries again.
   */
  put(entry: JournalEntry): void
  /** The entries of this process, and of others before it. An entry that is not complete on disk is written again. */
  all(): Spooled
  drop(id: string): void
  /** Whether this process holds anything. */
  holds(): boolean
}

export interface Spooled {
  readonly disk: readonly JournalEntry[]
  /** Only in the memory of this process. */
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

  const write = (entry: JournalEntry): void => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeEntry(fileOf(entry.id), entry)
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

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(ENDING))
  } catch {
    return []
  }
}
