/* A lock that processes of one machine share. It is SQLite's, on an empty file: the system takes it back from one that dies. */
import { DatabaseSync } from 'node:sqlite'

/**
 * Holds the lock while it acts.
 *
 * @param patience milliseconds to wait for who holds it.
 * @throws {Error} when it is held for longer, or the file cannot be made.
 */
export function whileLocked<Value>(path: string, patience: number, act: () => Value): Value {
  const lock = new DatabaseSync(path, { timeout: patience })
  try {
    try {
      lock.exec('begin exclusive')
    } catch (cause) {
      throw new Error(`${path} is locked by another process, or is no lock of ours`, { cause })
    }
    return act()
  } finally {
    lock.close()
  }
}
