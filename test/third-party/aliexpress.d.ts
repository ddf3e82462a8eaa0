/** What the test uses: the own types of the package have the address as a literal, which no subclass can change. */
declare module 'ae_sdk' {
  type Answer = Readonly<Record<string, unknown>>
  type Result =
    | { readonly ok: true; readonly data: Answer }
    | {
        readonly ok: false
        readonly message: string
        readonly error_response?: Answer
      }

  export class DropshipperClient {
    constructor(init: { app_key: string; app_secret: string; session: string })
    protected readonly new_apis_url: string
    generateToken(args: { code: string }): Promise<Result>
    refreshToken(args: { refresh_token: string }): Promise<Result>
    callAPIDirectly(method: string, parameters: Readonly<Record<string, string>>): Promise<Result>
  }
}
