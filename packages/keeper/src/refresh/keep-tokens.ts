/* Step 7: tokens that came are stored, then handed out. */
import type { App } from '../app/app.ts'
import type { ClaimedRefresh } from './claim.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import { type NewEvent, eventAbout } from '@hufu/keeper-store/events'
import { changedIdentity, holdBackTokens } from './held-back.ts'
import type { KeeperContext } from '../keeper-context.ts'
import { persist } from './persist.ts'
import { allowanceOf, usedOf } from './platform-period.ts'
import { endOf, noticeTime } from './timing.ts'
import { type Tokens, sealTokens } from '../sealing/tokens.ts'

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
function sinceFirst({ firstAt }: ClaimedRefresh, answer: Tokens): Tokens {
  const late = Math.max(0, answer.requestedAt - Math.floor(firstAt))
  const { requestedAt, expiresAt } = answer
  return {
    ...answer,
    requestedAt: requestedAt - late,
    ...(expiresAt !== undefined && { expiresAt: expiresAt - late }),
  }
}

/**
 * The connection with the tokens that came; those of another shop or user are kept apart.
 *
 * @throws {KeeperError} `identity_changed`, `store_unavailable`.
 */
export async function keepTokens(
  context: KeeperContext,
  held: ClaimedRefresh,
  { tokens: reply, uncertain }: { readonly tokens: Tokens; readonly uncertain: boolean },
): Promise<Connection> {
  const member = changedIdentity(held.row, reply)
  if (member !== undefined) return holdBackTokens(context, held, reply, member)
  const { row, app, lease, presented, refreshHash } = held
  const answer = uncertain ? sinceFirst(held, reply) : reply
  const nextAllowedAt = nextAllowed(context.clock.now(), uncertain, app, answer)
  const tokens = sealTokens({ ...row, before: row }, answer, app, context.sealing, presented)
  const { accessExpiresAt } = tokens
  const generation = row.generation + 1
  context.tally.refreshed++
  const told: readonly NewEvent[] = [
    eventAbout(row, 'connection.refreshed', { generation, accessExpiresAt }),
    ...quotaEvents(context, row, app),
  ]
  const kept = await persist(context, { row, lease, refreshHash, tokens, nextAllowedAt, told })
  await noticeInTime(context, kept, app)
  return kept
}

/** Seconds by which the same end may come out of two replies. */
const SAME_END = 60

/**
 * Where the reply says another end of the authorization than was known, it is announced by that. What is not written now is
 * written with the next refresh; one that is due is told first.
 */
async function noticeInTime(context: KeeperContext, row: Connection, { policy }: App): Promise<void> {
  const now = context.clock.now()
  const { id, status, noticeAt: before = Infinity } = row
  if (status !== 'active' || before <= now) return
  const noticeAt = noticeTime(endOf(row, policy), now)
  const isSame = (noticeAt ?? Infinity) === before || Math.abs((noticeAt ?? Infinity) - before) < SAME_END
  if (!isSame) await context.store.change(id, { noticeAt: noticeAt ?? null }, []).catch(() => undefined)
}

/** Share of the quota at which `quota.low` is first sent. */
const LOW = 0.8

function quotaEvents({ clock }: KeeperContext, row: Connection, app: App): readonly NewEvent[] {
  const allowance = allowanceOf(app, clock.now())
  if (!allowance) return []
  const { period, most } = allowance
  const used = usedOf(row, app, clock.now()) + 1
  const tells = used === Math.ceil(most * LOW) || used === most
  return tells ? [eventAbout(row, 'quota.low', { period, used, left: most - used })] : []
}
