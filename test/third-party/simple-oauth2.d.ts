/** What the tests use of a package that brings no types of its own. */
declare module 'simple-oauth2' {
  type Parameters = Readonly<Record<string, string | readonly string[]>>

  interface AccessToken {
    readonly token: Readonly<Record<string, unknown>> & { readonly expires_at: Date }
    expired(): boolean
    refresh(parameters?: Parameters): Promise<AccessToken>
    revoke(which: 'access_token' | 'refresh_token'): Promise<unknown>
  }
  export class AuthorizationCode {
    constructor(options: {
      readonly client: {
        readonly id: string
        readonly secret: string
        readonly idParamName?: string
        readonly secretParamName?: string
      }
      readonly auth: {
        readonly tokenHost: string
        readonly tokenPath: string
        readonly refreshPath?: string
        readonly revokePath?: string
        readonly authorizePath: string
      }
      readonly options: {
        readonly authorizationMethod: 'body' | 'header'
        readonly scopeSeparator?: string
      }
    })
    authorizeURL(parameters: Parameters): string
    getToken(parameters: Parameters): Promise<AccessToken>
    createToken(token: object): AccessToken
  }
}
