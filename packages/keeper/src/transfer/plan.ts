/* A dry run: what each line would become after the lines before it, while nothing is written. */
import { askedOf, newId } from '../connect/admit.ts'
import type { Connection, ShopName } from '@hufu/keeper-store/connection'
import { keeperError } from '@hufu/keeper-store/errors'
import { idKey } from '@hufu/keeper-store/ids'
import type { KeeperContext } from '../keeper-context.ts'
import { orUnavailable } from '../storing/store-answer.ts'
import type { NewConnection } from '@hufu/keeper-store/store'
import { sealTokens } from '../sealing/tokens.ts'
import { admittedOf } from './admitted.ts'
import type { Sown } from '../connect/newer.ts'
import type { Taken } from './line.ts'
import { appOf } from './together.ts'
import type { Admitted } from '../connect/admitted.ts'
import { isServed } from '../connection/cache.ts'
import { standing } from '../connect/newer.ts'

export interface Plan {
  /** The holders of the aliases that these lines ask for. @throws {KeeperError} `store_unavailable`. */
  look(lines: readonly Taken[]): Promise<void>
  /** @param stored the shop's connection, where it has one. @throws {KeeperError} why the line would not be taken. */
  become(taken: Taken, stored: Connection | undefined, sown: Sown): Become
}

const keyOf = ({ tenant, platform, app, shop }: ShopName): string =>
  JSON.stringify([tenant, platform, app, idKey(shop)])

/** It remembers what the lines before have made: some 1.5 kB a line that would write something. */
export function planOf(context: KeeperContext, replace: boolean): Plan {
  const rows = new Map<string, Connection>()
  /** The shop that answers to a name. */
  const holders = new Map<string, string | undefined>()

  /** @throws {KeeperError} `alias_taken`. */
  function name({ alias, ...asked }: NewConnection, before: string | undefined): void {
    const named = (shop: string) => keyOf({ ...asked, shop })
    if (alias !== undefined && (holders.get(named(alias)) ?? asked.shop) !== asked.shop)
      throw keeperError('alias_taken')
    if (
      alias !== undefined &&
      before !== undefined &&
      (holders.get(named(before)) ?? asked.shop) === asked.shop
    )
      holders.set(named(before), undefined)
    // A name that turns out to be the id of another shop is that shop's.
    for (const each of [asked.shop, alias]) if (each !== undefined) holders.set(named(each), asked.shop)
  }

  return {
    async look(lines) {
      const names = new Map<string, ShopName>()
      for (const { tenant, platform, alias, ...taken } of lines) {
        const app = appOf(context, { platform, app: taken.app })
        if (!app || alias === undefined) continue
        const asked = { tenant, platform, app: app.id, shop: alias }
        if (!holders.has(keyOf(asked))) names.set(keyOf(asked), asked)
      }
      const found = [...names].map(
        async ([key, asked]) => [key, await orUnavailable(context.store.find(asked))] as const,
      )
      for (const [key, row] of await Promise.all(found)) holders.set(key, row?.shop)
    },
    become(taken, stored, sown) {
      const app = context.apps.find(taken.platform, taken.app)
      const admitted = admittedOf(context, taken)
      const asked = askedOf(stored?.id ?? newId(), context, app, admitted)
      const key = keyOf(asked)
      const row = rows.get(key) ?? stored
      if (row && row.shop !== asked.shop) throw keeperError('id_respelt')
      if (row && !replace) {
        if (takenBy(context, row, admitted, sown) !== 'newer') return 'unchanged'
        const { refresh: previousRefresh, intent: _, previousRefresh: __, ...rest } = row
        const tokens = sealTokens(row, admitted.tokens, app, context.sealing)
        const previous = previousRefresh !== undefined && { refresh: previousRefresh, previousRefresh }
        rows.set(key, { ...rest, ...previous, ...tokens })
        return 'renewed'
      }
      name(asked, row?.alias)
      const status = row?.status === 'disabled' ? row.status : asked.status
      rows.set(key, { ...blank, ...(row?.alias !== undefined && { alias: row.alias }), ...asked, status })
      return row ? 'renewed' : 'created'
    },
  }
}

const blank = { generation: 1, epoch: 0, nextAllowedAt: 0, failures: 0, createdAt: 0, updatedAt: 0 }

export type Become = 'created' | 'renewed' | 'unchanged'

/**
 * What the line's tokens are to those that its shop has.
 *
 * @throws {KeeperError} `connection_disabled`, `connection_revoked` where they are newer, and the connection takes none.
 */
export function takenBy(
  context: KeeperContext,
  row: Connection,
  admitted: Admitted,
  sown: Sown,
): ReturnType<typeof standing> {
  const stands = standing(context, row, admitted, sown)
  if (stands === 'newer' && !isServed(row))
    throw keeperError(row.status === 'disabled' ? 'connection_disabled' : 'connection_revoked')
  return stands
}
