/* The way from a shop's name to a token that works. */
import { type Cache, type Token, isServed } from './cache.ts'
import type { Connection, ShopName } from '@hufu/keeper-store/connection'
import { keeperError } from '@hufu/keeper-store/errors'
import { type KeeperContext, presentOf } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import type { Refresher } from '../refresh/refresh.ts'

/**
 * The token that the platform refused, whole as it was handed out: where a refresh leaves its text as it was, only its
 * generation tells whether somebody has refreshed it since. The text alone, where no more was kept.
 */
export type RefusedToken = string | Pick<Token, 'accessToken' | 'generation'>

export interface Serving {
  token(name: ShopName): Promise<Token>
  /** A later one than that which the platform refused; the same, where it is not the current one any more. */
  invalidate(name: ShopName, refused: RefusedToken): Promise<Token>
}

/** A share of the lifetime, at most 1 minute: so near its expiry a token is not returned if a newer one can be had. */
const MARGIN = 60
const PART = 0.05

/**
 * @param maxStaleSeconds how long a token is handed out without a look whether another process has a newer one.
 */
export function serving(
  context: KeeperContext,
  tokens: Cache,
  { refresh }: Refresher,
  maxStaleSeconds: number,
): Serving {
  const { clock, sealing, store, tally } = context

  /** By its name each time, because an alias may have moved to another shop. */
  async function find(name: ShopName): Promise<Connection> {
    const row = await orUnavailable(store.find(name), lastResort(name))
    // Needed if nothing else reads the store's clock: a suspended machine would take an old token for a fresh one.
    if (clock.unheardFor() >= maxStaleSeconds) await clock.ask().catch(() => undefined)
    if (!row) throw keeperError('connection_unknown')
    return context.unsaved.has(row.id) ? presentOf(context, row.id) : row
  }

  /** Unstored tokens are known without the store. */
  const lastResort = (name: ShopName): Connection | undefined => {
    const id = tokens.last(name)?.connectionId
    return id === undefined ? undefined : context.unsaved.get(id)
  }

  const marginOf = ({ issuedAt, accessExpiresAt }: Connection) =>
    Math.min(MARGIN, (accessExpiresAt - issuedAt) * PART)

  /**
   * Remembered for as long as it is fresh and the bound allows.
   *
   * @param asked when the store was asked for the row, in milliseconds of `performance.now()`: its answer may be as old.
   */
  function handOut(name: ShopName, row: Connection, asked: number): Token {
    const last = tokens.last(name)
    const same = last?.connectionId === row.id && last.generation === row.generation
    const token: Token = same
      ? last
      : {
          accessToken: sealing.open(row, 'access', row.access),
          ...(!row.accessAssumed && { expiresAt: row.accessExpiresAt }),
          connectionId: row.id,
          generation: row.generation,
          shop: row.shop,
          ...(row.facts.openId !== undefined && { openId: row.facts.openId }),
        }
    // For another spelling of its id the store is read each time: changes are not announced under that name.
    const isNamed = name.shop === row.shop || name.shop === row.alias
    const until = Math.min(
      isNamed ? asked + maxStaleSeconds * 1000 : 0,
      row.accessAssumed ? Infinity : clock.millisecondsAt(row.accessExpiresAt - marginOf(row)),
    )
    return tokens.put(name, token, until)
  }

  /** An end that nobody stated is none: it is refused, or replaced. */
  const lives = (row: Connection) => row.accessAssumed || clock.now() < row.accessExpiresAt

  async function slow(name: ShopName): Promise<Token> {
    tally.fromStore++
    const asked = performance.now()
    const row = await find(name)
    if (!isServed(row))
      throw keeperError(row.status === 'disabled' ? 'connection_disabled' : 'connection_revoked', {
        connectionId: row.id,
      })
    if (clock.now() < row.accessExpiresAt - marginOf(row)) return handOut(name, row, asked)
    if (row.accessAssumed && row.refresh === undefined) return handOut(name, row, asked)
    // While someone refreshes, and where nobody can, everyone gets the token that still lives.
    const renewed = refresh(row.id, row.generation, row)
    if (!lives(row)) return handOut(name, await renewed, asked)
    renewed.catch(() => undefined)
    return handOut(name, row, asked)
  }

  /** The platform refused a token whose end nobody stated: this is its end. */
  async function ended(row: Connection): Promise<void> {
    const known = { accessExpiresAt: Math.floor(clock.now()), accessAssumed: null } as const
    await store.change(row.id, known, []).catch(() => undefined)
    context.doubt(row)
  }

  const isCurrent = (row: Connection, refused: RefusedToken): boolean =>
    typeof refused === 'string'
      ? sealing.open(row, 'access', row.access) === refused
      : sealing.open(row, 'access', row.access) === refused.accessToken &&
        refused.generation >= row.generation

  return {
    token(name) {
      const token = tokens.fresh(name)
      if (token === undefined) return slow(name)
      tally.fromCache++
      return Promise.resolve(token)
    },
    async invalidate(name, refused) {
      tokens.doubt(name)
      const asked = performance.now()
      const row = await find(name)
      if (!isServed(row)) return slow(name)
      if (!isCurrent(row, refused)) return handOut(name, row, asked)
      const renewed = await refresh(row.id, row.generation, row).catch(async (error: unknown) => {
        if (row.accessAssumed) await ended(row)
        throw error
      })
      return handOut(name, renewed, asked)
    },
  }
}
