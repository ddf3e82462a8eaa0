/* Tokens that this process may return without asking the store. */
import type { Connection, ShopName } from '@hufu/keeper-store/connection'

/** The token that a caller receives. */
export interface Token {
  readonly accessToken: string
  /** Seconds since the epoch, by the store's clock; absent where the platform stated no end. */
  readonly expiresAt?: number
  readonly connectionId: string
  /** Counts the token sets of the connection: give it back with what was refused. */
  readonly generation: number
  readonly shop: string
  readonly openId?: string
}

interface Held {
  readonly token: Token
  /** Milliseconds of `performance.now()`: until then the token is fresh, and the store need not be asked. */
  until: number
}

export interface Cache {
  /** The token, while it is fresh and the store was asked a moment ago. */
  fresh(name: ShopName): Token | undefined
  /** The last one, whatever its age: never given back for an older one. */
  last(name: ShopName): Token | undefined
  /** Gives the newest of the one held and this one. */
  put(name: ShopName, token: Token, until: number): Token
  /** The store is asked next time. */
  doubt(name: ShopName): void
}

/** Level by level: to make one text of a name, and to hash it, costs more than all the rest of a call. */
type ByName<Value> = Map<string, Value>

/**
 * @param most connections; where there are more, one makes room: of the tenant that was there longest, that which was there
 * longest.
 */
export function cache(most: number): Cache {
  const platforms: ByName<ByName<ByName<ByName<Held>>>> = new Map()
  let size = 0

  const find = ({ platform, app, tenant, shop }: ShopName): Held | undefined =>
    platforms.get(platform)?.get(app)?.get(tenant)?.get(shop)

  function hold({ platform, app, tenant, shop }: ShopName, held: Held): void {
    const shops = inner(inner(inner(platforms, platform), app), tenant)
    if (!shops.has(shop)) size++
    shops.set(own(shop), held)
    if (size > most) displace()
  }

  function displace(): void {
    for (const apps of platforms.values())
      for (const tenants of apps.values())
        for (const [tenant, shops] of tenants) {
          const [oldest] = shops.keys()
          if (oldest !== undefined && shops.delete(oldest)) size--
          if (shops.size === 0) tenants.delete(tenant)
          return
        }
  }

  return {
    fresh(name) {
      const found = find(name)
      return found !== undefined && performance.now() < found.until ? found.token : undefined
    },
    last: (name) => find(name)?.token,
    put(name, token, until) {
      const found = find(name)
      // An alias may have moved: generations of two connections are no order.
      if (found?.token.connectionId === token.connectionId) {
        if (found.token.generation > token.generation) return found.token
        if (found.token.generation === token.generation && found.token.accessToken === token.accessToken) {
          found.until = until
          return found.token
        }
      }
      hold(name, { token, until })
      return token
    },
    doubt(name) {
      const found = find(name)
      if (found) found.until = 0
    },
  }
}

/** A caller's text may be a part of a long one, all of which would stay in memory with it. */
const own = (text: string): string => new TextDecoder().decode(new TextEncoder().encode(text))

function inner<Value>(outer: ByName<ByName<Value>>, key: string): ByName<Value> {
  const found = outer.get(key)
  if (found) return found
  const made: ByName<Value> = new Map()
  outer.set(own(key), made)
  return made
}

/** Whether a connection may be handed out at all. */
export const isServed = ({ status }: Pick<Connection, 'status'>): boolean =>
  status !== 'revoked' && status !== 'disabled'
