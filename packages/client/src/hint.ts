/* What to do about a failure, after what is there: the address that was asked, and where it sends us. */
import type { Dialect } from '@hufu/dialects'
import { shownAddress } from './http/address.ts'
import type { CallFailure } from './failure.ts'
import type { HttpRequest } from './http/request.ts'

/** Failures that the platform did not speak. */
const unspoken = /^(unr|tls|proxy|no_such|answer_unr)/

/** The failure, whose hint begins with the address that was asked and what came of it, where it is not the platform's own. */
export function withHint(
  failure: CallFailure,
  { method, url }: HttpRequest,
  { hints = {} }: { readonly hints?: Dialect['hints'] } = {},
  location = '',
): CallFailure {
  const { error, status, detail, hint } = failure
  const more = hints[error as keyof typeof hints]
  if (more) return { ...failure, hint: `${hint} ${more}` }
  if (!unspoken.test(error)) return failure
  const brought = status === undefined ? detail : `HTTP ${status}`
  const where = location ? ` to ${shownAddress(location, url)}` : ''
  return { ...failure, hint: `${method} ${shownAddress(url)}: ${brought}${where}. ${hint}` }
}
