/** What the tests use of three clients. */
declare module '@congminh1254/shopee-sdk' {
  interface Token {
    readonly access_token: string
    readonly refresh_token: string
    readonly expire_in: number
    readonly shop_id?: number
    readonly shop_id_list?: readonly number[]
    readonly merchant_id_list?: readonly number[]
  }
  interface Config {
    readonly partner_id: number
    readonly partner_key: string
    readonly base_url: string
    readonly base_auth_url?: string
  }
  class TokenStorage {
    store(token: Token): Promise<void>
    get(): Promise<Token | null>
    clear(): Promise<void>
  }
  export class ShopeeSDK {
    constructor(config: Config, storage?: TokenStorage)
    getAuthorizationUrl(redirectUri: string, options?: { readonly state?: string }): string
    authenticateWithCode(code: string, shopId?: number, mainAccountId?: number): Promise<Token>
    refreshToken(shopId?: number, merchantId?: number): Promise<Token | null>
  }
}

/** The last version with the older link. */
declare module 'shopee-sdk-classic' {
  export * from '@congminh1254/shopee-sdk'
}

declare module 'shopee-open-api' {
  interface Answer {
    readonly access_token: string
    readonly refresh_token: string
    readonly expire_in: number
    readonly error: string
    readonly message: string
  }
  interface ShopeeOpenAPI {
    getAuthLink(): string
    getAccessToken(asked: Readonly<Record<string, unknown>>): Promise<Answer>
    refreshAccessToken(asked: Readonly<Record<string, unknown>>): Promise<Answer>
  }
  const module: {
    default(options: {
      readonly host: string
      readonly partner_id: string | number
      readonly partner_key: string
      readonly redirect: string
    }): ShopeeOpenAPI
  }
  export default module
}
