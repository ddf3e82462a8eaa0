/* One side of a pair of processes: says "ready", waits for "go". */

/** Resolves when the parent says so. */
export function whenTold(): Promise<void> {
  return new Promise((resolve) => {
    process.once('message', () => resolve())
    process.send?.('ready')
  })
}
