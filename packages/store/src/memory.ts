import type { Store } from '@hufu/accounts'
import { type SqliteOptions, sqliteStore } from './sqlite.ts'

/** For tests: SQLite without a file. It keeps nothing, and runs the same code as every store. */
export const memoryStore = (options: Pick<SqliteOptions, 'now'> = {}): Store =>
  sqliteStore(':memory:', options)
