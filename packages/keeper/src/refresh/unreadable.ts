/*
 * Successes of a platform that could not be read: they may hold the only new tokens, so they are sealed in the store, told,
 * and left to a person.
 */
import type { CallOptions } from '@hufu/client'
import type { App } from '../app/app.ts'
import type { ClaimedRefresh } from './claim.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import { type NewEvent, eventAbout } from '@hufu/keeper-store/events'
import { type Which, rowOf } from '../connection/find.ts'
import { heldOf, patiently } from './held-back.ts'
import type { KeeperContext } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import type { Link } from '../connect/link.ts'
import { hashOf } from '../sealing/sealing.ts'
import type { HeldReply } from '@hufu/keeper-store/store'

type Reply = Parameters<NonNullable<CallOptions['unreadable']>>[0]
type Unreadable = Extract<HeldReply, { readonly kind: 'unreadable' }>

/** Characters: more is a page, and no tokens. */
const LONGEST_REPLY = 65_536

/** A portal or a firewall may put a page before each answer: one page is enough, whatever differs in each. */
const sameness = ({ mediaType, body }: Reply): string =>
  mediaType === 'text/html' && !/token/i.test(body) ? mediaType : body

/**
 * A reply to a refresh, or one whose refresh token could not be read. A store that does not take it is no reason to stop.
 *
 * @param later generations after the connection's present one, to which it belongs.
 */
export async function holdBackReply(
  context: KeeperContext,
  { row, refreshHash }: Pick<ClaimedRefresh, 'row' | 'refreshHash'>,
  reply: Reply,
  later: 0 | 1,
): Promise<void> {
  const generation = row.generation + later
  const held = {
    id: hashOf(`${row.id} ${generation} ${sameness(reply)}`).slice(0, 24),
    connectionId: row.id,
    generation,
    refreshHash,
  }
  const { status } = reply
  await keep(context, row, held, reply, {}, [eventAbout(row, 'token.unreadable', { status })])
}

/** A reply to a code. It is the connection's that the shop has already, else nobody's, under a name of its own. */
export async function holdBackOfConnect(
  context: KeeperContext,
  app: App,
  { tenant, alias, reconnects }: Link,
  connected: Connection | undefined,
  reply: Reply,
): Promise<void> {
  const { platform, id: client } = app
  const found = async () =>
    connected ??
    (reconnects === undefined
      ? alias === undefined
        ? undefined
        : await context.store.find({ tenant, platform, app: client, shop: alias })
      : await context.store.connection(reconnects))
  const row = await found().catch(() => undefined)
  if (row) return holdBackReply(context, { row, refreshHash: '' }, reply, 0)
  const begun = { tenant, platform, app: client, ...(alias !== undefined && { shop: alias }) }
  const id = hashOf(`${Object.values(begun).join('\n')}\n${sameness(reply)}`).slice(0, 24)
  const whose = { id: `connect-${id}`, tenant }
  const held = { id, connectionId: whose.id, generation: 0, refreshHash: '' }
  const { tenant: _, ...shop } = begun
  const told = { type: 'token.unreadable', tenant, data: { ...shop, status: reply.status } } as const
  await keep(context, whose, held, reply, { begun }, [told])
}

async function keep(
  context: KeeperContext,
  whose: Pick<Connection, 'id' | 'tenant'>,
  held: Pick<Unreadable, 'id' | 'connectionId' | 'generation' | 'refreshHash'>,
  { status, mediaType, body }: Reply,
  begun: Pick<Unreadable['reply'], 'begun'>,
  told: readonly NewEvent[],
): Promise<void> {
  const { connectionId } = held
  const reply = {
    status,
    ...(mediaType !== undefined && { mediaType }),
    body: context.sealing.seal(whose, 'reply', body.slice(0, LONGEST_REPLY)),
    ...begun,
  }
  const kept: Unreadable = { ...held, kind: 'unreadable', at: context.clock.now(), reply }
  try {
    if (!(await patiently(() => context.store.holdBack(kept, undefined, told)))) return
    context.tell(told)
    context.warn(
      'a successful reply of the platform could not be read: it is stored sealed (hufu keeper replies shows it)',
      {
        connectionId,
        status,
      },
    )
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown'
    context.warn('a successful reply of the platform could not be read, and could not be stored', {
      connectionId,
      reason,
    })
  }
}

/** A reply that could not be read, in clear. Whoever sees it may see tokens. */
export interface UnreadableReply {
  readonly at: number
  /** The HTTP status. */
  readonly status: number
  readonly mediaType?: string
  readonly body: string
  /** For a reply to a code of a shop without a connection: the names with which the authorization began. */
  readonly begun?: {
    readonly tenant: string
    readonly platform: string
    readonly app: string
    readonly shop?: string
  }
}

/**
 * Of a connection; without one, of authorizations that made none.
 *
 * @throws {KeeperError} `connection_unknown`, `store_unavailable`, `key_missing`, `seal_broken`.
 */
export async function unreadableReplies(
  context: KeeperContext,
  which?: Which,
): Promise<readonly UnreadableReply[]> {
  if (which === undefined) return ofConnects(context)
  const row = await rowOf(context, which)
  return (await heldOf(context, row)).flatMap((held) =>
    held.kind === 'unreadable' ? [inClear(context, row, held)] : [],
  )
}

const inClear = (
  context: KeeperContext,
  whose: Pick<Connection, 'id' | 'tenant'>,
  { at, reply }: Unreadable,
) => ({
  ...reply,
  at,
  body: context.sealing.open(whose, 'reply', reply.body),
})

const PAGE = 200

async function ofConnects(context: KeeperContext): Promise<readonly UnreadableReply[]> {
  const found: UnreadableReply[] = []
  for (let after = ''; ;) {
    const page = await orUnavailable(context.store.allHeldReplies(after, PAGE))
    for (const held of page) {
      const whose = held.kind === 'unreadable' ? ofNobody(held) : undefined
      if (whose && held.kind === 'unreadable') found.push(inClear(context, whose, held))
    }
    const last = page.at(-1)
    if (!last || page.length < PAGE) return found.toSorted((one, other) => other.at - one.at)
    after = last.id
  }
}

/** The names of a reply that belongs to no connection; undefined for any other. */
export const ofNobody = (held: HeldReply): Pick<Connection, 'id' | 'tenant'> | undefined =>
  held.kind === 'unreadable' && held.reply.begun
    ? { id: held.connectionId, tenant: held.reply.begun.tenant }
    : undefined
