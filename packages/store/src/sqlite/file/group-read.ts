/*
 * One snapshot for all that is asked in one turn of the event loop: to take the lock and give it back costs more than to
 * read a row. What was asked together is also answered together, which the network's side of it likes.
 */
import type { DatabaseSync } from 'node:sqlite'
import { toStoreError } from './sqlite-error.ts'

export interface GroupRead {
  /** Reads what is committed by the end of this turn. */
  read<Result>(act: () => Result): Promise<Result>
  /** Whether anything waits to be read. */
  isWaiting(): boolean
}

function attempt(act: () => unknown): void {
  try {
    act()
  } catch {}
}

export function groupRead(db: DatabaseSync, path: string): GroupRead {
  const begin = db.prepare('begin')
  const end = db.prepare('commit')
  let waiting: (() => void)[] = []

  function readAll(): void {
    const all = waiting
    waiting = []
    // If the store was closed meanwhile, or is damaged, each read reports it for itself.
    if (all.length > 1) attempt(() => begin.run())
    for (const each of all) each()
    attempt(() => db.isTransaction && end.run())
    attempt(() => db.isTransaction && db.exec('rollback'))
  }

  return {
    read: <Result>(act: () => Result) =>
      new Promise<Result>((resolve, reject) => {
        if (waiting.length === 0) setImmediate(readAll)
        waiting.push(() => {
          try {
            resolve(act())
          } catch (error) {
            reject(toStoreError(error, path))
          }
        })
      }),
    isWaiting: () => waiting.length > 0,
  }
}
