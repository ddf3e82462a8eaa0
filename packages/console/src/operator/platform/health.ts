/* Whether this server is well: asked when somebody looks, and no more often than every quarter of a minute. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { digest } from '@hufu/engine'
import type { Runtime } from '@hufu/server'

export type HealthOf = 'store' | 'janitor' | 'keys' | 'mail'

/** `wait`: to be looked at when there is time. */
export interface Health {
  readonly of: HealthOf
  readonly state: 'good' | 'wait' | 'bad'
}

const FRESH_SECONDS = 15
/** The janitor comes every half minute. */
const LATE_SECONDS = 150

const { version } = JSON.parse(
  readFileSync(new URL('../../../../server/package.json', import.meta.url), 'utf8'),
) as {
  readonly version: string
}

/** The state of this process. */
export const processFacts = () => ({
  version,
  node: process.versions.node,
  uptimeSeconds: Math.floor(process.uptime()),
  memoryBytes: process.memoryUsage.rss(),
})

export function healthOf({ store, janitor, ring, mail, log }: Runtime): () => Promise<readonly Health[]> {
  const started = performance.now()
  let asked = -Infinity
  let writable: Promise<boolean> = Promise.resolve(true)

  /** Something that goes by itself is written, and comes back. */
  async function isWritable(): Promise<boolean> {
    try {
      const now = store.now()
      await store.once(digest('once', `health ${now} ${randomUUID()}`), now + 60)
      return true
    } catch (error) {
      log.error({ err: error }, 'the store cannot be written')
      return false
    }
  }

  function janitorState(): Health['state'] {
    const last = janitor.lastTurn()
    const seconds = last === undefined ? (performance.now() - started) / 1000 : store.now() - last
    return seconds > LATE_SECONDS ? 'bad' : 'good'
  }

  return async () => {
    if (performance.now() - asked > FRESH_SECONDS * 1000) {
      asked = performance.now()
      writable = isWritable()
    }
    return [
      { of: 'store', state: (await writable) ? 'good' : 'bad' },
      { of: 'janitor', state: janitorState() },
      // A second key stays until nothing needs it: somebody began to replace it, and has not finished.
      { of: 'keys', state: ring.ids.length > 1 ? 'wait' : 'good' },
      { of: 'mail', state: mail.on ? 'good' : 'wait' },
    ]
  }
}
