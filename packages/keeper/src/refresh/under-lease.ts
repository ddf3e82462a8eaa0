/* Work beside a refresh while its lease is held: renewals of the lease, and one log line. */
import type { ClaimedRefresh } from './claim.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import { KeeperError } from '@hufu/keeper-store/errors'
import type { KeeperContext } from '../keeper-context.ts'

export async function underLease(
  context: KeeperContext,
  claimed: ClaimedRefresh,
  act: () => Promise<Connection | undefined>,
): Promise<Connection | undefined> {
  const beat = heartbeat(context, claimed)
  try {
    return await logged(context, claimed, act)
  } finally {
    clearInterval(beat)
  }
}

/** One line a refresh, however it ended. */
async function logged(
  { log }: KeeperContext,
  { row, app }: ClaimedRefresh,
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

function heartbeat(
  { store, warn }: KeeperContext,
  { app, lease }: ClaimedRefresh,
): NodeJS.Timeout | undefined {
  const { seconds, beat } = app.lease
  if (beat === undefined) return undefined
  return setInterval(() => {
    store.renew(lease, seconds).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : 'unknown'
      warn('the lease of a refresh under way was not renewed', { connectionId: lease.id, reason })
    })
  }, beat * 1000)
}
