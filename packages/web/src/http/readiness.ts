/* Whether a process can do its work, asked by writing: at most once a second, whoever asks. */
import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { UnknownKeyError } from '@hufu/crypto'
import { StoreError, type StoreErrorReason } from '@hufu/store'
import type { Logger } from '../log.ts'

export type NotReady = StoreErrorReason | 'key_missing' | 'failing'

/** Milliseconds for which an answer holds. */
const HOLDS = 1000
/** Bytes: below that, a disk is as good as full. */
const LEAST_FREE = 1024 * 1024

/**
 * @param probe writes and reads what every request needs. What it throws is why the process is not ready.
 * @returns asks, or says what the last asking said; undefined where the process is ready. The log tells of each change,
 *   with all that is known of its cause.
 */
export function readiness(
  probe: () => Promise<void>,
  log: Pick<Logger, 'error' | 'info'>,
): () => Promise<NotReady | undefined> {
  let last: NotReady | undefined
  let until = Number.NEGATIVE_INFINITY
  let asking: Promise<NotReady | undefined> | undefined

  async function ask(): Promise<NotReady | undefined> {
    const before = last
    try {
      await probe()
      last = undefined
      if (before !== undefined) log.info({ was: before }, 'ready again')
    } catch (error) {
      last = reasonOf(error)
      if (last !== before) log.error({ err: error, because: last }, 'not ready')
    }
    until = performance.now() + HOLDS
    asking = undefined
    return last
  }
  return () => {
    if (asking) return asking
    if (performance.now() < until) return Promise.resolve(last)
    return (asking = ask())
  }
}

function reasonOf(error: unknown): NotReady {
  if (error instanceof StoreError) return error.reason
  return error instanceof UnknownKeyError ? 'key_missing' : 'failing'
}

/**
 * SQLite may write again where it has written before, and so not notice that nothing else finds room.
 *
 * @param store as configurations name it.
 * @throws {StoreError} full
 */
export function refuseFullDisk(store: string): void {
  const [, file] = /^sqlite:(?!:memory:)(.+)$/.exec(store) ?? []
  if (file === undefined) return
  const { bavail, bsize } = statfsSync(dirname(file))
  if (bavail * bsize < LEAST_FREE)
    throw new StoreError('full', `the disk is full (${file})`, 'free disk space for the database')
}
