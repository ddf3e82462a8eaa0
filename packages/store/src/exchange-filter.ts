import type { ExchangeFilter, NewExchange } from '@hufu/engine'

/** Whether an entry of the filter's app is asked for. */
export const fitsFilter = (
  { step, error, requestId }: NewExchange,
  { refused, step: ofStep, reason, requestId: ofRequest }: ExchangeFilter,
): boolean =>
  (refused ?? error !== undefined) === (error !== undefined) &&
  (ofStep ?? step) === step &&
  (reason ?? error) === error &&
  (ofRequest ?? requestId) === requestId
