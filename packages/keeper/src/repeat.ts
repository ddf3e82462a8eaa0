/* Work that is looked for again and again, or as soon as there is some. */
import { randomInt } from 'node:crypto'

export interface Repeated {
  /** Looks at once, or right after the look under way. */
  wake(): void
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
}

/**
 * @param act answers how many seconds to wait; they vary, so that processes do not look together.
 * @param failed is told what it threw, and answers how many seconds to wait then.
 */
export function repeat(act: () => Promise<number>, failed: (error: unknown) => number): Repeated {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let stopped = false
  let woken = false

  async function turn(): Promise<void> {
    woken = false
    let seconds: number
    try {
      seconds = await act()
    } catch (error) {
      seconds = failed(error)
    }
    running = undefined
    if (stopped) return
    const wait = woken ? 0 : seconds * 1000 * (0.75 + randomInt(500) / 1000)
    timer = setTimeout(start, wait)
    timer.unref()
  }
  function start(): void {
    timer = undefined
    running = turn()
  }
  start()

  return {
    wake() {
      woken = true
      if (timer === undefined || stopped) return
      clearTimeout(timer)
      start()
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
