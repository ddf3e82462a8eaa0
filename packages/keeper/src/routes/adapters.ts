/* One handler for express, fastify, hono, node:http and whatever speaks `fetch`. Types of none of them are needed. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Answer, type SiteRequest, type Handle, usualHeaders } from './message.ts'

/** The parts of fastify that a handler needs. */
export interface FastifyLike {
  /** The prefix of the plugins that it is registered in. */
  readonly prefix?: string
  all(
    path: string,
    handler: (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<unknown>,
  ): unknown
}
interface FastifyRequestLike {
  readonly raw: IncomingMessage
}
interface FastifyReplyLike {
  code(status: number): this
  headers(values: Readonly<Record<string, string>>): this
  send(body: string): this
}
/** The parts of hono's context that a handler needs. */
export interface HonoContextLike {
  readonly req: { readonly raw: Request }
}

/** The keeper's pages. As it is for express, connect and node:http, which pass a request on where it is not ours. */
export interface Routes {
  (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void): void
  /** For `app.register`. @throws {TypeError} below a prefix that the path of `keeper.routes` does not begin with. */
  readonly fastify: (app: FastifyLike) => Promise<void>
  /** For `app.use`. */
  readonly hono: (context: HonoContextLike, next: () => Promise<void>) => Promise<Response | undefined>
  /** For runtimes and frameworks with `Request` and `Response`; 404 for any other path. */
  readonly fetch: (request: Request) => Promise<Response>
}

/** @param paths all that `handle` answers, for routers that want them ahead. */
export function adapted(handle: Handle, paths: readonly string[]): Routes {
  const plain = (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void) => {
    handle(askedOf(request))
      .then((answer) => {
        if (answer === undefined && next) return next()
        const { status, headers, body } = answer ?? nothingHere
        response.writeHead(status, headers).end(body)
      })
      .catch((bug: unknown) => (next ? next(bug) : response.destroy(bug instanceof Error ? bug : undefined)))
  }
  const ofWeb = async (request: Request): Promise<Response | undefined> => {
    const { protocol, host, pathname, search } = new URL(request.url)
    const answer = await handle({
      method: request.method,
      url: `${pathname}${search}`,
      secure: protocol === 'https:',
      header: (name) => (name === 'host' ? host : (request.headers.get(name) ?? undefined)),
    })
    return answer && new Response(answer.body, { status: answer.status, headers: answer.headers })
  }
  return Object.assign(plain, {
    async fastify(app: FastifyLike) {
      for (const path of paths)
        app.all(belowPrefix(path, app.prefix), async ({ raw }, reply) => {
          const { status, headers, body } = (await handle(askedOf(raw))) ?? nothingHere
          return reply.code(status).headers(headers).send(body)
        })
    },
    async hono({ req }: HonoContextLike, next: () => Promise<void>) {
      const answer = await ofWeb(req.raw)
      if (answer === undefined) await next()
      return answer
    },
    fetch: async (request: Request) =>
      (await ofWeb(request)) ??
      new Response(nothingHere.body, { status: nothingHere.status, headers: nothingHere.headers }),
  })
}

/** fastify puts its prefix before every path; ours are whole, as browsers ask for them. */
function belowPrefix(path: string, prefix = ''): string {
  if (path.startsWith(`${prefix}/`)) return path.slice(prefix.length)
  throw new TypeError(
    `routes: fastify puts ${prefix} before each path: write keeper.routes('${prefix}/...'), as browsers ask for it`,
  )
}

const nothingHere: Answer = {
  status: 404,
  headers: { ...usualHeaders, 'content-type': 'text/plain; charset=utf-8' },
  body: 'Nothing here.',
}

/** express takes the path that it mounted from `url`, and keeps the whole in `originalUrl`. */
const askedOf = (request: IncomingMessage & { readonly originalUrl?: string }): SiteRequest => ({
  method: request.method ?? '',
  url: request.originalUrl ?? request.url ?? '',
  secure: 'encrypted' in request.socket,
  header(name) {
    const value = request.headers[name]
    return Array.isArray(value) ? value.join() : value
  },
})
