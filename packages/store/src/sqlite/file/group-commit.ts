/*
 * One commit for all that waits. A commit is on disk when it returns (synchronous = full), and costs about the same for
 * one verb as for a hundred. So what the event loop takes in during one turn is written together, and as long as every
 * turn brings more, the group grows; the first quiet turn ends it, and one who is alone waits for no one. What comes while
 * the disk is busy makes up the next group.
 */
import { channel } from 'node:diagnostics_channel'
import type { DatabaseSync } from 'node:sqlite'
import { toStoreError, isBusy, storeError } from './sqlite-error.ts'

export interface GroupCommit {
  /** Resolves with what `act` returned once its transaction is committed. It may be run a second time after a rollback. */
  write<Result>(act: () => Result): Promise<Result>
  /** Takes nothing more; resolves when all that waits has been answered. */
  drain(): Promise<void>
}

interface Waiting {
  readonly act: () => unknown
  /** Tells the caller; only ever called after the transaction's end. */
  readonly settle: (outcome: Outcome) => void
}

type Outcome = { readonly value: unknown } | { readonly error: Error }

/** Told of each commit, with `changes`: how many changes it had. */
const committed = channel('hufu:commit')

/** Bounds how long one transaction keeps the event loop, and other processes, waiting. */
const MOST_IN_GROUP = 256
/** Bounds how many turns of the event loop a group may still grow in. */
const MOST_TURNS = 16
/** Milliseconds between two looks at a lock that another process holds. The event loop runs on meanwhile. */
const BUSY_PAUSE = 1

/**
 * @param patience milliseconds to wait for another process's lock before all that waits is refused.
 * @param moreToCome whether something is being read that may lead to a write.
 * @param check throws where nothing may be written.
 */
// oxlint-disable-next-line max-lines-per-function -- one queue, and closures over its state
export function groupCommit(
  db: DatabaseSync,
  path: string,
  patience: number,
  moreToCome: () => boolean,
  check: () => void = () => undefined,
): GroupCommit {
  const begin = db.prepare('begin immediate')
  const commit = db.prepare('commit')
  const savepoint = db.prepare('savepoint verb')
  const release = db.prepare('release verb')
  const undo = db.prepare('rollback to verb')

  let queue: Waiting[] = []
  let awake = false
  /** How many waited when it was last looked, and how often the group was left to grow. */
  let seen = 0
  let turns = 0
  /** How many at the head of the queue were in a group of which one threw: these no longer run as one. */
  let careful = 0
  let busySince: number | undefined
  let closing: PromiseWithResolvers<void> | undefined

  function wake(): void {
    if (awake) return
    awake = true
    setImmediate(gather)
  }

  /** The group grows as long as each turn adds a write, and there is room. */
  function gather(): void {
    const growing = queue.length > seen || moreToCome()
    if (growing && queue.length < MOST_IN_GROUP && turns < MOST_TURNS) {
      seen = queue.length
      turns++
      setImmediate(gather)
    } else {
      seen = turns = 0
      flush()
    }
  }

  function flush(): void {
    awake = false
    if (queue.length === 0) return closing?.resolve()
    try {
      if (!begun()) {
        awake = true
        setTimeout(flush, BUSY_PAUSE)
        return
      }
    } catch (error) {
      return answer(queue, failures(queue, error))
    }
    const group = queue.slice(0, careful || MOST_IN_GROUP)
    try {
      const outcomes = careful > 0 ? apart(group) : together(group)
      if (outcomes === undefined) {
        rollback()
        careful = group.length
        return flush()
      }
      commit.run()
      if (committed.hasSubscribers) committed.publish({ changes: group.length })
      answer(group, outcomes)
    } catch (error) {
      rollback()
      answer(group, failures(group, error))
    }
  }

  /** If this fails too, the next group's `begin` reports it. */
  function rollback(): void {
    try {
      if (db.isTransaction) db.exec('rollback')
    } catch {}
  }

  function failures(group: readonly Waiting[], cause: unknown): Outcome[] {
    const error = toStoreError(cause, path)
    return group.map(() => ({ error }))
  }

  /** False while another process writes. SQLite's own way of waiting would stop the event loop. */
  function begun(): boolean {
    try {
      check()
      begin.run()
      busySince = undefined
      return true
    } catch (error) {
      const now = performance.now()
      busySince ??= now
      if (isBusy(error) && now - busySince < patience) return false
      busySince = undefined
      throw error
    }
  }

  function answer(group: readonly Waiting[], outcomes: readonly Outcome[]): void {
    queue = queue.slice(group.length)
    careful = 0
    outcomes.forEach((outcome, index) => group[index]?.settle(outcome))
    if (queue.length > 0) wake()
    else closing?.resolve()
  }

  /** Undefined as soon as one throws; then nothing of the group must stay. */
  function together(group: readonly Waiting[]): Outcome[] | undefined {
    try {
      return group.map(({ act }) => ({ value: act() }))
    } catch {
      return undefined
    }
  }

  /** A savepoint each: slower, and what one throws is its own affair. */
  function apart(group: readonly Waiting[]): Outcome[] {
    return group.map(({ act }) => {
      savepoint.run()
      try {
        const value = act()
        release.run()
        return { value }
      } catch (error) {
        // After a disk error SQLite has ended the transaction itself: nothing can be continued.
        if (!db.isTransaction) throw error
        undo.run()
        release.run()
        return { error: toStoreError(error, path) }
      }
    })
  }

  return {
    write: <Result>(act: () => Result) =>
      new Promise<Result>((resolve, reject) => {
        if (closing) return reject(storeError('closed', path))
        queue.push({
          act,
          settle: (outcome) =>
            'error' in outcome ? reject(outcome.error) : resolve(outcome.value as Result),
        })
        wake()
      }),
    drain() {
      if (!closing) {
        closing = Promise.withResolvers<void>()
        wake()
      }
      return closing.promise
    },
  }
}
