/* The row of a connection: the authorization of one shop, at one platform, of one app, for one tenant. */
import type { Failure, Outcome } from '@hufu/client'
import type { Oddity } from '@hufu/dialects'

/** How a connection is named. `shop` is the id that the platform's reply carries, or the alias that was given at connect. */
export interface ShopName {
  /** The tenant, one of your own customers. */
  readonly tenant: string
  /** A dialect's id. */
  readonly platform: string
  /** The client id. */
  readonly app: string
  readonly shop: string
}

/** Names a connection; `app` is needed where the platform has several. */
export type Named = Omit<ShopName, 'app'> & { readonly app?: string | undefined }

/**
 * - `pending`: its tokens were imported or added, and no refresh has proved them yet
 * - `active`: fresh, or refreshed in time
 * - `degraded`: the last refresh failed, and is tried again
 * - `reauth_required`: only the shop's consent helps; an access token that still lives is given out
 * - `revoked`: disconnected here, or ended by the shop
 * - `disabled`: paused here; nothing is refreshed or given out
 */
export type ConnectionStatus = 'pending' | 'active' | 'degraded' | 'reauth_required' | 'revoked' | 'disabled'

/** All times are in seconds since the epoch by the store's clock, with a fraction. What is sealed, `Sealing` opens. */
export interface Connection extends ShopName {
  /** `cn_` and 24 hexadecimal digits; stays when the shop authorizes again. */
  readonly id: string
  readonly alias?: string
  readonly status: ConnectionStatus
  /** While it is disabled: what it is once it is enabled, where that is known. */
  readonly enabledStatus?: ConnectionStatus
  /** Counts the token sets; only ever goes up. */
  readonly generation: number
  readonly access: string
  readonly refresh?: string
  /** The refresh token before this one. */
  readonly previousRefresh?: string
  readonly issuedAt: number
  readonly accessExpiresAt: number
  /**
   * No platform stated that end: it only says when to refresh, and the token is handed out until it is refused or replaced
   * (decision 017).
   */
  readonly accessAssumed?: true
  readonly refreshExpiresAt?: number
  /** When the consent itself ends, where somebody told us. */
  readonly authorizationExpiresAt?: number
  /** Further members of the platform's reply. */
  readonly facts: TokenFacts
  readonly lease?: HeldLease
  /** Goes up with each lease and each release: a writer with an old one is refused. */
  readonly epoch: number
  readonly intent?: Intent
  /** When the scheduler is to look at it; absent: never. */
  readonly dueAt?: number
  /** No call before then, whoever asks. */
  readonly nextAllowedAt: number
  /** When its `reauth_due` is to be told next. */
  readonly noticeAt?: number
  /** Calls in the platform's period, such as `2026-11`; `retries`: how many of them followed a call that failed. */
  readonly quota?: { readonly period: string; readonly count: number; readonly retries?: number }
  readonly lastError?: KeptError
  /** Failed refreshes since the last that was good. */
  readonly failures: number
  readonly createdAt: number
  readonly updatedAt: number
  /** Columns of the store's row that could not be read, where there are any. */
  readonly damaged?: readonly string[]
}

/** A `TokenSet` without its secrets and its end. */
export interface TokenFacts {
  readonly openId?: string
  readonly scope?: readonly string[]
  readonly userId?: string
  readonly userName?: string
  readonly unionId?: string
  /** Members of the last answer that differ from the platform's documentation; absent if none do. */
  readonly oddities?: readonly Oddity[]
}

/** Which process may call the platform for it, and until when. */
export interface HeldLease {
  readonly owner: string
  readonly until: number
}

/** A call that may be under way, or may have been when its process died. Written before it is sent. */
export interface Intent {
  /** How often this refresh token was sent. */
  readonly attempt: number
  /** `ambiguous`: it is known that no answer will come. */
  readonly phase: 'sent' | 'ambiguous'
  /** SHA-256 of the refresh token that is sent. */
  readonly refreshHash: string
  /** The time of the first send: a platform that repeats its answer counts from then on. */
  readonly at: number
}

/** Why the last refresh failed; never with a secret. */
export interface KeptError extends Pick<
  Failure,
  'retry' | 'hint' | 'platformCode' | 'platformMessage' | 'requestId'
> {
  readonly error: Failure['error'] | 'refused_unclearly' | 'identity_changed'
  readonly outcome: Outcome
  readonly at: number
  readonly status?: number
  /** Why it is tried again when it is; absent where it is not, and in what a version before wrote. */
  readonly waits?: WaitReason
  /** Most likely; where only the shop's consent helps. */
  readonly cause?: RefusalCause
  /** Since when the platform refuses in words that nobody knows, though the access token has ended. */
  readonly unclearSince?: number
}

/**
 * Why a platform most likely refuses a refresh token.
 *
 * - `too_old`: its end, or that of the consent, is over
 * - `early_end`: the platform calls it too old before the end that it is known to have
 * - `lost_answer`: a refresh before had brought no answer, and was done
 * - `restored`: the store is an older copy, and its tokens were replaced since
 * - `used_elsewhere`: the platform says that it was replaced, and not by this keeper
 * - `ended_there`: the shop or the platform ended the authorization
 * - `unknown_words`: the platform refused it for hours in words that are not known here
 */
export type RefusalCause =
  | 'too_old'
  | 'early_end'
  | 'lost_answer'
  | 'restored'
  | 'used_elsewhere'
  | 'ended_there'
  | 'unknown_words'

/**
 * What a failed refresh waits for.
 *
 * - `backoff`: each wait is longer than the one before
 * - `config`: the same, from minutes on: somebody has to mend the configuration
 * - `platform`: the platform said how long
 * - `window`: the platform refreshes only shortly before the access token ends
 * - `quota`: the platform's next period
 * - `quota_share`: what may be spent on retries in this period is spread over it
 * - `uncertain`: the access token's end; before, a spent refresh token is not shown again
 */
export type WaitReason = 'backoff' | 'config' | 'platform' | 'window' | 'quota' | 'quota_share' | 'uncertain'
