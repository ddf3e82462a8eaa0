/* The parts that our OpenAPI 3.1 documents share. */
import { STATUS_CODES } from 'node:http'
import type { Json } from './openapi-schema.ts'

/** Description of an API as a whole. */
export interface About {
  readonly title: string
  readonly version: string
  readonly description: string
  /** The path of the API, such as `/admin/api`. */
  readonly server: string
  /** The bearer token that calls need: what the document calls it, and where it comes from. */
  readonly token: { readonly name: string; readonly description: string }
  readonly tags?: readonly string[]
}

interface Route {
  readonly method: string
  /** The router's notation: `/apps/:id`. */
  readonly path: string
}

/** @param operationOf one operation; schemas that have a name of their own go to `schemas`. */
export function documentOf<Described extends Route>(
  { title, version, description, server, token, tags }: About,
  routes: readonly Described[],
  operationOf: (route: Described, schemas: Map<string, unknown>) => Json,
): Json {
  const schemas = new Map<string, unknown>()
  const paths: Record<string, Record<string, Json>> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title,
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description,
    },
    servers: [{ url: server }],
    security: [{ [token.name]: [] }],
    ...(tags && { tags: tags.map((name) => ({ name })) }),
    paths,
    components: {
      securitySchemes: {
        [token.name]: { type: 'http', scheme: 'bearer', description: token.description },
      },
      schemas: Object.fromEntries([...schemas].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    },
  }
}

/** An answer to each of these statuses, and to every other, has this content. */
export const refusalsOf = (statuses: readonly number[], content: Json): Json => ({
  ...Object.fromEntries(
    statuses
      .toSorted((a, b) => a - b)
      .map((status) => [String(status), { description: STATUS_CODES[status] ?? '', content }]),
  ),
  default: { description: 'Refused', content },
})
