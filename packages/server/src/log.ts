import type { OAuthError } from '@hufu/dialects'
import type { ExchangeStep } from '@hufu/engine'
import type { FastifyRequest } from 'fastify'
import { type DestinationStream, type Logger, pino } from 'pino'
import { lossyOutput } from './lossy-output.ts'

export type { Logger }
export { type Output, lossyOutput } from './lossy-output.ts'

/** One for the process, so that its lines are counted together. */
const toStdout = (): DestinationStream =>
  (stdout ??= lossyOutput(1, (dropped) => {
    const line = { level: pino.levels.values['warn'], time: Date.now(), dropped }
    return `${JSON.stringify({ ...line, msg: 'log lines could not be written and were dropped' })}\n`
  }))
let stdout: ReturnType<typeof lossyOutput> | undefined

/** How many lines of the log on stdout found no room so far. */
export const logLinesDropped = (): number => stdout?.dropped() ?? 0

/** Structured lines on stdout, where those that find no room are dropped and counted, or on the given stream. Members that could hold a secret are cut, should one ever be logged. */
export const logTo = (level: string, destination?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      redact: {
        paths: [
          'headers',
          'query',
          'body',
          'password',
          'secret',
          'token',
          '*.password',
          '*.secret',
          '*.token',
        ],
        censor: '[cut]',
      },
    },
    destination ?? toStdout(),
  )

declare module 'fastify' {
  interface FastifyRequest {
    /** What the line of this request says beside method, path and status. */
    outcome?: {
      readonly platform: string
      readonly step: ExchangeStep
      readonly error?: string
      readonly detail?: string
      readonly parameter?: string
    }
    /** Whose exchange it is, as soon as that is known. */
    appId?: string
    /** Why it was refused, in full, for the app's own log. */
    refusal?: OAuthError
  }
}

/** What became of a request, for its one line in the log and for the app's own. Never a value that came with it, but for an AppKey's beginning. */
export function note(
  request: FastifyRequest,
  platform: string,
  step: ExchangeStep,
  error?: OAuthError,
): void {
  if (error) request.refusal = error
  request.outcome = {
    platform,
    step,
    ...(error && { error: error.error }),
    ...(error?.detail !== undefined && { detail: error.detail }),
    ...(error?.parameter !== undefined && { parameter: error.parameter }),
  }
}
