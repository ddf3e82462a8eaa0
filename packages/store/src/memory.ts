import type { Store } from '@hufu/accounts'
import { type SqliteOptions, sqliteStore } from './sqlite.ts'

/** For tests: SQLite without a file. It forgets everything, and does what every store does in the same code. */
export const memoryStore = (options: Pick<SqliteOptions, 'now'> = {}): Store =>
  sqliteStore(':memory:', options)
