import type { DatabaseSync } from 'node:sqlite'
import { storeError } from './sqlite-error.ts'

/** The expected contents of a file. */
export interface Schema {
  /** The application id in SQLite's header, which names the program that owns the file. */
  readonly application: number
  /** One text a version; `pragma user_version` counts those that were applied. */
  readonly steps: readonly string[]
}

const pragma = (db: DatabaseSync, name: string): number =>
  Number(Object.values(db.prepare(`pragma ${name}`).get() ?? {})[0])

/**
 * Brings a database up to the last of these steps, each in a transaction of its own. Several processes may do so at once.
 * @throws {StoreError} for another program's database, and for one that is newer than the steps.
 */
export function migrate(db: DatabaseSync, path: string, { application, steps }: Schema): void {
  while (pragma(db, 'user_version') !== steps.length || pragma(db, 'application_id') !== application) {
    db.exec('begin immediate')
    try {
      // Asked again: another process may have been first.
      const version = pragma(db, 'user_version')
      checkOwner(db, path, version, application)
      if (version < 0 || version > steps.length) throw storeError('newer_schema', path)
      const step = steps[version]
      if (step === undefined) return
      db.exec(step)
      db.exec(`pragma application_id = ${application}; pragma user_version = ${version + 1}`)
      db.exec('commit')
    } finally {
      if (db.isTransaction) db.exec('rollback')
    }
  }
}

function checkOwner(db: DatabaseSync, path: string, version: number, application: number): void {
  const owner = pragma(db, 'application_id')
  const empty = pragma(db, 'schema_version') === 0
  if (owner !== application && !(owner === 0 && version === 0 && empty)) throw storeError('foreign', path)
}
