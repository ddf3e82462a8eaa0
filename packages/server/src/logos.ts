/* Logos of apps, from the store alone: no picture is ever fetched from elsewhere. */
import type { App } from '@hufu/engine'
import type { LogoStore } from '@hufu/accounts'
import type { FastifyInstance } from 'fastify'

/** Changes with the picture, so that a browser may keep it. `base`: what stands before a platform's own paths. */
export const logoPath = ({ id }: Pick<App, 'id'>, version: string, base = ''): string =>
  `${base}/logos/${id}?v=${version}`

const YEAR = 31_536_000

/** The URL has id and version; both must match. A browser shows it as a picture, and never as a page. */
export function logoRoute(app: FastifyInstance, store: LogoStore): void {
  app.get<{ Params: { id: string } }>('/logos/:id', async (request, reply) => {
    const { id } = request.params
    const [, version] = /\?v=([\w-]{22})$/.exec(request.raw.url ?? '') ?? []
    const logo = version !== undefined && /^[\w-]{1,64}$/.test(id) ? await store.logo(id, version) : undefined
    if (!logo)
      return reply.code(404).send({ error: 'invalid_request', error_description: 'there is no such logo' })
    return reply
      .headers({
        'cache-control': `public, max-age=${YEAR}, immutable`,
        'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      })
      .type(logo.type)
      .send(Buffer.from(logo.bytes))
  })
}
