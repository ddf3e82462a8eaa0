/* Refusals in words that nobody knows: of the platform's own making, and no verdict that could be believed at once. */
import type { CallFailure } from '@hufu/client'
import type { App } from '../app/app.ts'
import type { Connection } from '@hufu/keeper-store/connection'

/** Seconds after the first such refusal without a living access token: longer than most troubles of a platform last. */
const BELIEVED_AFTER = 6 * 3600
/** Failed refreshes by then, so that one call before and one after a night prove nothing. */
const LEAST_FAILURES = 3

/** Whether the platform itself spoke, and neither its table nor the field's knows the word. */
function isUnclear(failure: CallFailure, { dialect }: App): boolean {
  const { error, platformCode, status = 200, retry } = failure
  if (status >= 500 || status === 429 || retry === 'reauth') return false
  if (platformCode === undefined) return error === 'error_unknown'
  const known = dialect.refresh.errors.rows.some(([code]) => String(code) === String(platformCode))
  return !known
}

/** Since when the platform refuses unclearly while the access token has ended; a failure of another kind changes nothing. */
export function unclearSince(
  { accessExpiresAt, lastError }: Connection,
  app: App,
  failure: CallFailure,
  now: number,
): number | undefined {
  if (lastError?.unclearSince !== undefined) return lastError.unclearSince
  return isUnclear(failure, app) && now >= accessExpiresAt ? now : undefined
}

/** Whether such refusals have gone on for so long that only the shop's consent is likely to help. */
export function endsIt(row: Connection, app: App, failure: CallFailure, now: number): boolean {
  const since = unclearSince(row, app, failure, now)
  return (
    since !== undefined &&
    isUnclear(failure, app) &&
    row.failures + 1 >= LEAST_FAILURES &&
    now >= since + BELIEVED_AFTER
  )
}
