import type { OAuthError, Policy, TokenFormats } from '@hufu/dialects'
import type { Directory } from './directory.ts'
import type { RateLimit } from './rate-limit.ts'
import type { EngineStore } from './store.ts'
import type { TokenKeys } from './tokens/tokens.ts'

/** All that a grant needs to know of its surroundings. One a platform, made once. */
export interface GrantContext {
  readonly store: EngineStore
  readonly directory: Directory
  readonly keys: TokenKeys
  /** At least 256 secret bits that never change: openids are made of them. */
  readonly pairwise: Uint8Array
  readonly nextId: () => Promise<number>
  readonly rates: RateLimit
  /** The platform's id. */
  readonly platform: string
  readonly formats: TokenFormats
  /** The dialect's, with what the operator sets otherwise. */
  readonly policy: Policy
}

export const isOAuthError = (value: object): value is OAuthError => 'error' in value

/** A second of 2023, and how many numbers each second since is worth: 48 bits last for 136 years. */
const FIRST_SECOND = 1_700_000_000
const PER_SECOND = 65_536

/**
 * Numbers that no other process is given, taken from the store a block at a time. They are ahead of the clock's, so that
 * a store that was restored from a backup does not give again what it gave after that backup: tokens are made of them.
 */
export function idSource(
  store: Pick<EngineStore, 'reserveIds' | 'now'>,
  block = 1000,
): () => Promise<number> {
  let next = 0
  let end = 0
  let more: Promise<void> | undefined
  const reserve = async () => {
    next = await store.reserveIds(block, Math.max(1, (store.now() - FIRST_SECOND) * PER_SECOND))
    end = next + block
    more = undefined
  }
  return async () => {
    while (next >= end) await (more ??= reserve().finally(() => (more = undefined)))
    return next++
  }
}
