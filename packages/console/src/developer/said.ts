/* A refusal as the caller met it: the platform's own code and words, and its name for the parameter. */
import {
  type ErrorTable,
  type PlatformRecord,
  type WithFields,
  errorReasons,
  pageErrorsOf,
  encodeError,
} from '@hufu/dialects'
import type { Exchange } from '@hufu/engine'

interface Said {
  /** Absent where a page of ours said it, in the merchant's words. */
  readonly code?: string
  readonly message?: string
  readonly parameter?: string
}

export function saidOf(platform: PlatformRecord, { step, error, parameter, problem }: Exchange): Said {
  if (error === undefined || step === 'login') return {}
  if (step === 'revoke') return { code: errorReasons[error].standard }
  const { request, errors } = endpointOf(platform, step)
  const { code, message } = encodeError(errors, {
    error,
    ...(parameter !== undefined && { parameter }),
    ...(problem && { problem }),
  })
  // Rules blame a parameter by its key, decoding by its name.
  const named = request.fields.find((each) => 'key' in each && each.key === parameter)?.name ?? parameter
  return { code: String(code), message, ...(named !== undefined && { parameter: named }) }
}

const endpointOf = (
  platform: PlatformRecord,
  step: Exclude<Exchange['step'], 'login' | 'revoke'>,
): { readonly errors: ErrorTable; readonly request: WithFields } => {
  const { authorize, token, refresh, userInfo } = platform.dialect
  switch (step) {
    case 'authorize':
    case 'consent':
      return { request: authorize.request, errors: pageErrorsOf(platform) }
    case 'token':
      return token
    case 'refresh':
      return refresh
    case 'user info':
      return userInfo ?? token
  }
}
