import type { Terminal } from '../terminal.ts'

export interface Progress {
  /** `part` of the whole, 0 to 1, where that is known. */
  show(part: number | undefined, text: string): void
  /** Leaves a line behind that says how it ended. */
  end(text: string): void
}

const WIDTH = 24
/** Milliseconds between two pictures of it. */
const OFTEN = 100
const SELDOM = 5000

/** A bar that is painted over on a terminal; in a log a line every few seconds. */
export function progress({ say }: Terminal, live = process.stderr.isTTY): Progress {
  let next = live ? 0 : performance.now() + SELDOM
  return {
    show(part, text) {
      if (performance.now() < next) return
      next = performance.now() + (live ? OFTEN : SELDOM)
      const line = part === undefined ? text : `${barOf(part)} ${text}`
      say(live ? `\r\x1b[K${line}` : `${line}\n`)
    },
    end: (text) => say(live ? `\r\x1b[K${text}\n` : `${text}\n`),
  }
}

function barOf(part: number): string {
  const done = Math.round(Math.min(1, Math.max(0, part)) * WIDTH)
  return `[${'#'.repeat(done)}${'.'.repeat(WIDTH - done)}] ${String(Math.floor(part * 100)).padStart(3)} %`
}
