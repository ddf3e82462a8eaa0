/*
 * Output that may find no room: a log on a full disk, a pipe that nobody reads. A service goes on without it: lines that
 * cannot be written are dropped and counted, and the next that can be is preceded by their number.
 */
import { writeSync } from 'node:fs'

export interface Output {
  /** Text that ends with its line. Never throws, never waits. */
  write(line: string): void
  /** How many lines were dropped so far. */
  dropped(): number
}

/** Bytes that wait for a slow reader. */
const MOST_HELD = 1024 * 1024
/** Milliseconds until a slow reader, and a disk that failed, are tried again. */
const SLOW_PAUSE = 20
const FAILED_PAUSE = 1000

/** Before the stream is made, a pipe blocks the writer; libuv turns that off. */
const unblocked = (fd: number): unknown => (fd === 2 ? process.stderr : process.stdout)

/**
 * @param noteOf the line that tells of so many dropped ones.
 * @param write as `fs.writeSync`; for tests.
 */
export function lossyOutput(
  fd: 1 | 2,
  noteOf: (dropped: number) => string,
  write: (fd: number, bytes: Buffer, offset: number) => number = writeSync,
): Output {
  /** `tells`: of how many dropped lines it is the note; 0 for a line of the caller's. */
  let held: { readonly bytes: Buffer; readonly tells: number }[] = []
  let heldBytes = 0
  /** Bytes of the first held line that are already written. */
  let offset = 0
  let untold = 0
  let total = 0
  /** Whether a line was broken off, so that the next begins on one of its own. */
  let torn = false
  let failedUntil = 0
  let timer: NodeJS.Timeout | undefined

  function drop(): void {
    untold++
    total++
  }

  function later(pause: number): void {
    timer ??= setTimeout(() => {
      timer = undefined
      flush()
    }, pause).unref()
  }

  function failed(): void {
    torn ||= offset > 0
    for (const { tells } of held) {
      if (tells > 0) untold += tells
      else drop()
    }
    held = []
    heldBytes = offset = 0
    failedUntil = performance.now() + FAILED_PAUSE
  }

  /** Writes what is held, as far as there is room. */
  function flush(): void {
    try {
      for (let [first] = held; first; [first] = held) {
        const { bytes } = first
        offset += write(fd, bytes, offset)
        if (offset < bytes.length) continue
        held.shift()
        heldBytes -= bytes.length
        offset = 0
        torn = false
      }
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') later(SLOW_PAUSE)
      else failed()
    }
  }

  function hold(line: string, tells = 0): void {
    const bytes = Buffer.from(line)
    held.push({ bytes, tells })
    heldBytes += bytes.length
  }

  unblocked(fd)
  process.once('exit', flush)
  return {
    write(line) {
      if (performance.now() < failedUntil || heldBytes + line.length > MOST_HELD) return drop()
      if (untold > 0 && held.length === 0) {
        hold(`${torn ? '\n' : ''}${noteOf(untold)}`, untold)
        untold = 0
      }
      hold(line)
      if (!timer) flush()
    },
    dropped: () => total,
  }
}
