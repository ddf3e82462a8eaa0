/** What the tests use of a package that brings no types of its own. */
declare module 'node-taobao-topclient' {
  type Answer = Readonly<Record<string, unknown>>

  class TopClient {
    constructor(options: { readonly appkey: string; readonly appsecret: string; readonly REST_URL: string })
    execute(method: string, parameters: Record<string, unknown>, by?: 'GET' | 'POST'): Promise<Answer | null>
  }
  const exported: { readonly default: typeof TopClient }
  export default exported
}
