/* A stretch of equal warnings is one line with a count. */
import type { Warn } from './log.ts'

export interface SaidOnce {
  readonly warn: Warn
  /** Says what is still counted. */
  flush(): void
}

/** Milliseconds in which equal warnings are counted, after the first of them was said. */
const STRETCH = 60_000
/** Connections that the line with the count names. */
const MOST_NAMED = 20

interface Stretch {
  readonly about: Readonly<Record<string, unknown>>
  readonly connections: Set<string>
  times: number
  timer: NodeJS.Timeout
}

/**
 * The first of equal warnings is said at once. Those that follow within a minute are one line, at the end of that minute:
 * `times` says how many, `connections` which (20 at most). Equal are those whose message and whose members are the same,
 * whichever connection they are about.
 */
export function saidOnce(say: Warn): SaidOnce {
  const stretches = new Map<string, Stretch>()

  function over(message: string, key: string, stretch: Stretch): void {
    clearTimeout(stretch.timer)
    stretches.delete(key)
    if (stretch.times === 0) return
    const { about, connections, times } = stretch
    const named = connections.size > 0 && { connections: [...connections] }
    say(message, { ...about, times, seconds: STRETCH / 1000, ...named })
    // It goes on, perhaps: the next one is counted again.
    begin(message, key, about)
  }
  function begin(message: string, key: string, about: Stretch['about']): void {
    const timer = setTimeout(() => over(message, key, stretch), STRETCH)
    timer.unref()
    const stretch: Stretch = { about, connections: new Set(), times: 0, timer }
    stretches.set(key, stretch)
  }

  return {
    warn(message, { connectionId, ...about }) {
      const key = JSON.stringify([message, about])
      const stretch = stretches.get(key)
      if (stretch === undefined) {
        say(message, { ...(connectionId !== undefined && { connectionId }), ...about })
        return begin(message, key, about)
      }
      stretch.times++
      if (typeof connectionId === 'string' && stretch.connections.size < MOST_NAMED)
        stretch.connections.add(connectionId)
    },
    flush() {
      for (const [key, stretch] of stretches) {
        const [message] = JSON.parse(key) as [string]
        over(message, key, stretch)
        clearTimeout(stretches.get(key)?.timer)
      }
      stretches.clear()
    },
  }
}
