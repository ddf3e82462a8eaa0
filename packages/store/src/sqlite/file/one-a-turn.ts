/*
 * Reads that look at many rows are cut into pieces, and of all pieces that wait one is read in a turn of the event loop.
 * So whoever asks for a token waits for one piece at most, however many search, list and export at once; and of these
 * each gets on in its turn. All together have half of the time: a process that is never idle is made to wait by its machine.
 */

/** Rows of one piece: a millisecond or less. */
export const PIECE = 256
/** Milliseconds of pieces, one a turn, after which the same time belongs to others. */
const STRETCH_MS = 2

interface Turns {
  /** Calls once, in the next turn of the event loop. */
  next(act: () => void): void
  /** Calls once, after so many milliseconds. */
  after(milliseconds: number, act: () => void): void
  /** Milliseconds that only grow. */
  now(): number
}

const turnsOfNode: Turns = {
  next: (act) => void setImmediate(act),
  after: (milliseconds, act) => void setTimeout(act, milliseconds),
  now: () => performance.now(),
}

export function oneATurn(turns: Turns = turnsOfNode): <Result>(act: () => Result) => Promise<Result> {
  const waiting: (() => void)[] = []
  let awake = false
  let busy = 0

  function turn(): void {
    const began = turns.now()
    waiting.shift()?.()
    busy += turns.now() - began
    if (busy >= STRETCH_MS) {
      turns.after(Math.ceil(busy), wake)
      busy = 0
    } else wake()
  }
  function wake(): void {
    awake = waiting.length > 0
    if (awake) turns.next(turn)
  }

  return <Result>(act: () => Result) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push(() => {
        try {
          resolve(act())
        } catch (error) {
          reject(error instanceof Error ? error : new Error('thrown, but no Error', { cause: error }))
        }
      })
      if (awake) return
      awake = true
      turns.next(turn)
    })
}
