/** What the test uses of a package whose own types are not read by a module. */
declare module 'kuaishou-merchant-open-api' {
  interface Tokens {
    readonly accessToken: string
    readonly refreshToken: string
    readonly openId: string | undefined
    readonly scopes: readonly string[]
    readonly accessTokenExpiresIn: number
    readonly refreshTokenExpiresIn: number
  }

  class KsMerchantClient {
    constructor(options: { appKey: string; appSecret: string; signSecret: string })
    url: string
    getAccessTokenByCode(asked: { code: string }): Promise<Tokens>
    getAccessTokenByRefreshToken(asked: { refreshToken: string }): Promise<Tokens>
  }

  /** CommonJS: its default export is a member of ours. */
  const sdk: { readonly default: typeof KsMerchantClient }
  export default sdk
}
