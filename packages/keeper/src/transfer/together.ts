/* Work shared by the lines of a batch: their shops are found at once, and the new ones connected at once. */
import { admitNew } from '../connect/admit.ts'
import type { App } from '../app/app.ts'
import type { Connection } from '@hufu/keeper-store/connection'
import { KeeperError } from '@hufu/keeper-store/errors'
import { isFitName } from '../connect/fit.ts'
import { idKey } from '@hufu/keeper-store/ids'
import type { KeeperContext } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import { shopOf } from '../sealing/tokens.ts'
import { admittedOf } from './admitted.ts'
import type { Taken } from './line.ts'

export interface Together {
  /** Lines whose shop was looked for, with its connection where it has one. */
  readonly found: ReadonlyMap<Taken, Connection | undefined>
  /** Lines that became connections. */
  readonly created: ReadonlySet<Taken>
}

/**
 * A line that is in neither is to be seen to alone: something is wrong with it, or somebody has its names.
 *
 * @param lines one of each shop. @param alone those of them that are only looked for. @throws {KeeperError} `store_unavailable`.
 */
export async function together(
  context: KeeperContext,
  lines: readonly Taken[],
  alone: ReadonlySet<Taken>,
): Promise<Together> {
  const sound = lines.flatMap((taken) => {
    const { tenant, alias, facts, shop = shopOf(facts) ?? alias } = taken
    const app = appOf(context, taken)
    return app && isFitName(tenant) && isFitName(shop) ? [{ taken, app, shop }] : []
  })
  const keyOf = (tenant: string, { platform, id }: Pick<App, 'platform' | 'id'>, shop: string) =>
    JSON.stringify([tenant, platform, id, idKey(shop)])
  const names = sound.map(({ taken: { tenant }, app, shop }) => ({
    tenant,
    platform: app.platform,
    app: app.id,
    shop,
  }))
  const rows = new Map(
    (await orUnavailable(context.store.ofShops(names))).map((row) => [
      keyOf(row.tenant, { platform: row.platform, id: row.app }, row.shop),
      row,
    ]),
  )
  const found = new Map(
    sound.map(({ taken, app, shop }) => [taken, rows.get(keyOf(taken.tenant, app, shop))]),
  )
  const fresh = sound.filter(
    ({ taken }) => !alone.has(taken) && !found.get(taken) && isFitName(taken.alias ?? taken.tenant),
  )
  const made = await admitNew(
    context,
    fresh.map(({ taken, app }) => ({ app, admitted: admittedOf(context, taken) })),
  )
  return { found, created: new Set(fresh.filter((_, at) => made[at]).map(({ taken }) => taken)) }
}

/** Undefined if the line names no app of ours; that is reported when the line is processed alone. */
export function appOf(
  { apps }: KeeperContext,
  { platform, app }: Pick<Taken, 'platform' | 'app'>,
): App | undefined {
  try {
    return apps.find(platform, app)
  } catch (error) {
    if (error instanceof KeeperError) return undefined
    throw error
  }
}
