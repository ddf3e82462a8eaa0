/*
 * Step 5: one refresh request, which leaves only while the lease is sure to be held: a process that slept after it took the lease
 * may have been succeeded, and the platform would meet a refresh token that was replaced.
 */
import { type CallFailure, type CallOptions, isFailure } from '@hufu/client'
import type { App } from '../app/app.ts'
import { type Asking, type ClaimedRefresh, askingNow } from './claim.ts'
import { noteOddities } from './held-back.ts'
import type { KeeperContext } from '../keeper-context.ts'
import { allowanceOf } from './platform-period.ts'
import { wellAgain } from './retry-now.ts'
import { noteSkew } from '../app/skew.ts'
import { countCall } from '../tally.ts'
import type { Tokens } from '../sealing/tokens.ts'
import { holdBackReply } from './unreadable.ts'

/** Times that a lease is asked for anew before the store counts as too slow. */
const TRIES = 3

/**
 * The platform's answer; or `lease_lost`, where another process has taken the lease over and nothing was sent. The failure
 * `withheld` says that nothing was sent because the store did not confirm the lease in time.
 *
 * @param asking how the lease was last asked for: by a claim, or once more.
 */
export async function sendRefresh(
  context: KeeperContext,
  held: ClaimedRefresh,
  refreshToken: string,
  asking: Asking,
): Promise<Tokens | CallFailure | 'lease_lost'> {
  const { row, app, accessToken } = held
  const asked = { refreshToken, accessToken, openId: row.facts.openId }
  let right = asking
  for (let tries = 1; ; tries++) {
    const begun = performance.now()
    let unreadable: Parameters<NonNullable<CallOptions['unreadable']>>[0] | undefined
    const answer = await app.client.refresh(asked, {
      beforeSend: () => maySend(context, app, right),
      unreadable: (reply) => (unreadable = reply),
    })
    const failure = isFailure(answer) ? answer : undefined
    if (failure?.error !== 'withheld') {
      countCall(context.tally, app, (performance.now() - begun) / 1000, failure)
      // Not waited for: what the platform gave is to be stored first.
      if (app.breaker.heard(failure)) void wellAgain(context, app)
      // With tokens, the reply belongs to the generation that they begin.
      if (unreadable) await holdBackReply(context, held, unreadable, failure ? 0 : 1)
      if (!isFailure(answer)) noteOddities(context, app, row.id, answer)
      await noteSkew(context, app, answer)
      return answer
    }
    const late = {
      ...failure,
      hint: 'Nothing was sent: the store confirmed the lease too late. Check its latency.',
    }
    if (tries === TRIES) return late
    const again = askingNow(context, app)
    const confirmed = await confirm(context, held, right, again)
    if (confirmed === 'unknown') return late
    if (!confirmed) return 'lease_lost'
    right = again
  }
}

/**
 * Whether the lease was asked for so lately that it cannot have ended before the answer's deadline; where it is short and
 * renewed, that no sign of life is missing. And whether the request is still counted in the platform's present period.
 *
 * The monotonic clock of a suspended machine stands still, while its wall clock does not; a wall clock that is set on costs
 * one more question to the store.
 */
function maySend(context: KeeperContext, app: App, { monotonic, wall, allowance }: Asking): boolean {
  const { seconds, beat } = app.lease
  const passed = Math.max(performance.now() - monotonic, Date.now() - wall) / 1000
  return (
    passed < (beat ?? seconds - app.timeoutSeconds) &&
    allowance?.period === allowanceOf(app, context.clock.now())?.period
  )
}

/** The lease anew, if nobody has taken it over. A request that has not left is counted again only in another period. */
async function confirm(
  { store }: KeeperContext,
  { app, lease }: ClaimedRefresh,
  before: Asking,
  { allowance }: Asking,
): Promise<boolean | 'unknown'> {
  const { seconds } = app.lease
  try {
    if (allowance === undefined || allowance.period === before.allowance?.period)
      return await store.renew(lease, seconds)
    // The share of retries does not bound it, as nothing was sent before.
    const { mostRetries: _, ...ofPeriod } = allowance
    return await store.again(lease, seconds, ofPeriod)
  } catch {
    return 'unknown'
  }
}
