/* Tokens that somebody holds already, for the shop that they are of. */
import { type Admitted, admit } from './admit.ts'
import type { App } from './app.ts'
import { isServed } from './cache.ts'
import type { Connection } from './connection.ts'
import { keeperError } from './errors.ts'
import { checkNames, checkTokens } from './fit.ts'
import type { Given } from './keeper.ts'
import { type Kit, orUnavailable } from './kit.ts'
import { isKnown } from './known-tokens.ts'
import { changed, settingsOf } from './settings.ts'
import { endOf, noticeTime, pause } from './timing.ts'
import { shopOf } from './tokens.ts'

/** Milliseconds between two looks at a refresh that is under way. */
const LOOK = 200
/** Seconds beyond a lease that is waited for it. */
const PATIENCE = 30

/**
 * The connection with these tokens; where it has them, or had them before a refresh, with the ones that it has.
 *
 * @throws {KeeperError} `tokens_unfit`; what `admit` throws; `refresh_underway` where a refresh goes on that does not end.
 */
export async function added(kit: Kit, given: Given): Promise<Connection> {
  const app = kit.apps.find(given.platform, given.app)
  const admitted = admittedOf(kit, given)
  const present = await quiet(kit, app, admitted)
  return present && isKnown(kit, present, admitted.tokens)
    ? unchanged(kit, present, admitted)
    : (await admit(kit, app, admitted)).connection
}

function admittedOf(kit: Kit, given: Given): Admitted {
  const { tenant, platform: _, app: __, shop, alias, authorizationExpiresAt, ...tokens } = given
  checkNames({ tenant, shop, alias })
  checkTokens(given)
  const { issuedAt = Math.floor(kit.clock.now()), expiresAt, accessToken, ...rest } = tokens
  const present = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return {
    tenant,
    shop,
    alias,
    authorizationExpiresAt,
    status: 'pending',
    tokens: { ...present, accessToken, expiresAt, requestedAt: issuedAt, expiresIn: expiresAt - issuedAt },
  }
}

/** The shop's connection, as soon as the tokens are known or no refresh is under way that others would overtake. */
async function quiet(
  kit: Kit,
  app: App,
  { tenant, alias, tokens, shop = shopOf(tokens) ?? alias }: Admitted,
): Promise<Connection | undefined> {
  if (shop === undefined) return undefined
  const begun = kit.clock.now()
  for (;;) {
    const found: Connection | undefined = await orUnavailable(
      kit.store.find({ tenant, platform: app.platform, app: app.id, shop }),
    )
    // By an alias it may be another shop's.
    if (found?.shop !== shop) return undefined
    const row: Connection = found
    const now = kit.clock.now()
    if (isKnown(kit, row, tokens) || !row.lease || row.lease.until <= now) return row
    if (now > begun + app.lease.seconds + PATIENCE)
      throw keeperError('refresh_underway', { connectionId: row.id, retryAt: row.lease.until })
    await pause(LOOK)
    await orUnavailable(kit.clock.ask())
  }
}

/** The tokens stay; what is said beside them counts. */
async function unchanged(
  kit: Kit,
  row: Connection,
  { alias, authorizationExpiresAt = row.authorizationExpiresAt }: Admitted,
): Promise<Connection> {
  if (alias !== undefined && alias !== row.shop && alias !== row.alias)
    await settingsOf(kit).rename(row.id, alias)
  if (authorizationExpiresAt !== undefined && authorizationExpiresAt !== row.authorizationExpiresAt) {
    const noticeAt = noticeTime(endOf({ ...row, authorizationExpiresAt }), kit.clock.now()) ?? null
    const change = { authorizationExpiresAt, ...(isServed(row) && { noticeAt }) }
    await changed(kit, row, change, { authorizationExpiresAt })
  }
  return (await orUnavailable(kit.store.connection(row.id))) ?? row
}
