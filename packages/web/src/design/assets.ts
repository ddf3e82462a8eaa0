/* The files that pages are made with. Their address changes with their contents, so that a browser may keep them. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'

function asset(file: string, type: string) {
  const body = readFileSync(new URL(file, import.meta.url), 'utf8')
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12)
  return { path: `/assets/${hash}/${file}`, type: `${type}; charset=utf-8`, body }
}

export const stylesheet = asset('pages.css', 'text/css')
/** Pages work without this script; it adds copy buttons, checks while typing, and tables that grow. */
export const script = asset('enhance.js', 'text/javascript')

const YEAR = 31_536_000

export function assetRoutes(app: FastifyInstance): void {
  for (const { path, type, body } of [stylesheet, script])
    app.get(path, (_request, reply) =>
      reply.header('cache-control', `public, max-age=${YEAR}, immutable`).type(type).send(body),
    )
}
