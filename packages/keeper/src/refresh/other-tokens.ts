/* Step 8: what else may serve after the platform refused the refresh token: each once, and only where it does no harm. */
import { isFailure } from '@hufu/client'
import { type ClaimedRefresh, askingNow } from './claim.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import { KeeperError, keeperError } from '@hufu/keeper-store/errors'
import { changedIdentity, holdBackTokens } from './held-back.ts'
import { type KeeperContext, presentOf } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { hasTurn } from '../app/pace.ts'
import { adopt, persist, settle } from './persist.ts'
import { sendRefresh } from './send-refresh.ts'
import type { JournalEntry } from '@hufu/keeper-store/store'
import { sealTokens } from '../sealing/tokens.ts'

/** The connection with other tokens; undefined where none are left to try. */
export async function tryOtherTokens(
  context: KeeperContext,
  held: ClaimedRefresh,
  uncertain: boolean,
): Promise<Connection | undefined> {
  return (
    (await journaled(context, held)) ??
    (await overtaken(context, held)) ??
    (uncertain ? await previous(context, held) : undefined)
  )
}

/** The connection after its entries in the journal, if they are newer. */
async function journaled(context: KeeperContext, { row }: ClaimedRefresh): Promise<Connection | undefined> {
  if ((await orUnavailable(settle(context, row.id))) === 0) return undefined
  const present = await presentOf(context, row.id)
  return present.generation > row.generation ? present : undefined
}

/**
 * What the platform gave for the refused token, and older tokens were put before: given to the connection once. Its access
 * token is handed out if it lives; its refresh token is tried by the next refresh.
 */
async function overtaken(
  context: KeeperContext,
  { row, app, lease, presented, refreshHash }: ClaimedRefresh,
): Promise<Connection | undefined> {
  if (app.policy.reuse.then === 'revoke-family') return undefined
  for (const entry of await orUnavailable(context.store.superseded(row.id, refreshHash))) {
    if (!isUsable(context, row, entry, presented)) continue
    const candidate = { ...entry, generation: row.generation, epoch: lease.epoch }
    if ((await orUnavailable(adopt(context, candidate))) !== 'adopted') return undefined
    const present = await presentOf(context, row.id)
    if (present.accessExpiresAt > context.clock.now()) return present
    throw keeperError('refresh_too_soon', { connectionId: row.id, retryAt: context.clock.now() })
  }
  return undefined
}

/** Whether the entry has another refresh token, sealed with a key that the ring has. */
function isUsable(
  { sealing }: KeeperContext,
  row: Connection,
  { tokens, damaged }: JournalEntry,
  presented: string,
): boolean {
  if (damaged) return false
  try {
    sealing.open(row, 'access', tokens.access)
    return tokens.refresh !== undefined && sealing.open(row, 'refresh', tokens.refresh) !== presented
  } catch (error) {
    if (error instanceof KeeperError) return false
    throw error
  }
}

/** The token before: where the platform had not taken the new one, and forgives that it is asked. */
async function previous(context: KeeperContext, held: ClaimedRefresh): Promise<Connection | undefined> {
  const { row, app, lease } = held
  const { policy } = app
  if (policy.reuse.then === 'revoke-family' || row.previousRefresh === undefined) return undefined
  const refreshToken = context.sealing.open(row, 'refresh', row.previousRefresh)
  if (!(await hasTurn(app.pace))) return undefined
  const asking = askingNow(context, app)
  if (!(await context.store.again(lease, app.lease.seconds, asking.allowance).catch(() => false)))
    return undefined
  const answer = await sendRefresh(context, held, refreshToken, asking)
  if (answer === 'lease_lost' || isFailure(answer)) return undefined
  const member = changedIdentity(row, answer)
  if (member !== undefined) return holdBackTokens(context, held, answer, member)
  const tokens = sealTokens({ ...row, before: row }, answer, app, context.sealing)
  const nextAllowedAt = context.clock.now()
  return persist(context, { row, lease, refreshHash: '', tokens, nextAllowedAt, told: [] })
}
