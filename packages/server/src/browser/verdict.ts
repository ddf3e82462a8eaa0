/* A refusal of a link, as the platform says it. */
import {
  type ErrorReason,
  type OAuthError,
  type PlatformRecord,
  type WireProblem,
  type WithFields,
  pageErrorsOf,
  encodeError,
} from '@hufu/dialects'

/** Why the server said no: what its log says, and what the platform calls it. */
export interface Verdict {
  readonly error: ErrorReason | 'no_answer'
  readonly platformCode?: string
  readonly platformMessage?: string
  readonly parameter?: string
  readonly problem?: WireProblem
  readonly detail?: string
}

export const nameOf = ({ fields }: WithFields, key: string): string | undefined =>
  fields.find((each) => 'key' in each && each.key === key)?.name

/** The refusal in the platform's own words, with the parameter's name on the wire. */
export function verdictOf(error: OAuthError, platform: PlatformRecord): Verdict {
  const { code, message } = encodeError(pageErrorsOf(platform), error)
  const parameter = nameOf(platform.dialect.authorize.request, error.parameter ?? '') ?? error.parameter
  return {
    error: error.error,
    platformCode: String(code),
    platformMessage: message,
    ...(parameter !== undefined && { parameter }),
    ...(error.problem && { problem: error.problem }),
    ...(error.detail !== undefined && { detail: error.detail }),
  }
}
