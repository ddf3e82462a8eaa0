import { apart, asOne } from '@hufu/web/as-one'
import type { Runtime } from '@hufu/server'

/** Does it once the answer is on its way, as one commit, so that how long it takes tells nobody anything. */
export const afterAnswer = (runtime: Runtime, act: () => Promise<unknown>): void =>
  apart(() => {
    setImmediate(() => {
      asOne(runtime, act).catch((error: unknown) =>
        runtime.log.error({ err: error }, 'what an answer promised could not be done'),
      )
    })
  })
