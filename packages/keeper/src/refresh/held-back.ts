/*
 * Tokens of another shop or user than the connection's, which the keeper does not use by itself: sealed in the store, told,
 * and left to a person.
 */
import type { App } from '../app/app.ts'
import type { ClaimedRefresh } from './claim.ts'
import type { Connection, KeptError, TokenFacts } from '@hufu/keeper-store/connection'
import type { ConnectionView } from '../connection/connection-view.ts'
import { errorOfKept, keeperError, keeperReasons } from '@hufu/keeper-store/errors'
import { type NewEvent, eventAbout } from '@hufu/keeper-store/events'
import { type Which, rowOf } from '../connection/find.ts'
import { isSameId } from '@hufu/keeper-store/ids'
import { type KeeperContext, presentOf } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { hashOf } from '../sealing/sealing.ts'
import type { HeldReply } from '@hufu/keeper-store/store'
import { pause } from './timing.ts'
import { type Tokens, sealTokens } from '../sealing/tokens.ts'
import { viewOf } from '../connection/view.ts'

/** The members that identify the owner of tokens. */
const identities = ['userId', 'openId', 'unionId'] as const

/** Which of them the answer says otherwise than the connection; what one of them does not say proves nothing. */
export const changedIdentity = (
  { facts }: Pick<Connection, 'facts'>,
  answer: TokenFacts,
): (typeof identities)[number] | undefined =>
  identities.find((name) => {
    const [held, came] = [facts[name], answer[name]]
    return held !== undefined && came !== undefined && !isSameId(held, came)
  })

/** Tries at a store that fails. */
const TRIES = 5
const FIRST_PAUSE = 100

/** Retries the write several times, because these tokens cannot be had again. @throws the last error. */
export async function patiently<Done>(act: () => Promise<Done>): Promise<Done> {
  for (let tries = 1; ; tries++) {
    try {
      return await act()
    } catch (error) {
      if (tries >= TRIES) throw error
      await pause(FIRST_PAUSE * 2 ** tries)
    }
  }
}

/** Tokens of another shop or user are not handed out: the connection stops until a person says whose they are. */
export async function holdBackTokens(
  context: KeeperContext,
  held: ClaimedRefresh,
  answer: Tokens,
  member: (typeof identities)[number],
): Promise<never> {
  const { row, app, refreshHash } = held
  const at = context.clock.now()
  const kept: KeptError = {
    error: 'identity_changed',
    ...keeperReasons.identity_changed,
    outcome: 'rejected',
    at,
  }
  context.tally.failed++
  const { noticeAt: _, ...tokens } = sealTokens({ ...row, before: row }, answer, app, context.sealing)
  const reply: HeldReply = {
    id: hashOf(`${row.id} ${row.generation} ${answer.accessToken}`).slice(0, 24),
    connectionId: row.id,
    generation: row.generation,
    kind: 'another_identity',
    refreshHash,
    at,
    reply: tokens,
  }
  const told: readonly NewEvent[] = [
    eventAbout(row, 'connection.identity_changed', { member }),
    eventAbout(row, 'connection.reauth_required', { error: 'identity_changed', uncertain: false }),
  ]
  context.warn('a refresh answered with tokens of another shop or user: they are kept apart', {
    connectionId: row.id,
    member,
  })
  try {
    await patiently(() => context.store.holdBack(reply, kept, told))
  } catch (error) {
    // The intent stays open then: the refresh token is not shown again before the access token ends.
    const reason = error instanceof Error ? error.message : 'unknown'
    context.warn('tokens of another shop or user were not kept', { connectionId: row.id, reason })
    throw keeperError('store_unavailable', { connectionId: row.id }, { cause: error })
  }
  context.tell(told)
  context.doubt(row)
  throw errorOfKept(kept, { connectionId: row.id })
}

/** Those that follow the connection's present tokens: others are overtaken. */
export async function heldOf(context: KeeperContext, row: Connection): Promise<readonly HeldReply[]> {
  const replies = await orUnavailable(context.store.heldReplies(row.id))
  return replies.filter(({ generation }) => generation === row.generation)
}

/**
 * A person says that the tokens which were kept apart are this connection's.
 *
 * @throws {KeeperError} `nothing_to_accept`, `connection_unknown`, `refresh_underway`, `store_unavailable`.
 */
export async function accept(context: KeeperContext, which: Which): Promise<ConnectionView> {
  const row = await rowOf(context, which)
  const [held] = (await heldOf(context, row)).filter((each) => each.kind === 'another_identity')
  if (held?.kind !== 'another_identity' || row.status !== 'reauth_required')
    throw keeperError('nothing_to_accept', { connectionId: row.id })
  const { id, connectionId, generation, refreshHash, at, reply } = held
  let told: readonly NewEvent[] = []
  const entry = { id, connectionId, generation, epoch: row.epoch, refreshHash, at, tokens: reply }
  const become = await orUnavailable(
    context.store.adopt(entry, context.owner, (adopted) => {
      told = [
        eventAbout(adopted, 'connection.changed', { accepted: true }),
        eventAbout(adopted, 'connection.refreshed', {
          generation: adopted.generation,
          accessExpiresAt: adopted.accessExpiresAt,
        }),
      ]
      return told
    }),
  )
  if (become === 'busy') throw keeperError('refresh_underway', { connectionId: row.id })
  if (become === 'superseded') throw keeperError('nothing_to_accept', { connectionId: row.id })
  context.tell(told)
  context.doubt(row)
  return viewOf(await presentOf(context, row.id), context.apps, context.clock.now())
}

/** A line in the log, and a count, for what an answer said otherwise than the platform's pages do. */
export function noteOddities(
  context: KeeperContext,
  app: App,
  connectionId: string | undefined,
  { oddities = [] }: Pick<Tokens, 'oddities'>,
): void {
  if (oddities.length === 0) return
  const key = `${app.platform}\n${app.id}`
  const counted = context.tally.oddities.get(key) ?? { platform: app.platform, app: app.id, count: 0 }
  counted.count += oddities.length
  context.tally.oddities.set(key, counted)
  context.log.info(
    { ...(connectionId !== undefined && { connectionId }), platform: app.platform, app: app.id, oddities },
    'the platform answered oddly, and its tokens were taken all the same',
  )
}
