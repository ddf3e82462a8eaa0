/* The callback: it proves that it answers this browser's authorization, exchanges the code, and stores the connection. */
import { type CallOptions, isFailure } from '@hufu/client'
import { admit } from '../connect/admit.ts'
import type { App } from '../app/app.ts'
import { isServed } from '../connection/cache.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import { KeeperError, keeperError } from '@hufu/keeper-store/errors'
import { type KeeperContext, presentOf } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { noteOddities } from '../refresh/held-back.ts'
import { knownShop } from '../connect/known-shop.ts'
import { type Link, openLink } from '../connect/link.ts'
import { seedOf, sownOf } from '../connect/newer.ts'
import { tellShared } from '../refresh/shared.ts'
import { noteSkew } from '../app/skew.ts'
import type { Connected } from '@hufu/keeper-store/store'
import { pause } from '../refresh/timing.ts'
import { type Tokens, shopOf } from '../sealing/tokens.ts'
import { holdBackOfConnect } from '../refresh/unreadable.ts'
import { endedBefore, remember } from './remembered.ts'
import type { Came } from './remembered.ts'

/** Once for each authorization; the same browser that asks again is told the same. */
export async function finished(
  context: KeeperContext,
  app: App,
  callback: string,
  binding: string | undefined,
): Promise<Came> {
  const authorized = await orUnavailable(app.client.finish(callback, { binding }))
  if (isFailure(authorized) && authorized.error === 'state_unknown')
    return (await endedBefore(context, app, callback, binding)) ?? { failure: authorized }
  const came = await exchanged(context, app, authorized)
  await remember(context, app, callback, binding, came)
  return came
}

async function exchanged(
  context: KeeperContext,
  app: App,
  authorized: Awaited<ReturnType<App['client']['finish']>>,
): Promise<Came> {
  const text = authorized.data
  const link = text === undefined ? undefined : openLink(text, context.sealing.ring)
  const known = { link, text }
  if (isFailure(authorized)) return { ...known, failure: authorized }
  if (!link) return {}
  let unreadable: Parameters<NonNullable<CallOptions['unreadable']>>[0] | undefined
  const tokens = await app.client.exchangeCode(authorized, { unreadable: (reply) => (unreadable = reply) })
  await noteSkew(context, app, tokens)
  if (!isFailure(tokens)) noteOddities(context, app, undefined, tokens)
  const came: Came = isFailure(tokens) ? { failure: tokens } : await connected(context, app, link, tokens)
  if (unreadable) await holdBackOfConnect(context, app, link, came.connection, unreadable)
  return { ...known, ...came }
}

async function connected(context: KeeperContext, app: App, link: Link, tokens: Tokens): Promise<Came> {
  const { tenant, alias, reconnects } = link
  let before: Connection | undefined
  try {
    before = reconnects === undefined ? undefined : await presentOf(context, reconnects)
    // A platform that names no shop cannot bring another.
    const shop = shopOf(tokens) === undefined ? before?.shop : undefined
    await withdrawn(context, app, link, before, shopOf(tokens) ?? alias)
    const sown = await sownOf(context, [seedOf(tokens)]).catch(() => new Map())
    const made = await patiently(() => admit(context, app, { tenant, shop, alias, tokens, reconnects }))
    await tellShared(context, sown, [seedOf(tokens)])
    return { connection: made.connection }
  } catch (error) {
    if (!(error instanceof KeeperError)) throw error
    return { failure: error.failure, shop: before && (before.alias ?? before.shop) }
  }
}

/** Seconds that the clock of who made the link and the store's may be apart. */
const CLOCKS_APART = 1

/** @throws {KeeperError} `link_withdrawn` where the connection was ended or paused after the link was made. */
async function withdrawn(
  context: KeeperContext,
  app: App,
  { tenant, madeAt = 0 }: Link,
  before: Connection | undefined,
  shop: string | undefined,
): Promise<void> {
  const name = { tenant, platform: app.platform, app: app.id }
  const found = before ?? (shop === undefined ? undefined : await knownShop(context, { ...name, shop }))
  if (!found || isServed(found)) return
  if (madeAt + CLOCKS_APART < found.updatedAt) throw keeperError('link_withdrawn', { connectionId: found.id })
}

const TRIES = 4
const FIRST_PAUSE = 100

/** The code is spent: a store that is away for a moment is waited for. */
async function patiently(act: () => Promise<Connected>): Promise<Connected> {
  for (let tries = 1; ; tries++) {
    try {
      return await act()
    } catch (error) {
      const away = error instanceof KeeperError && error.error === 'store_unavailable'
      if (!away || tries === TRIES) throw error
      await pause(FIRST_PAUSE * 2 ** tries)
    }
  }
}
