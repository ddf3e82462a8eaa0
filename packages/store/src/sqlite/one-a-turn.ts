/*
 * Reads that look at many rows are cut into pieces, and of all pieces that wait one is read in a turn of the event loop.
 * So whoever asks for a token waits for one piece at most, however many search, list and export at once; and of these
 * each gets on in its turn.
 */

/** Rows of one piece: a millisecond or two. */
export const PIECE = 256

/** @param nextTurn calls once, in the next turn of the event loop. */
export function oneATurn(
  nextTurn: (act: () => void) => void = setImmediate,
): <Result>(act: () => Result) => Promise<Result> {
  const waiting: (() => void)[] = []
  let awake = false

  function turn(): void {
    waiting.shift()?.()
    awake = waiting.length > 0
    if (awake) nextTurn(turn)
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
      nextTurn(turn)
    })
}
