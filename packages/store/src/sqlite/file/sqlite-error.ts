import { StoreError, type StoreErrorReason } from '../../store-error.ts'

/** A file has no network before it, and no password. */
type FileReason = Exclude<StoreErrorReason, 'unreachable' | 'denied'>

/** Primary result codes of SQLite (sqlite.org/rescode.html) that tell of the surroundings, not of a bug. */
const reasons: Readonly<Record<number, FileReason>> = {
  5: 'busy',
  6: 'busy',
  8: 'read_only',
  10: 'io',
  11: 'corrupt',
  13: 'full',
  14: 'unopenable',
  26: 'corrupt',
}

const words: Readonly<Record<FileReason, readonly [what: string, hint: string]>> = {
  busy: ['the database stayed locked', 'another program keeps a transaction open on it: end that program'],
  full: ['the disk is full', 'free disk space for the database; nothing of this request was written'],
  read_only: [
    'the database cannot be written',
    'give the account of this process write access to the file, to its -wal and -shm files and to their folder',
  ],
  io: ['the disk failed', 'look into the system log; if the disk is sound, start again'],
  corrupt: [
    'the database is damaged or no database',
    'stop, keep a copy of the file with its -wal and -shm, and restore the last backup',
  ],
  unopenable: [
    'the database cannot be opened',
    'see that its folder exists and that the account of this process may write there',
  ],
  foreign: ['the file is the database of another program', 'name a file of its own'],
  newer_schema: [
    'the database was written by a newer version',
    'run that version, or restore a backup made before',
  ],
  replaced: [
    'the database file was replaced or deleted while it was open',
    'put the file back, or stop every process that uses it, and start again',
  ],
  closed: ['the store is closed', 'open it again'],
}

export const storeError = (reason: FileReason, path: string, cause?: unknown): StoreError => {
  const [what, hint] = words[reason]
  return new StoreError(reason, `${what} (${path})`, hint, cause === undefined ? {} : { cause })
}

const property = (error: unknown, key: string): unknown =>
  typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[key] : undefined

/** SQLite's primary result code, where it was SQLite that threw. */
const resultCode = (error: unknown): number | undefined => {
  const code = property(error, 'errcode')
  return property(error, 'code') === 'ERR_SQLITE_ERROR' && typeof code === 'number' ? code & 0xff : undefined
}

export const isBusy = (error: unknown): boolean => reasons[resultCode(error) ?? -1] === 'busy'

/** A typed error with a hint for what the surroundings did; every other error as it is. */
export function toStoreError(error: unknown, path: string): Error {
  if (property(error, 'code') === 'ERR_INVALID_STATE') return storeError('closed', path, error)
  const reason = reasons[resultCode(error) ?? -1]
  if (reason !== undefined) return storeError(reason, path, error)
  return error instanceof Error ? error : new Error('thrown, but no Error', { cause: error })
}
