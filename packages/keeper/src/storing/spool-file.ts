/* One file of the spool: whole and synced, or not there. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { JournalEntry } from '@hufu/keeper-store/store'

/** @throws when the disk does not take it: nothing is left of the try. */
export const writeEntry = (path: string, entry: JournalEntry): void => writeFile(path, JSON.stringify(entry))

/** Like `writeEntry`. */
export function writeFile(path: string, text: string): void {
  const fresh = `${path}.${process.pid}.new`
  try {
    writeWhole(fresh, text)
    renameSync(fresh, path)
  } catch (error) {
    remove(fresh)
    throw error
  }
  syncFolder(dirname(path))
}

/** A disk with room for a part takes that part, and refuses the rest only when that is written too. */
function writeWhole(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600)
  try {
    writeFileSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** It may be gone already. */
export function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch {}
}

/** Undefined where it is gone, or cannot be read. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Undefined for what `writeEntry` has not written. */
export function entryOf(text: string): JournalEntry | undefined {
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

/** Some systems (Windows) cannot sync a folder, and do not need it. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r')
    fsyncSync(folder)
    closeSync(folder)
  } catch {}
}
