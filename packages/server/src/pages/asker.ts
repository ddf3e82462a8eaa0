/* The app on the consent page, as the merchant sees it. */

/** The app that asks, as far as the platform knows it. */
export interface Asker {
  readonly name: string
  readonly developer: string
  /** The URL of the logo; if absent, the name's initial is shown. */
  readonly logo?: string
  /** `registered`: an operator made the app for a developer who has no account. */
  readonly standing: 'verified' | 'unverified' | 'registered'
  /** Whether it is open to its own test shops alone so far. */
  readonly inTest: boolean
}
