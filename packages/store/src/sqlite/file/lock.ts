/* A lock that processes of one machine share. It is SQLite's, on an empty file: the system takes it back from one that dies. */
import type { DatabaseSync } from 'node:sqlite'
import { toStoreError } from './sqlite-error.ts'

// Not by an import, which fails before an older Node can be told that it is one.
const sqlite = process.getBuiltinModule('node:sqlite')

/**
 * Holds the lock while it acts.
 *
 * @param patience milliseconds to wait for who holds it.
 * @throws {StoreError} when it is held for longer, or the file cannot be made.
 */
export function whileLocked<Value>(path: string, patience: number, act: () => Value): Value {
  const lock = locked(path, patience)
  try {
    return act()
  } finally {
    lock.close()
  }
}

function locked(path: string, patience: number): DatabaseSync {
  let lock: DatabaseSync | undefined
  try {
    lock = new sqlite.DatabaseSync(path, { timeout: patience })
    lock.exec('begin exclusive')
    return lock
  } catch (error) {
    lock?.close()
    throw toStoreError(error, path)
  }
}
