/* Tokens that somebody holds already, for the shop that they are of. */
import { configuredApp } from '../app/configured-app.ts'
import { admit } from './admit.ts'
import type { Admitted } from './admitted.ts'
import type { App } from '../app/app.ts'
import { isServed } from '../connection/cache.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import { keeperError } from '@hufu/keeper-store/errors'
import { checkNames, checkTokens } from './fit.ts'
import { isSameId } from '@hufu/keeper-store/ids'
import type { KeeperContext } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { knownShop } from './known-shop.ts'
import { seedOf, sownOf, standing } from './newer.ts'
import { tellShared } from '../refresh/shared.ts'
import { changed, settingsOf } from '../connection/settings.ts'
import { endOf, noticeTime, pause } from '../refresh/timing.ts'
import { shopOf } from '../sealing/tokens.ts'
import type { Named } from '@hufu/keeper-store/connection'

/** Milliseconds between two looks at a refresh that is under way. */
const LOOK = 200
/** Seconds beyond a lease that is waited for it. */
const PATIENCE = 30

/**
 * The connection with these tokens; where it has newer ones, or ever had these, with the ones that it has.
 *
 * @throws {KeeperError} `tokens_unfit`; what `admit` throws; `refresh_underway` where a refresh goes on that does not end.
 */
export async function added(context: KeeperContext, given: Given): Promise<Connection> {
  const app = context.apps.find(given.platform, given.app)
  const admitted = admittedOf(context, given)
  const sown = await sownOf(context, [seedOf(admitted.tokens)])
  const isTaken = (row: Connection) =>
    given.replace === true || standing(context, row, admitted, sown) === 'newer'
  const present = await quiet(context, app, admitted, isTaken)
  if (present && !isTaken(present)) return unchanged(context, present, admitted)
  const { connection } = await admit(context, app, admitted)
  await tellShared(context, sown, [seedOf(admitted.tokens)])
  return connection
}

function admittedOf(context: KeeperContext, given: Given): Admitted {
  const { tenant, platform: _, app: __, shop, alias, authorizationExpiresAt, replace: ___, ...tokens } = given
  checkNames({ tenant, shop, alias })
  checkTokens(given)
  const now = Math.floor(context.clock.now())
  const { issuedAt, expiresAt, accessToken, ...rest } = tokens
  const requestedAt = Math.min(issuedAt ?? now, now, expiresAt)
  const present = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return {
    tenant,
    shop,
    alias,
    authorizationExpiresAt,
    status: 'pending',
    issuedAt,
    tokens: { ...present, accessToken, expiresAt, requestedAt, expiresIn: expiresAt - requestedAt },
  }
}

/** The shop's connection, as soon as the tokens change nothing or no refresh is under way that others would overtake. */
async function quiet(
  context: KeeperContext,
  app: App,
  { tenant, alias, tokens, shop = shopOf(tokens) ?? alias }: Admitted,
  isTaken: (row: Connection) => boolean,
): Promise<Connection | undefined> {
  if (shop === undefined) return undefined
  const begun = context.clock.now()
  for (;;) {
    const row = await knownShop(context, { tenant, platform: app.platform, app: app.id, shop })
    if (row === undefined) return undefined
    const now = context.clock.now()
    if (!isTaken(row) || !row.lease || row.lease.until <= now) return row
    if (now > begun + app.lease.seconds + PATIENCE)
      throw keeperError('refresh_underway', { connectionId: row.id, retryAt: row.lease.until })
    await pause(LOOK)
    await orUnavailable(context.clock.ask())
  }
}

/** The tokens stay; what is said beside them counts. */
async function unchanged(
  context: KeeperContext,
  row: Connection,
  { tokens, alias, authorizationExpiresAt = row.authorizationExpiresAt }: Admitted,
): Promise<Connection> {
  await orUnavailable(context.store.sow([{ ...seedOf(tokens), connectionId: row.id }]))
  if (alias !== undefined && !isSameId(alias, row.shop) && alias !== row.alias)
    await settingsOf(context).rename(row.id, alias)
  if (authorizationExpiresAt !== undefined && authorizationExpiresAt !== row.authorizationExpiresAt) {
    const { policy } = configuredApp(context.apps, row) ?? {}
    const end = endOf({ ...row, authorizationExpiresAt }, policy)
    const noticeAt = noticeTime(end, context.clock.now()) ?? null
    const change = { authorizationExpiresAt, ...(isServed(row) && { noticeAt }) }
    await changed(context, row, change, { authorizationExpiresAt })
  }
  return (await orUnavailable(context.store.connection(row.id))) ?? row
}

/** Tokens that somebody already holds. Times are in seconds since the epoch. */
export interface HeldTokens {
  /** The platform's name of the shop; by default its `userId`, else its `openId`. */
  readonly shop?: string | undefined
  readonly alias?: string | undefined
  readonly accessToken: string
  readonly refreshToken?: string | undefined
  readonly expiresAt: number
  /** When the tokens were given out: the newer ones stay. By default those are newer that end later. */
  readonly issuedAt?: number | undefined
  readonly openId?: string | undefined
  readonly userId?: string | undefined
  readonly authorizationExpiresAt?: number | undefined
  /** Also where the connection has newer tokens, or had these before. Never by default. */
  readonly replace?: boolean | undefined
}

/** Tokens from elsewhere, and whose they are. */
export interface Given extends Omit<Named, 'shop'>, HeldTokens {}
