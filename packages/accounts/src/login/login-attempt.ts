/* The data of one attempt to log in. */

/** The name that the browser's cookie proves: this account logged in with it before. */
export type KnownBrowser<Account> = (account: Account) => string | undefined

export interface LoginAttempt {
  readonly username: string
  readonly password: string
  /** The client address, as trusted proxies report it. */
  readonly address: string
}
