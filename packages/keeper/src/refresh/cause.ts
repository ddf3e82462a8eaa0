/* Why a platform most likely refuses a refresh token. */
import type { Connection, KeptError, RefusalCause } from '@hufu/keeper-store/connection'

/**
 * @param refused what the platform said.
 * @param uncertain whether a refresh before had brought no answer.
 * @param restoredAt since when the store is known to be an older copy, in seconds since the epoch.
 */
export function causeOf(
  { issuedAt, refreshExpiresAt, authorizationExpiresAt }: Connection,
  { error, at }: Pick<KeptError, 'error' | 'at'>,
  { uncertain, restoredAt = -Infinity }: { readonly uncertain: boolean; readonly restoredAt?: number },
): RefusalCause {
  if (error === 'refused_unclearly') return 'unknown_words'
  if (issuedAt < restoredAt) return 'restored'
  if (uncertain) return 'lost_answer'
  if (Math.min(refreshExpiresAt ?? Infinity, authorizationExpiresAt ?? Infinity) <= at) return 'too_old'
  if (error === 'refresh_token_used') return 'used_elsewhere'
  return error === 'refresh_token_expired' ? 'early_end' : 'ended_there'
}
