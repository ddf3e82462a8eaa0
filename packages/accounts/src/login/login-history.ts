import type { LoginReason } from '@hufu/dialects'

/** One attempt to log in to an account, as its owner is shown it. */
export interface LoginRecord {
  /** Seconds since the epoch. */
  readonly at: number
  /** `in`, or why not. */
  readonly outcome: 'in' | LoginReason
  /** The network it came from, not the address: see `networkOf`. */
  readonly network: string
  /** Which browser on which system, as far as it says so; empty where it does not. */
  readonly browser: string
}

const DAY = 86_400

/** The newest entries of each outcome are kept per account: many failures hide no success. */
const MOST_LOGINS = 30
export const LOGIN_DAYS = 180

export const keepLogin = (accountId: string, login: LoginRecord, store: LoginHistoryStore): Promise<void> =>
  store.recordLogin(accountId, login, { most: MOST_LOGINS, until: login.at + LOGIN_DAYS * DAY })

export interface LoginHistoryStore {
  /** Keeps the newest `most` of those that got in, or of those that did not; this one until then. */
  recordLogin(
    accountId: string,
    login: LoginRecord,
    keep: { readonly most: number; readonly until: number },
  ): Promise<void>
  /** The newest first. */
  logins(accountId: string): Promise<readonly LoginRecord[]>
  forgetLogins(accountId: string): Promise<void>
}
