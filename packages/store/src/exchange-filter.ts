import type { ExchangeFilter, NewExchange, RefusalReason } from '@hufu/engine'

/** Whether an entry of the filter's app is asked for. */
export const fitsFilter = (
  { step, error, requestId }: NewExchange,
  { refused, step: ofStep, reason, requestId: ofRequest }: ExchangeFilter,
): boolean =>
  (refused ?? error !== undefined) === (error !== undefined) &&
  (ofStep ?? step) === step &&
  (reason === undefined || isRefusedFor(reason, { step, error })) &&
  (ofRequest ?? requestId) === requestId

/** The same names as the engine's `refusalReasonOf`: a refused login has its own reason. */
const isRefusedFor = (
  reason: RefusalReason,
  { step, error }: { readonly step: NewExchange['step']; readonly error: NewExchange['error'] },
): boolean =>
  reason === 'login_refused' ? step === 'login' && error !== undefined : step !== 'login' && error === reason
