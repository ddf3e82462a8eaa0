/* One refresh while its lease is held: what the steps of it hand each other. */
import type { App } from './app.ts'
import type { Connection } from './connection.ts'
import type { Lease } from './store.ts'
import type { Allowance } from './store.ts'

/** One refresh, from its claim to its end. */
export interface Hold {
  readonly row: Connection
  readonly app: App
  readonly lease: Lease
  /** How the claim was asked for. */
  readonly asking: Asking
  /** The refresh token in clear: for the call alone. */
  readonly presented: string
  /** In clear: some platforms ask for it beside. */
  readonly accessToken: string
  readonly refreshHash: string
  /** When this refresh token was first sent, as far as the platform would repeat its answer to that. */
  readonly firstAt: number
}

/** How the right to send one request was asked for. */
export interface Asking {
  /** In milliseconds of `performance.now()`. */
  readonly monotonic: number
  /** In milliseconds of `Date.now()`. */
  readonly wall: number
  /** The period that the request is counted in; absent where the platform counts none. */
  readonly allowance: Allowance | undefined
}
