/** What the load has to know of a store that was made for it. */
export interface Seeded {
  readonly tokens: readonly string[]
  /** Where envelopes are opened, and where forms are read. */
  readonly sealedPath: string
  readonly formPath: string
}

/** May read everything. */
export const operator = { username: 'operator', password: 'correct horse battery staple' }
