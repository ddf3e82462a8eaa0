import type { OAuthError } from '@hufu/dialects'
import type { ExchangeStep } from '@hufu/engine'
import type { FastifyRequest } from 'fastify'

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
export function noteOutcome(
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
