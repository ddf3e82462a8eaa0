/** Milliseconds in which a second signal is the first one again: npm passes each on twice. */
const SAME = 500

/**
 * Resolves when the process was asked to stop. What is under way may then be finished; a second signal ends it at once:
 * what it was doing is taken up by the next process, as after a crash.
 */
export async function asked(say: (text: string) => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let first: number | undefined
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (first !== undefined && performance.now() > first + SAME) process.exit(1)
      first ??= performance.now()
      resolve()
    })
  await promise
  say('stopping after the refreshes and requests in flight; a second signal stops at once')
}
