/** What the tests use of two packages that bring no types of their own. */
declare module 'passport' {
  import type { Handler } from 'express'
  import type { Strategy } from 'passport-oauth2'

  interface Passport {
    use(strategy: Strategy): this
    initialize(): Handler
    authenticate(strategy: string, options: { readonly session: boolean }): Handler
  }
  interface PassportModule extends Passport {
    readonly Passport: new () => Passport
  }
  const passport: PassportModule
  export default passport
}

declare module 'passport-oauth2' {
  export type Parameters = Readonly<Record<string, unknown>>
  export type Done = (error: unknown, user?: unknown) => void

  export interface Options {
    readonly authorizationURL: string
    readonly tokenURL: string
    readonly clientID: string
    readonly clientSecret: string
    readonly callbackURL: string
    readonly scope: readonly string[]
    readonly scopeSeparator: string
    readonly state: boolean
  }
  export class Strategy {
    constructor(
      options: Options,
      verify: (
        accessToken: string,
        refreshToken: string,
        parameters: Parameters,
        profile: object,
        done: Done,
      ) => void,
    )
    /** Protected; `passport-oauth2-refresh` and its like refresh with it. */
    readonly _oauth2: {
      getOAuthAccessToken(
        token: string,
        parameters: Parameters,
        done: (error: unknown, accessToken: string, refreshToken: string, parameters: Parameters) => void,
      ): void
    }
  }
}
