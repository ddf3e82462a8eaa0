/** What the bench and the tests use of a package that brings no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  interface Model {
    save(): Promise<string>
  }
  interface Grant extends Model {
    addOIDCScope(scope: string): void
  }
  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>)
    callback(): (request: IncomingMessage, response: ServerResponse) => void
    interactionDetails(
      request: IncomingMessage,
      response: ServerResponse,
    ): Promise<{ readonly prompt: { readonly name: string } }>
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: object,
      options: { readonly mergeWithLastSubmission: boolean },
    ): Promise<void>
    readonly Client: { find(id: string): Promise<object | undefined> }
    readonly Grant: new (fields: { clientId: string; accountId: string }) => Grant
    readonly AuthorizationCode: new (fields: Readonly<Record<string, unknown>>) => Model
  }
}
