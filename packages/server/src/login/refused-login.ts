/* HTTP status and headers of a merchant's refused login. */
import type { LoginFailure } from '@hufu/dialects'
import { FREEZE_SECONDS } from '@hufu/accounts'

/** `retryAfter`: seconds, where the account is frozen. A user system of the operator's own may not say until when. */
export function statusOfLogin(
  { reason, until }: LoginFailure,
  now: number,
): { readonly status: number; readonly retryAfter?: number } {
  if (reason === 'account_frozen')
    return { status: 429, retryAfter: until === undefined ? FREEZE_SECONDS : until - now }
  return { status: reason === 'address_denied' || reason === 'form_forged' ? 403 : 400 }
}
