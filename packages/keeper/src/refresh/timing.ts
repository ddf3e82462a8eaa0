/* When a connection is looked at again. Pure. */
import { randomInt } from 'node:crypto'
import type { Policy } from '@hufu/dialects'
import type { Schedule } from '@hufu/keeper-store/store'

const DAY = 86_400

/** Days before the end of an authorization on which it is told. */
export const NOTICE_DAYS = [14, 7, 3, 1] as const

/** 0 to 1, the same for a connection each time: so thousands that began together do not stay together. */
const spread = (id: string): number => (Number.parseInt(id.slice(-6), 16) || 0) / 2 ** 24

/** Shares of an access token's lifetime: it is refreshed between these two. */
const FROM = 0.7
const UNTIL = 0.85
/** Shares of a platform's refresh window. */
const WINDOW_FROM = 0.05
const WINDOW_UNTIL = 0.5

export interface Lifetime {
  readonly issuedAt: number
  readonly accessExpiresAt: number
  /** No platform stated the end of the access token. */
  readonly accessAssumed?: true | undefined
  readonly refreshExpiresAt?: number | undefined
  /** The platform gave a refresh token that could not be read: the one that is held may be replaced. */
  readonly isRefreshLost?: boolean | undefined
}

/**
 * A fraction into the lifetime, of the refresh token where that ends first; within the platform's window where it has one.
 * A refresh token that may be replaced is shown when there is nothing left to lose (decision 018).
 */
export function refreshTime(tokens: Lifetime, policy: Policy, id: string): number {
  const { issuedAt, accessExpiresAt, refreshExpiresAt = Infinity, isRefreshLost } = tokens
  if (isRefreshLost && policy.refresh.refreshToken !== 'same') return accessExpiresAt
  const between = (from: number, until: number) => from + (until - from) * spread(id)
  const window = usefulSeconds(policy)
  const end = Math.min(accessExpiresAt, refreshExpiresAt)
  const usual = issuedAt + (end - issuedAt) * between(FROM, UNTIL)
  return window === undefined
    ? usual
    : Math.max(usual, accessExpiresAt - window * (1 - between(WINDOW_FROM, WINDOW_UNTIL)))
}

/**
 * Seconds before the end of an access token in which a refresh is accepted and changes anything; undefined where it always
 * does.
 */
function usefulSeconds({ refreshWindow, earlyRefresh = [] }: Policy): number | undefined {
  const kept = earlyRefresh.filter(({ accessToken }) => accessToken === 'kept')
  const least = Math.min(refreshWindow?.lastSeconds ?? Infinity, ...kept.map(({ whileLeft }) => whileLeft))
  return Number.isFinite(least) ? least : undefined
}

interface Held extends Lifetime {
  readonly authorizationExpiresAt?: number | undefined
  readonly refresh?: string | undefined
}

/** Whether there is a refresh token, and one of use: some platforms print one that ends when it is given. */
export const isRefreshable = ({ refresh, refreshExpiresAt = Infinity, issuedAt }: Held): boolean =>
  refresh !== undefined && refreshExpiresAt > issuedAt

/**
 * When only consent helps: the authorization's own end, that of a refresh token whose deadline no refresh renews, or that of
 * tokens which nothing renews.
 *
 * @param policy absent where the app is not configured any more.
 */
export function endOf(
  connection: Held,
  policy: Pick<Policy, 'refreshDeadline'> | undefined,
): number | undefined {
  const { accessExpiresAt, accessAssumed, authorizationExpiresAt, refreshExpiresAt } = connection
  const access = accessAssumed ? Infinity : accessExpiresAt
  const isKept = policy?.refreshDeadline === 'kept' && refreshExpiresAt !== undefined
  const tokens = isRefreshable(connection)
    ? isKept
      ? Math.max(refreshExpiresAt, accessAssumed ? 0 : accessExpiresAt)
      : Infinity
    : access
  const end = Math.min(tokens, authorizationExpiresAt ?? Infinity)
  return Number.isFinite(end) ? end : undefined
}

/** The next day on which an end is told; undefined when all are over. */
export const noticeTime = (end: number | undefined, now: number): number | undefined =>
  end === undefined ? undefined : NOTICE_DAYS.map((days) => end - days * DAY).find((at) => at > now)

/** The schedule of a connection after new tokens. */
export function scheduleOf(tokens: Held & { readonly id: string }, policy: Policy): Schedule {
  const noticeAt = noticeTime(endOf(tokens, policy), tokens.issuedAt)
  const isEndless = tokens.accessAssumed === true && policy.accessTokenLifetime === 'endless'
  return {
    ...(isRefreshable(tokens) && !isEndless && { dueAt: refreshTime(tokens, policy, tokens.id) }),
    ...(noticeAt !== undefined && { noticeAt }),
  }
}

/** Seconds before a failed call is tried again: longer each time, up to `longest`, and a quarter more or less. */
export const backoff = (
  failures: number,
  { first = 1, longest }: { readonly first?: number; readonly longest: number },
): number => Math.min(longest, first * 2 ** Math.min(failures, 20)) * (0.75 + randomInt(1000) / 2000)

/** Milliseconds, a random part of them. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds / 2 + randomInt(Math.max(1, Math.ceil(milliseconds)))))
