/* What a process does while it holds the lease: one call, and what its outcome makes of the connection. */
import { type CallFailure, isFailure } from '@hufu/client'
import { type App, singleUse } from './app.ts'
import type { Connection } from './connection.ts'
import { KeeperError } from './errors.ts'
import { type NewEvent, eventAbout } from './events.ts'
import { giveUp, isRefused, postpone } from './failed.ts'
import { changedIdentity, holdBackTokens } from './held-back.ts'
import type { Kit } from './kit.ts'
import { hasTurn } from './pace.ts'
import { persist } from './persist.ts'
import { allowanceOf, usedOf } from './platform-period.ts'
import { askingNow, sendRefresh } from './send-refresh.ts'
import type { Asking, Hold } from './held.ts'
import type { Lease } from './store.ts'
import { pause } from './timing.ts'
import { isCounted } from './retry-time.ts'
import { type Tokens, sealTokens } from './tokens.ts'

/** Milliseconds between two sends of one token, where the platform repeats its answer: at most a thirtieth of that time. */
const FIRST_PAUSE = 150
const LONGEST_PAUSE = 5000
const PART = 1 / 30

/**
 * Undefined where another process has taken the lease over before anything was sent.
 *
 * @throws {KeeperError} where no tokens came.
 */
export async function hold(kit: Kit, held: Hold): Promise<Connection | undefined> {
  const { app, lease } = held
  const beat = heartbeat(kit, app, lease)
  try {
    return await logged(kit, held, () => call(kit, held))
  } finally {
    clearInterval(beat)
  }
}

/** One line a refresh, however it ended. */
async function logged(
  { log }: Kit,
  { row, app }: Hold,
  act: () => Promise<Connection | undefined>,
): Promise<Connection | undefined> {
  const begun = performance.now()
  const about = () => ({
    connectionId: row.id,
    platform: app.platform,
    app: app.id,
    milliseconds: Math.round(performance.now() - begun),
  })
  try {
    const next = await act()
    if (next) log.debug({ ...about(), generation: next.generation }, 'refreshed')
    return next
  } catch (error) {
    if (!(error instanceof KeeperError)) throw error
    const { hint: _, connectionId: __, ...failure } = error.failure
    log.info({ ...about(), ...failure }, 'not refreshed')
    throw error
  }
}

function heartbeat({ store, warn }: Kit, { lease: { seconds, beat } }: App, lease: Lease) {
  if (beat === undefined) return undefined
  return setInterval(() => {
    store.renew(lease, seconds).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : 'unknown'
      warn('the lease of a refresh under way was not renewed', { connectionId: lease.id, reason })
    })
  }, beat * 1000)
}

async function call(kit: Kit, held: Hold): Promise<Connection | undefined> {
  const { row, app, presented, firstAt } = held
  const single = singleUse(app.policy)
  const { replaySeconds } = app.policy.reuse
  // By the clock that does not jump, as the platform's does not.
  const repeatsUntil = performance.now() + (firstAt + replaySeconds - kit.clock.now()) * 1000
  const longest = Math.min(LONGEST_PAUSE, replaySeconds * 1000 * PART)
  let { asking } = held
  let uncertain = row.intent !== undefined && single
  let last: CallFailure | undefined
  for (let sent = 1; ; sent++) {
    const answer = await sendRefresh(kit, held, presented, asking)
    if (answer === 'lease_lost') return last && failed(kit, held, last, uncertain)
    if (!isFailure(answer)) return taken(kit, held, answer, uncertain)
    uncertain ||= answer.outcome === 'ambiguous' && single
    const wait = Math.max(Math.min(longest, FIRST_PAUSE * 2 ** sent), (answer.retryAfter ?? 0) * 1000)
    const repeats = uncertain && passes(answer) && performance.now() + wait < repeatsUntil
    const again = repeats
      ? await mayRepeat(kit, held, { answer, asking, wait, until: repeatsUntil })
      : undefined
    if (!again) return failed(kit, held, answer, uncertain)
    asking = again
    last = answer
    kit.tally.resent++
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
  kit: Kit,
  { app, lease }: Hold,
  { answer, asking: before, wait, until }: Failed,
): Promise<Asking | undefined> {
  do {
    await pause(wait)
    if (!(await hasTurn(app.pace))) return undefined
    const asking = askingNow(kit, app)
    try {
      // What the platform did not count leaves its place to the next send of its period.
      const stays = !isCounted(answer, app) && before.allowance?.period === asking.allowance?.period
      const allowance = stays ? undefined : asking.allowance
      const ours = await kit.store.again(lease, app.lease.seconds, allowance)
      // A process that slept may have slept through that time.
      return ours && performance.now() < until ? asking : undefined
    } catch {
      // A store that takes no count would take no tokens: it is asked again, as long as that helps.
    }
  } while (performance.now() + wait < until)
  return undefined
}

/** Seconds that two refreshes of one connection are apart, whoever asks. */
const LEAST_INTERVAL = 1

/**
 * A request whose answer nobody waits for may still lie at the platform: processed after one more refresh, its token would
 * be one that was replaced twice, and end the authorization. So that refresh waits until no request is as old.
 */
function nextAllowed(
  now: number,
  uncertain: boolean,
  { timeoutSeconds }: App,
  { expiresAt }: Tokens,
): number {
  return uncertain
    ? Math.max(now + LEAST_INTERVAL, Math.min(now + timeoutSeconds, expiresAt ?? Infinity))
    : now + LEAST_INTERVAL
}

/** A repeated answer may say of tokens that the first request brought how long they live, as if it were now. */
function sinceFirst({ firstAt }: Hold, answer: Tokens): Tokens {
  const late = Math.max(0, answer.requestedAt - Math.floor(firstAt))
  const { requestedAt, expiresAt } = answer
  return {
    ...answer,
    requestedAt: requestedAt - late,
    ...(expiresAt !== undefined && { expiresAt: expiresAt - late }),
  }
}

async function taken(kit: Kit, held: Hold, reply: Tokens, uncertain: boolean): Promise<Connection> {
  const member = changedIdentity(held.row, reply)
  if (member !== undefined) return holdBackTokens(kit, held, reply, member)
  const { row, app, lease, presented, refreshHash } = held
  const answer = uncertain ? sinceFirst(held, reply) : reply
  const nextAllowedAt = nextAllowed(kit.clock.now(), uncertain, app, answer)
  const tokens = sealTokens({ ...row, before: row }, answer, app, kit.sealing, presented)
  const { accessExpiresAt } = tokens
  const generation = row.generation + 1
  kit.tally.refreshed++
  const told: readonly NewEvent[] = [
    eventAbout(row, 'connection.refreshed', { generation, accessExpiresAt }),
    ...quotaEvents(kit, row, app),
  ]
  return persist(kit, { row, lease, refreshHash, tokens, nextAllowedAt, told })
}

/** Of the platform's period, used up at the first mention. */
const LOW = 0.8

function quotaEvents({ clock }: Kit, row: Connection, app: App): readonly NewEvent[] {
  const allowance = allowanceOf(app, clock.now())
  if (!allowance) return []
  const { period, most } = allowance
  const used = usedOf(row, app, clock.now()) + 1
  const tells = used === Math.ceil(most * LOW) || used === most
  return tells ? [eventAbout(row, 'quota.low', { period, used, left: most - used })] : []
}

async function failed(kit: Kit, held: Hold, failure: CallFailure, uncertain: boolean): Promise<Connection> {
  kit.tally.failed++
  const refused = isRefused(held, failure, kit.clock.now())
  return refused ? giveUp(kit, held, failure, uncertain) : postpone(kit, held, failure, uncertain)
}
