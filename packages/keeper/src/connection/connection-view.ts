/* A connection as people and programs may see it: no token, sealed or not. */
import type { ConnectionStatus, KeptError, TokenFacts } from '@hufu/keeper-store/connection'

/** All times are in seconds since the epoch by the store's clock. */
export interface ConnectionView {
  readonly id: string
  readonly tenant: string
  readonly platform: string
  /** The client id. */
  readonly app: string
  readonly shop: string
  readonly alias?: string
  readonly status: ConnectionStatus
  readonly generation: number
  readonly accessExpiresAt: number
  /** The platform stated no end: that one only says when to refresh. */
  readonly accessAssumed?: true
  readonly refreshExpiresAt?: number
  /** Only consent helps from then on; absent where every refresh moves it. */
  readonly endsAt?: number
  /** When it is looked at next: usually its refresh. */
  readonly nextRefreshAt?: number
  /** In the platform's present period. */
  readonly quota?: { readonly period: string; readonly used: number; readonly most: number }
  readonly refreshing: boolean
  /** Whether it is unknown if the last refresh was done. */
  readonly uncertain: boolean
  readonly lastError?: KeptError
  readonly failures: number
  readonly facts: TokenFacts
  readonly createdAt: number
  readonly updatedAt: number
}
