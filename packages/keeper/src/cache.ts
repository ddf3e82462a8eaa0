/* What this process may hand out without asking the store. */
import type { Connection } from './connection.ts'

/** What a caller gets. `expiresAt` is in seconds since the epoch, by the store's clock. */
export interface Token {
  readonly accessToken: string
  readonly expiresAt: number
  readonly connectionId: string
  /** Counts the token sets of the connection: give it back with what was refused. */
  readonly generation: number
  readonly shop: string
  readonly openId?: string
}

interface Held {
  readonly token: Token
  /** In milliseconds of `performance.now()`: until then the store need not be asked, and the token is fresh. */
  until: number
}

export interface Cache {
  /** The token, while it is fresh and the store was asked a moment ago. */
  fresh(key: string): Token | undefined
  /** The last one, whatever its age: never given back for an older one. */
  last(key: string): Token | undefined
  /** Gives the newest of the one held and this one. */
  put(key: string, token: Token, until: number): Token
  /** The store is asked next time. */
  doubt(key: string): void
  readonly size: number
}

/** @param most connections; a new one displaces the one that was there longest. */
export function cache(most: number): Cache {
  const held = new Map<string, Held>()
  return {
    fresh(key) {
      const found = held.get(key)
      return found !== undefined && performance.now() < found.until ? found.token : undefined
    },
    last: (key) => held.get(key)?.token,
    put(key, token, until) {
      const found = held.get(key)
      if (found && found.token.generation > token.generation) return found.token
      if (found?.token.accessToken === token.accessToken && found.token.generation === token.generation)
        found.until = until
      else {
        held.set(key, { token, until })
        const [oldest] = held.keys()
        if (held.size > most && oldest !== undefined) held.delete(oldest)
      }
      return held.get(key)?.token ?? token
    },
    doubt(key) {
      const found = held.get(key)
      if (found) found.until = 0
    },
    get size() {
      return held.size
    },
  }
}

/** Whether a connection may be handed out at all. */
export const isServed = ({ status }: Pick<Connection, 'status'>): boolean =>
  status !== 'revoked' && status !== 'disabled'
