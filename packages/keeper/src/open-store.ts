/* A store by its name. */
import { resolve } from 'node:path'
import type { KeeperStore } from './store.ts'
import { postgresKeeperStore } from './store/postgres.ts'
import { sqliteKeeperStore } from './store/sqlite.ts'

export interface OpenedStore {
  readonly store: KeeperStore
  /** Where tokens are kept that the store does not take. */
  readonly spool: string
}

/**
 * `sqlite:keeper.db`, `sqlite::memory:` or `postgres://user@host/database`.
 *
 * @throws {TypeError} when the name is none of these. @throws {StoreError} when it cannot be opened.
 */
export async function openKeeperStore(name: string): Promise<OpenedStore> {
  if (name.startsWith('sqlite:')) {
    const path = name.slice('sqlite:'.length)
    return {
      store: sqliteKeeperStore(path),
      spool: path === ':memory:' ? 'keeper-spool' : `${resolve(path)}.spool`,
    }
  }
  if (/^postgres(?:ql)?:/.test(name)) return { store: await postgresKeeperStore(name), spool: 'keeper-spool' }
  throw new TypeError('store: is neither sqlite:<file> nor postgres://<user>@<host>/<database>')
}
