/* What a process does while it holds the lease: one call, and what its outcome makes of the connection. */
import { type CallFailure, isFailure } from '@hufu/client'
import { type App, singleUse } from './app.ts'
import type { Connection } from './connection.ts'
import { KeeperError } from './errors.ts'
import { type NewEvent, eventAbout } from './events.ts'
import { giveUp, postpone } from './failed.ts'
import type { Kit } from './kit.ts'
import { persist } from './persist.ts'
import { allowanceOf } from './quota.ts'
import { noteSkew } from './skew.ts'
import type { Lease } from './store.ts'
import { countCall } from './tally.ts'
import { pause } from './timing.ts'
import { type Tokens, sealTokens } from './tokens.ts'

/** One refresh, from its claim to its end. */
export interface Hold {
  readonly row: Connection
  readonly app: App
  readonly lease: Lease
  /** The refresh token in clear: for the call alone. */
  readonly presented: string
  readonly refreshHash: string
  /** When this refresh token was first sent, as far as the platform would repeat its answer to that. */
  readonly firstAt: number
}

/** Milliseconds between two sends of one token, where the platform repeats its answer: at most a thirtieth of that time. */
const FIRST_PAUSE = 150
const LONGEST_PAUSE = 5000
const PART = 1 / 30

/** @throws {KeeperError} where no tokens came. */
export async function hold(kit: Kit, held: Hold): Promise<Connection> {
  const { app, lease } = held
  const beat = heartbeat(kit, app, lease)
  try {
    return await logged(kit, held, () => call(kit, held))
  } finally {
    clearInterval(beat)
  }
}

/** One line a refresh, however it ended. */
async function logged({ log }: Kit, { row, app }: Hold, act: () => Promise<Connection>): Promise<Connection> {
  const begun = performance.now()
  const about = () => ({
    connectionId: row.id,
    platform: app.platform,
    app: app.id,
    milliseconds: Math.round(performance.now() - begun),
  })
  try {
    const next = await act()
    log.debug({ ...about(), generation: next.generation }, 'refreshed')
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

async function call(kit: Kit, held: Hold): Promise<Connection> {
  const { row, app, presented, firstAt } = held
  const { clock, sealing } = kit
  const single = singleUse(app.policy)
  const { replaySeconds } = app.policy.reuse
  const repeatsUntil = firstAt + replaySeconds
  const longest = Math.min(LONGEST_PAUSE, replaySeconds * 1000 * PART)
  const asked = {
    refreshToken: presented,
    accessToken: sealing.open(row, 'access', row.access),
    openId: row.facts.openId,
  }
  let uncertain = row.intent !== undefined && single
  for (let sent = 1; ; sent++) {
    const begun = performance.now()
    const answer = await app.client.refresh(asked)
    const seconds = (performance.now() - begun) / 1000
    countCall(kit.tally, app, seconds, isFailure(answer) ? answer : undefined)
    app.breaker.heard(isFailure(answer) ? answer : undefined)
    await noteSkew(kit, app, answer)
    if (!isFailure(answer)) return taken(kit, held, answer, uncertain)
    uncertain ||= answer.outcome === 'ambiguous' && single
    const wait = Math.max(Math.min(longest, FIRST_PAUSE * 2 ** sent), (answer.retryAfter ?? 0) * 1000)
    const repeat = uncertain && passes(answer) && clock.now() + wait / 1000 < repeatsUntil
    if (!repeat || !(await mayRepeat(kit, held, wait, repeatsUntil)))
      return failed(kit, held, answer, uncertain)
    kit.tally.resent++
  }
}

/** Whether the same request may fare better in a moment: also one that was refused for its rate alone. */
const passes = ({ outcome, error }: CallFailure): boolean =>
  outcome !== 'rejected' || error === 'rate_limited' || error === 'server_error'

/** Once more within the time that the platform repeats its answer, under the same lease, and counted. */
async function mayRepeat(
  { store, clock }: Kit,
  { app, lease }: Hold,
  wait: number,
  until: number,
): Promise<boolean> {
  do {
    await pause(wait)
    const allowance = allowanceOf(clock.now(), app.policy.refreshQuota)
    try {
      return await store.again(lease, app.lease.seconds, allowance)
    } catch {
      // A store that takes no count would take no tokens: it is asked again, as long as that helps.
    }
  } while (clock.now() + wait / 1000 < until)
  return false
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
    ? Math.max(now + LEAST_INTERVAL, Math.min(now + timeoutSeconds, expiresAt))
    : now + LEAST_INTERVAL
}

function taken(kit: Kit, held: Hold, answer: Tokens, uncertain: boolean): Promise<Connection> {
  const { row, app, lease, presented, refreshHash } = held
  const nextAllowedAt = nextAllowed(kit.clock.now(), uncertain, app, answer)
  const tokens = sealTokens(row, answer, app, kit.sealing, presented)
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

function quotaEvents({ clock }: Kit, row: Connection, { policy }: App): readonly NewEvent[] {
  const { quota } = row
  const limit = policy.refreshQuota
  if (!limit) return []
  const { period, most } = allowanceOf(clock.now(), limit) ?? { period: '', most: 0 }
  const used = (quota?.period === period ? quota.count : 0) + 1
  const tells = used === Math.ceil(most * LOW) || used === most
  return tells ? [eventAbout(row, 'quota.low', { period, used, left: most - used })] : []
}

async function failed(kit: Kit, held: Hold, failure: CallFailure, uncertain: boolean): Promise<Connection> {
  kit.tally.failed++
  const refused = failure.outcome === 'rejected' && failure.retry === 'reauth'
  return refused ? giveUp(kit, held, failure, uncertain) : postpone(kit, held, failure, uncertain)
}
