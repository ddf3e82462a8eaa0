/** What the tests use of two packages that bring no types of their own. */
declare module 'lazada-open-platform-sdk' {
  type Payload = Readonly<Record<string, string>>
  type Call = (
    appKey: string,
    appSecret: string,
    gateway: string,
    accessToken: string | undefined,
    payload: Payload,
    action: 'GET' | 'POST',
    protocol: 'HTTP' | 'HTTPS',
  ) => Promise<Readonly<Record<string, unknown>>>

  class LazadaAPI {
    constructor(appKey: string, appSecret: string, country: string)
    readonly gateway: string
    readonly client: { readonly generateAccessToken: Call; readonly refreshAccessToken: Call }
  }
  export default LazadaAPI
}

declare module 'lazada-sdk-client' {
  export class LazadaRequest {
    constructor(apiName: string, method: 'GET' | 'POST')
    addApiParam(key: string, value: string): void
  }
  export class LazadaClient {
    constructor(serverUrl: string, appKey: string, appSecret: string)
    execute(request: LazadaRequest): Promise<{ readonly data: Readonly<Record<string, unknown>> }>
  }
}
