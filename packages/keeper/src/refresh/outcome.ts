/* Step 6: how a refresh ended, after as many sends as may help. */
import { type CallFailure, isFailure } from '@hufu/client'
import { LONG_REPLAY, singleUse } from '../app/app.ts'
import { type Asking, type ClaimedRefresh, askingNow } from './claim.ts'
import type { KeeperContext } from '../keeper-context.ts'
import { hasTurn } from '../app/pace.ts'
import { isCounted } from './retry-time.ts'
import { sendRefresh } from './send-refresh.ts'
import { pause } from './timing.ts'
import type { Tokens } from '../sealing/tokens.ts'
import { endsIt } from './unclear.ts'

/** `uncertain`: the platform may have processed an earlier send, whose answer nobody has. */
export type Outcome =
  | { readonly kind: 'tokens'; readonly tokens: Tokens; readonly uncertain: boolean }
  /** The platform says that the refresh token is no good. */
  | { readonly kind: 'refused'; readonly failure: CallFailure; readonly uncertain: boolean }
  /** Not sent, refused for something else, or unknown: to be tried again later. */
  | { readonly kind: 'postponed'; readonly failure: CallFailure; readonly uncertain: boolean }
  /** Another process has taken the lease over before anything was sent. */
  | { readonly kind: 'lease_lost' }

/** Milliseconds between two sends of one token, where the platform repeats its answer: at most a thirtieth of that time. */
const FIRST_PAUSE = 150
const LONGEST_PAUSE = 5000
const PART = 1 / 30

/**
 * Sends the refresh, and sends it again for as long as that may help and the platform repeats its answer. What came of it
 * is a value; nothing is stored here.
 */
export async function sendUntilKnown(context: KeeperContext, held: ClaimedRefresh): Promise<Outcome> {
  const { row, app, presented, firstAt } = held
  const single = singleUse(app.policy)
  // What is repeated for hours is asked for again later, by another claim.
  const replaySeconds = Math.min(app.policy.reuse.replaySeconds, LONG_REPLAY)
  // The monotonic clock, because the platform's clock does not jump either.
  const repeatsUntil = performance.now() + (firstAt + replaySeconds - context.clock.now()) * 1000
  const longest = Math.min(LONGEST_PAUSE, replaySeconds * 1000 * PART)
  let { asking } = held
  let uncertain = row.intent !== undefined && single
  let last: CallFailure | undefined
  for (let sent = 1; ; sent++) {
    const answer = await sendRefresh(context, held, presented, asking)
    if (answer === 'lease_lost')
      return last ? ofFailure(context, held, last, uncertain) : { kind: 'lease_lost' }
    if (!isFailure(answer)) return { kind: 'tokens', tokens: answer, uncertain }
    uncertain ||= answer.outcome === 'ambiguous' && single
    const wait = Math.max(Math.min(longest, FIRST_PAUSE * 2 ** sent), (answer.retryAfter ?? 0) * 1000)
    const repeats = uncertain && passes(answer) && performance.now() + wait < repeatsUntil
    const again = repeats
      ? await mayRepeat(context, held, { answer, asking, wait, until: repeatsUntil })
      : undefined
    if (!again) return ofFailure(context, held, answer, uncertain)
    asking = again
    last = answer
    context.tally.resent++
  }
}

/** Whether the same request may fare better in a moment: also one that was refused for its rate alone. */
const passes = ({ outcome, error }: CallFailure): boolean =>
  outcome !== 'rejected' || error === 'rate_limited' || error === 'server_error'

/** A send that brought no tokens, and when the next may follow. In milliseconds; `until` by `performance.now()`. */
interface Failed {
  readonly answer: CallFailure
  readonly asking: Asking
  readonly wait: number
  readonly until: number
}

/** Once more within the time that the platform repeats its answer, under the same lease, and counted. */
async function mayRepeat(
  context: KeeperContext,
  { app, lease }: ClaimedRefresh,
  { answer, asking: before, wait, until }: Failed,
): Promise<Asking | undefined> {
  do {
    await pause(wait)
    if (!(await hasTurn(app.pace))) return undefined
    const asking = askingNow(context, app)
    try {
      // A call that the platform did not count leaves its place to the next send of the period.
      const stays = !isCounted(answer, app) && before.allowance?.period === asking.allowance?.period
      const allowance = stays ? undefined : asking.allowance
      const ours = await context.store.again(lease, app.lease.seconds, allowance)
      // A process that slept may have slept through that time.
      return ours && performance.now() < until ? asking : undefined
    } catch {
      // A store that takes no count would take no tokens: it is asked again, as long as that helps.
    }
  } while (performance.now() + wait < until)
  return undefined
}

/** Whether the platform says that the refresh token is no good: clearly, or unclearly for hours. */
const isRefused = ({ row, app }: ClaimedRefresh, failure: CallFailure, now: number): boolean =>
  (failure.outcome === 'rejected' && failure.retry === 'reauth') || endsIt(row, app, failure, now)

const ofFailure = (
  context: KeeperContext,
  held: ClaimedRefresh,
  failure: CallFailure,
  uncertain: boolean,
): Exclude<Outcome, { kind: 'tokens' | 'lease_lost' }> => ({
  kind: isRefused(held, failure, context.clock.now()) ? 'refused' : 'postponed',
  failure,
  uncertain,
})
