/* What came with one attempt to log in. */

/** What a browser proves that it was given when this account logged in with it before: its name. */
export type KnownBrowser<Account> = (account: Account) => string | undefined

export interface LoginAttempt {
  readonly username: string
  readonly password: string
  /** Where it came from, as trusted proxies say it. */
  readonly address: string
}
