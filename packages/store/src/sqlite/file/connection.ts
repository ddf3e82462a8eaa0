import type { DatabaseSync } from 'node:sqlite'
import { type GroupCommit, groupCommit } from './group-commit.ts'
import { groupRead } from './group-read.ts'
import { oneATurn } from './one-a-turn.ts'
import { toStoreError } from './sqlite-error.ts'
import { sameFile } from './same-file.ts'
import { whenFree } from './when-free.ts'

type Value = string | number | null

/** A statement prepared once. Its rows are arrays: the cheapest form, and STRICT tables hold them to their types. */
export interface Statement<Row extends readonly Value[]> {
  get(...values: readonly Value[]): Row | undefined
  all(...values: readonly Value[]): readonly Row[]
  /** How many rows it changed. */
  run(...values: readonly Value[]): number
}

/** The statements and transactions that the store's functions use. */
export interface Connection {
  prepare<Row extends readonly Value[] = readonly []>(sql: string): Statement<Row>
  /** Reads what is committed, together with what else is asked in this turn. */
  read<Result>(act: () => Result): Promise<Result>
  /** Reads one piece of much, when its turn comes: see one-a-turn.ts. */
  readPiece<Result>(act: () => Result): Promise<Result>
  /** Runs it in a transaction, together with what else waits; answers when that is on disk. */
  write<Result>(act: () => Result): Promise<Result>
  close(): Promise<void>
}

/** @param patience milliseconds to wait for another process's lock. */
export function connection(db: DatabaseSync, path: string, patience: number): Connection {
  // SQLite itself never waits, because that would block the event loop.
  db.exec('pragma busy_timeout = 0')
  const { read, isWaiting } = groupRead(db, path)
  const piece = oneATurn()
  const free = whenFree(db, patience)
  const group: GroupCommit = groupCommit(db, path, patience, isWaiting, sameFile(path))
  return {
    prepare: (sql) => free(() => prepare(db, sql)),
    read: (act) => read(() => free(act)),
    readPiece: (act) =>
      piece(() => free(act)).catch((error: unknown) => {
        throw toStoreError(error, path)
      }),
    write: group.write,
    async close() {
      await group.drain()
      if (db.isOpen) db.close()
    },
  }
}

function prepare<Row extends readonly Value[]>(db: DatabaseSync, sql: string): Statement<Row> {
  const statement = db.prepare(sql)
  statement.setReturnArrays(true)
  return {
    get: (...values) => statement.get(...values) as unknown as Row | undefined,
    all: (...values) => statement.all(...values) as unknown as readonly Row[],
    run: (...values) => Number(statement.run(...values).changes),
  }
}
