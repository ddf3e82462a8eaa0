/* Tokens that came, with whose they are, on their way into the store. */
import type { ConnectionStatus } from '@hufu/keeper-store/connection'
import type { Tokens } from '../sealing/tokens.ts'

export interface Admitted {
  readonly tenant: string
  /** By default the id in the platform's reply; required if the reply has none. */
  readonly shop?: string | undefined
  readonly alias?: string | undefined
  readonly tokens: Tokens
  /** When the consent itself ends, where somebody knows; seconds since the epoch. */
  readonly authorizationExpiresAt?: number | undefined
  /** The connection that this must be a new consent for. */
  readonly reconnects?: string | undefined
  /** `active` by default; `pending` where nothing proves the tokens before their first refresh. */
  readonly status?: ConnectionStatus | undefined
  /** When the tokens were given out, where somebody says so; seconds since the epoch. */
  readonly issuedAt?: number | undefined
}
