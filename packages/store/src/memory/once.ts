import type { Digest, Store } from '@hufu/engine'
import { type Sweep, sweepOf } from './sweep.ts'

export function onceVerbs(): {
  readonly verbs: Pick<Store, 'reserveIds' | 'once'>
  readonly sweeps: readonly Sweep[]
} {
  let next = 1
  const keys = new Map<Digest<'once'>, number>()
  return {
    sweeps: [sweepOf(keys, (expiresAt, now) => expiresAt <= now)],
    verbs: {
      async reserveIds(count, atLeast = 0) {
        if (!Number.isSafeInteger(count) || count < 1)
          throw new RangeError(`reserveIds(${count}): at least one`)
        const first = Math.max(next, atLeast)
        next = first + count
        return first
      },
      async once(key, expiresAt) {
        if (keys.has(key)) return false
        keys.set(key, expiresAt)
        return true
      },
    },
  }
}
