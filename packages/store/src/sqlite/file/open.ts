import type { DatabaseSync } from 'node:sqlite'
import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Schema, migrate } from './migrate.ts'
import { toStoreError, isBusy, storeError } from './sqlite-error.ts'

// Not by an import, which fails before an older Node can be told that it is one.
const sqlite = process.getBuiltinModule('node:sqlite')

/* Measured with 64 at a time; see the head of migrations.ts for what costs. */

/** Half of SQLite's own size: a random row or index entry dirties half as many bytes, and two grants still fit. */
const PAGE = 2048
/** KiB of the database kept in memory. A larger cache is slower: a commit that split a page walks through all of it. */
const CACHE = 8192
/** The log is written back after so many pages. Fewer: the same page more often; more: a longer pause (20 ms) for all. */
const CHECKPOINT_PAGES = 2000
const LOG_BYTES = 64 * 1024 * 1024

/**
 * Opens or creates a database, and brings it up to the present schema. WAL and `synchronous = full`: what is committed
 * survives a power cut. For the owner's eyes only: what is in it is digests and sealed secrets, and who is whose customer.
 * @param patience milliseconds to wait for another process's lock.
 * @throws {StoreError} naming what is wrong with the file, and the way out.
 */
export function openDatabase(path: string, patience: number, schema: Schema): DatabaseSync {
  let db: DatabaseSync | undefined
  try {
    if (path !== ':memory:') createFile(resolve(path))
    const opened = (db = new sqlite.DatabaseSync(path, { timeout: patience }))
    patiently(() => setUp(opened), patience)
    migrate(opened, path, schema)
    // A database that can only be read is refused here, not at the first login.
    opened.exec('begin immediate; rollback')
    return opened
  } catch (error) {
    if (db?.isOpen) db.close()
    throw isMissing(error) ? storeError('unopenable', path, error) : toStoreError(error, path)
  }
}

function setUp(db: DatabaseSync): void {
  db.exec(`
    pragma page_size = ${PAGE};
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma fullfsync = on;
    pragma checkpoint_fullfsync = on;
    pragma cell_size_check = on;
    pragma temp_store = memory;
    pragma cache_size = -${CACHE};
    pragma wal_autocheckpoint = ${CHECKPOINT_PAGES};
    pragma journal_size_limit = ${LOG_BYTES};
  `)
}

/** Two that turn a new file to WAL at once may be told "locked" at once, whatever the timeout. */
function patiently(act: () => void, patience: number): void {
  const until = performance.now() + patience
  while (true) {
    try {
      return act()
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}

/**
 * SQLite gives its -wal and -shm the mode of the file. An existing file is not even opened here: closing it would drop
 * the locks that this process may hold on it.
 */
function createFile(path: string): void {
  const made = mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return
    throw error
  }
  // A new name is on disk when the folder that it is in is: the file's, and that of each folder made for it.
  const last = dirname(made ?? path)
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    syncFolder(folder)
    if (folder === last || folder === dirname(folder)) return
  }
}

/** Some systems (Windows) cannot sync a folder, and do not need it. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r')
    fsyncSync(folder)
    closeSync(folder)
  } catch {}
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'EEXIST', 'EACCES', 'EPERM', 'ENOTDIR', 'EISDIR', 'EROFS'].some((code) => hasCode(error, code))
