/* The client whose calls, besides refreshes, also keep to the app's rate: each counts as a caller's. */
import type { CallFailure, Client } from '@hufu/client'
import { KeeperError, keeperReasons } from '@hufu/keeper-store/errors'
import type { Pace } from './pace.ts'

const { retry, hint } = keeperReasons.rate_reached

/** Nothing was sent; the waiting time is in seconds. */
const rateReached = (retryAfter: number): CallFailure => ({
  error: 'rate_limited',
  outcome: 'not_sent',
  retry,
  hint,
  retryAfter,
})

/**
 * Refreshes have their turn before their lease, as a lease is not to be waited under.
 *
 * @param now seconds since the epoch.
 */
export function pacedClient(client: Client, pace: Pace, now: () => number): Client {
  const inTurn =
    <Asked extends readonly unknown[], Answer>(call: (...asked: Asked) => Promise<Answer>) =>
    async (...asked: Asked): Promise<Answer | CallFailure> => {
      try {
        await pace.next({ urgent: true })
      } catch (error) {
        if (!(error instanceof KeeperError) || error.error !== 'rate_reached') throw error
        return rateReached(Math.max(1, Math.ceil((error.retryAt ?? 0) - now())))
      }
      return call(...asked)
    }
  const { exchangeCode, revoke, userInfo, call } = client
  return {
    ...client,
    exchangeCode: inTurn(exchangeCode),
    revoke: inTurn(revoke),
    ...(userInfo && { userInfo: inTurn(userInfo) }),
    ...(call && { call: inTurn(call) }),
  }
}
