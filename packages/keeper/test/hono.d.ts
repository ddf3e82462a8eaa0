/** What the tests use of it, so that types are checked where it is not installed. */
declare module 'hono' {
  interface Context {
    readonly req: { readonly raw: Request }
    text(body: string): Response
  }
  type Handler = (context: Context, next: () => Promise<void>) => Promise<Response | undefined> | Response
  export class Hono {
    use(handler: Handler): this
    get(path: string, handler: Handler): this
    readonly fetch: (request: Request) => Response | Promise<Response>
  }
}
