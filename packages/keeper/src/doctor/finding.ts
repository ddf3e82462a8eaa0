/* The findings of the doctor, as data. */
import type { Outcome } from '@hufu/client'
import type { Policy, Retry } from '@hufu/dialects'
import type { ConnectionStatus, RefusalCause, WaitReason } from '@hufu/keeper-store/connection'

/** - `ok`: as it should be - `info`: worth knowing - `warning`: it will need somebody - `error`: it needs somebody now */
export type Severity = 'ok' | 'info' | 'warning' | 'error'

/** The facts of each finding. Times are in seconds since the epoch by the store's clock. */
export interface FactsOf {
  readonly status: { readonly status: ConnectionStatus }
  /** Its application is not among those that this keeper is configured with. */
  readonly app_missing: { readonly platform: string; readonly app: string }
  /**
   * `doubtful`: the platform refused the refresh token, and may have ended this one too. `assumed`: the platform does not
   * say when it ends.
   */
  readonly access_token: {
    readonly expiresAt: number
    readonly lives: boolean
    readonly doubtful: boolean
    readonly assumed: boolean
  }
  /** `refused`: the platform does not take it, whatever end it has. */
  readonly refresh_token: {
    readonly expiresAt?: number | undefined
    readonly lives: boolean
    readonly refused: boolean
  }
  /** `byRight`: the platform gives one only to applications that have the right to it. */
  readonly no_refresh_token: { readonly byRight: boolean; readonly app: string }
  /** Why the platform most likely refuses. */
  readonly likely: { readonly cause: RefusalCause; readonly expiresAt?: number | undefined }
  /** The tokens are of before the store was put back from a backup. */
  readonly restored: { readonly at: number }
  /** When and why then. */
  readonly next_refresh: { readonly at: number; readonly because: RefreshReason; readonly overdue: boolean }
  readonly no_next_refresh: object
  readonly underway: { readonly owner: string; readonly until: number; readonly ours: boolean }
  readonly last_error: {
    readonly error: string
    readonly hint: string
    readonly retry: Retry
    readonly outcome: Outcome
    readonly at: number
    readonly failures: number
    readonly platformCode?: string | number | undefined
    readonly platformMessage?: string | undefined
    readonly requestId?: string | undefined
  }
  /** The platform may have taken a refresh whose answer never came. */
  readonly uncertain: {
    readonly since: number
    readonly attempts: number
    /** Until then the platform repeats its answer. */
    readonly repeatsUntil?: number | undefined
    /** Then the refresh token is shown once more. */
    readonly triedAt: number
  }
  readonly journaled: { readonly entries: number }
  /** Tokens of another shop or user, which a person may accept. */
  readonly identity_changed: { readonly at: number }
  /** Successes that could not be read; they may hold tokens. */
  readonly unreadable: { readonly replies: number; readonly at: number }
  /** Other connections that the same refresh token came to. */
  readonly shared_token: { readonly others: number }
  readonly spooled: { readonly disk: number; readonly memory: number }
  readonly sealed_with: { readonly key: string; readonly current: string }
  readonly key_missing: { readonly key: string; readonly ring: string }
  /** The ring's key of that id does not open it. */
  readonly seal_broken: { readonly key: string }
  readonly store_clock: { readonly seconds: number }
  readonly platform_clock: { readonly seconds: number }
  readonly quota: {
    readonly used: number
    readonly most: number
    readonly per: 'month' | 'day'
    readonly resetsAt: number
    /** The platform says that it is used up, whatever was counted here. */
    readonly refused: boolean
  }
  readonly ends: { readonly at: number; readonly days: number }
  readonly no_end: object
  readonly paused: { readonly until: number }
  readonly policy: {
    readonly refreshToken: Policy['refresh']['refreshToken']
    readonly replaySeconds: number
    readonly reuse: Policy['reuse']['then']
    readonly windowSeconds?: number | undefined
  }
  readonly reconnect: object
}

/**
 * - `fraction`: most of the access token's life is over then
 * - `paused`: the platform fails, and is left alone
 * - the others: what a refresh that failed waits for
 */
export type RefreshReason = 'fraction' | 'paused' | WaitReason

export type FindingCode = keyof FactsOf

export interface FindingOf<Code extends FindingCode> {
  readonly code: Code
  readonly severity: Severity
  readonly facts: FactsOf[Code]
}

export type Finding = { readonly [Code in FindingCode]: FindingOf<Code> }[FindingCode]

export const finding = <Code extends FindingCode>(
  code: Code,
  severity: Severity,
  facts: FactsOf[Code],
): FindingOf<Code> => ({ code, severity, facts })
