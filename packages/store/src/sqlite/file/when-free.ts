import type { DatabaseSync } from 'node:sqlite'
import { isBusy } from './sqlite-error.ts'

/**
 * Runs what only reads; where another process mends or removes the log just then, once more, waiting for as many
 * milliseconds. That is SQLite's own way, which stops the event loop: it is rare enough for that.
 */
export const whenFree =
  (db: DatabaseSync, patience: number) =>
  <Result>(act: () => Result): Result => {
    try {
      return act()
    } catch (error) {
      if (!isBusy(error)) throw error
    }
    db.exec(`pragma busy_timeout = ${patience}`)
    try {
      return act()
    } finally {
      db.exec('pragma busy_timeout = 0')
    }
  }
