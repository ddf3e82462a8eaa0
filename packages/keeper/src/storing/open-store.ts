/* A store by its name. */
import { resolve } from 'node:path'
import type { KeeperStore } from '@hufu/keeper-store/store'
import { postgresKeeperStore } from '@hufu/keeper-store/postgres'
import { sqliteKeeperStore } from '@hufu/keeper-store/sqlite'

export interface OpenedStore {
  readonly store: KeeperStore
  /** The folder for tokens that the store does not accept. */
  readonly spool: string
  /**
   * Where the store's epochs are kept, by which an older copy is recognised after a restart: the same folder, also where that
   * is made for them alone. Undefined for a store that does not stay.
   */
  readonly lasting: string | undefined
}

/**
 * `sqlite:keeper.db`, `sqlite::memory:` or `postgres://user@host/database`.
 *
 * @throws {TypeError} when the name is none of these. @throws {StoreError} when it cannot be opened.
 */
export async function openKeeperStore(name: string): Promise<OpenedStore> {
  if (name.startsWith('sqlite:')) {
    const path = name.slice('sqlite:'.length)
    const store = sqliteKeeperStore(path)
    if (path === ':memory:') return { store, spool: 'keeper-spool', lasting: undefined }
    const spool = `${resolve(path)}.spool`
    return { store, spool, lasting: spool }
  }
  if (/^postgres(?:ql)?:/.test(name)) {
    const spool = 'keeper-spool'
    return { store: await postgresKeeperStore(name), spool, lasting: spool }
  }
  throw new TypeError('store: must be sqlite:<file> or postgres://<user>@<host>/<database>')
}
