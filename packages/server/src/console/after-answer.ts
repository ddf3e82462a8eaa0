import type { Runtime } from '../runtime.ts'

/** Does it once the answer is on its way, so that how long it takes tells nobody anything. */
export const afterAnswer = ({ log }: Pick<Runtime, 'log'>, act: () => Promise<unknown>): void => {
  setImmediate(() => {
    act().catch((error: unknown) => log.error({ err: error }, 'what an answer promised could not be done'))
  })
}
