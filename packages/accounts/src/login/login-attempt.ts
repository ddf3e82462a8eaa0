/* What came with one attempt to log in. */

export interface LoginAttempt {
  readonly username: string
  readonly password: string
  /** Where it came from, as trusted proxies say it. */
  readonly address: string
}
