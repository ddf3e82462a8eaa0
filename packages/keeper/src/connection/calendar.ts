/* The calendar of all connections: the ends of authorizations and tokens. */
import type { ConnectionView } from './connection-view.ts'
import type { KeeperContext } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import type { Ending } from '@hufu/keeper-store/store'
import { NOTICE_DAYS } from '../refresh/timing.ts'
import { viewOf } from './view.ts'

const DAY = 86_400
const USUAL = 90 * DAY
const MOST = 1000

/** Times are in seconds since the epoch. */
export interface CalendarRequest {
  /** Now by default. */
  readonly from?: number | undefined
  /** 90 days after `from` by default; what ends then is not in it. */
  readonly until?: number | undefined
  /** Only these kinds; all by default. */
  readonly kinds?: readonly [Ending['kind'], ...Ending['kind'][]] | undefined
  readonly tenant?: string | undefined
  readonly platform?: string | undefined
  /** The client id. */
  readonly app?: string | undefined
  /** 100 by default, 1,000 at most. */
  readonly limit?: number | undefined
  /** `next` of the page before. */
  readonly after?: string | undefined
}

/**
 * - `authorization`: the shop's consent; only the shop helps
 * - `access_token`: of a connection that nothing renews; only the shop helps
 * - `refresh_token`: moves with each refresh that brings a new one; if it comes near, refreshes fail
 */
export interface CalendarEntry extends Pick<Ending, 'kind' | 'at'> {
  readonly connection: ConnectionView
  /** When `connection.reauth_due` is still to be told. */
  readonly notices: readonly number[]
}

export interface CalendarPage {
  /** Soonest first. */
  readonly entries: readonly CalendarEntry[]
  /** The start of the next page; absent on the last. */
  readonly next?: string
}

/** @throws {TypeError} when `after` or a time is none. @throws {KeeperError} `store_unavailable`. */
export async function calendar(context: KeeperContext, asked: CalendarRequest = {}): Promise<CalendarPage> {
  const { store, clock, apps } = context
  const now = clock.now()
  const { from = now, until = from + USUAL, limit: most = 100, kinds, after, tenant, platform, app } = asked
  if (![from, until, most].every(Number.isFinite))
    throw new TypeError('calendar: a time or the limit is no number')
  const limit = Math.max(1, Math.min(MOST, Math.floor(most)))
  const rows = await orUnavailable(
    store.endings({
      from,
      until,
      limit: limit + 1,
      ...(kinds && { kinds }),
      ...(tenant !== undefined && { tenant }),
      ...(platform !== undefined && { platform }),
      ...(app !== undefined && { app }),
      ...(after !== undefined && { after: placeOf(after) }),
    }),
  )
  const entries = rows.slice(0, limit).map(({ kind, at, connection }) => ({
    kind,
    at,
    connection: viewOf(connection, apps, now),
    notices:
      kind === 'refresh_token'
        ? []
        : NOTICE_DAYS.map((days) => at - days * DAY).filter((notice) => notice > now),
  }))
  const last = entries.at(-1)
  return { entries, ...(last && rows.length > limit && { next: textOf(last) }) }
}

const textOf = ({ at, kind, connection: { id } }: CalendarEntry): string =>
  Buffer.from(JSON.stringify([at, id, kind])).toString('base64url')

function placeOf(text: string): Pick<Ending, 'at' | 'kind'> & { readonly id: string } {
  try {
    const said: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (Array.isArray(said)) {
      const [at, id, kind] = said as readonly unknown[]
      const known = kind === 'authorization' || kind === 'access_token' || kind === 'refresh_token'
      if (typeof at === 'number' && typeof id === 'string' && known) return { at, id, kind }
    }
  } catch {}
  throw new TypeError('calendar: after must be the next of an earlier page')
}
