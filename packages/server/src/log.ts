import type { OAuthError } from '@hufu/dialects'
import type { ExchangeStep } from '@hufu/engine'
import type { FastifyRequest } from 'fastify'
import { type DestinationStream, type Logger, pino } from 'pino'

export type { Logger }

/** Structured lines on stdout or the given stream. Members that could hold a secret are cut, should one ever be logged. */
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
    ...(destination ? [destination] : []),
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
