import type { OAuthError } from '@hufu/dialects'
import type { ExchangeStep } from '@hufu/engine'
import type { FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** How the request ended: written to its log line after method, path and status. */
    outcome?: {
      readonly platform: string
      readonly step: ExchangeStep
      readonly error?: string
      readonly detail?: string
      readonly parameter?: string
    }
    /** The app that asks, as soon as it is known. */
    appId?: string
    /** The refusal in full, for the log of the app. */
    refusal?: OAuthError
  }
}

/**
 * Notes how a request ended, for its line in the log and for the log of the app. No value of the request is noted, except the
 * beginning of an AppKey.
 */
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
