import { connection as openConnection, openDatabase } from '@hufu/store/sqlite'
import type { KeeperStore } from './store.ts'
import { verbs } from './sql/verbs.ts'
import { sqliteDatabase } from './sqlite/database.ts'
import { schema } from './sqlite/schema.ts'

export interface KeeperSqliteOptions {
  /** Milliseconds to wait for another process that holds the file's lock; 5,000 by default. */
  readonly patience?: number
  /** Seconds that the store's clock is ahead of the machine's; for tests. */
  readonly ahead?: () => number
}

/**
 * A keeper's store in one SQLite file, which the processes of one machine may share. Its clock is the machine's.
 *
 * @throws {StoreError} when the file cannot be opened, is damaged, another program's, or of a newer version.
 */
export function sqliteKeeperStore(path: string, options: KeeperSqliteOptions = {}): KeeperStore {
  const { patience = 5000, ahead = () => 0 } = options
  const open = openConnection(openDatabase(path, patience, schema), path, patience)
  const clock = () => Date.now() / 1000 + ahead()
  return { ...verbs(sqliteDatabase(open, clock)), now: () => Promise.resolve(clock()) }
}
