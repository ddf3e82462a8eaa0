/** What the tests use of a package that brings no types of its own. */
declare module 'express' {
  import type { IncomingMessage, Server, ServerResponse } from 'node:http'

  export interface Request extends IncomingMessage {
    query: Readonly<Record<string, unknown>>
    session: Record<string, unknown>
    user?: unknown
  }
  export interface Response extends ServerResponse {
    json(body: unknown): this
  }
  export type Handler = (
    request: Request,
    response: Response,
    next: (error?: unknown) => void,
  ) => void | Promise<void>
  export type ErrorHandler = (
    error: unknown,
    request: Request,
    response: Response,
    next: (error?: unknown) => void,
  ) => void
  export interface Express {
    use(...handlers: readonly (Handler | ErrorHandler)[]): this
    get(path: string, ...handlers: readonly Handler[]): this
    listen(port: number, host: string): Server
  }
  export default function express(): Express
}
