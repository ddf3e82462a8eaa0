/* Who asks for consent, as the merchant is shown. */

/** The app that asks, as far as the platform knows it. */
export interface Asker {
  readonly name: string
  readonly developer: string
  /** Where its picture is; its initial stands in for one. */
  readonly logo?: string
  /** `registered`: an operator made the app for a developer who has no account. */
  readonly standing: 'verified' | 'unverified' | 'registered'
  /** Whether it is open to its own test shops alone so far. */
  readonly inTest: boolean
}
