import type { Together } from '@hufu/accounts'
import type { FastifyBaseLogger } from 'fastify'
import { apart, asOne } from './as-one.ts'

interface Context extends Together {
  readonly log: Pick<FastifyBaseLogger, 'error'>
}

/** Does it once the answer is on its way, as one commit, so that how long it takes tells nobody anything. */
export const afterAnswer = ({ log, ...context }: Context, act: () => Promise<unknown>): void =>
  apart(() => {
    setImmediate(() => {
      asOne(context, act).catch((error: unknown) =>
        log.error({ err: error }, 'the work after an answer failed'),
      )
    })
  })
