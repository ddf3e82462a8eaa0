/* The OpenAPI 3.1 document of the daemon, written from the descriptions of its calls. */
import { STATUS_CODES } from 'node:http'
import { type Json, operationIdOf, parametersOf, schemaOf } from '@hufu/web/api/openapi-schema'
import { type Described, type Description, type Needed, nothing } from './route.ts'
import { failure } from './shapes.ts'

const about = `Fresh access tokens of many shops at many platforms. JSON in, JSON out; times are seconds since the epoch.
New members and new enum values may be added to answers. An error says by \`retry\` what helps: \`after\` (ask again,
not before \`retryAt\`), \`reauth\` (the shop has to consent again), \`fix_config\` (correct the call or the
configuration) or \`never\`.`

export function keeperDocument(calls: readonly Described[], version: string): Json {
  const schemas = new Map<string, unknown>()
  const paths: Record<string, Record<string, Json>> = {}
  for (const call of calls) {
    const path = call.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [call.method.toLowerCase()]: operationOf(call, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hufu keeper',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: about,
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A token that `hufu keeper token new` made.' },
      },
      schemas: Object.fromEntries([...schemas].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    },
  }
}

const who: Readonly<Record<Needed, string>> = {
  tenant: 'For a token of a tenant, which sees its own shops, or of an administrator.',
  admin: 'For a token of an administrator.',
  metrics: 'For a token for metrics, or of an administrator.',
  nobody: 'Needs no token.',
}

function operationOf({ method, path, description }: Described, schemas: Map<string, unknown>): Json {
  const { summary, more, needs, params, query, body = nothing, answer } = description
  const parameters = [...parametersOf('path', params, schemas), ...parametersOf('query', query, schemas)]
  const json = (schema: Json): Json => ({ 'application/json': { schema } })
  const done =
    answer === 'text'
      ? { 'text/plain': { schema: { type: 'string' } } }
      : json(schemaOf(answer, 'input', schemas))
  return {
    operationId: operationIdOf(method, path),
    summary,
    description: [more, who[needs]].filter(Boolean).join('\n\n'),
    ...(needs === 'nobody' && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(Object.keys(body.shape).length > 0 && {
      requestBody: { required: !body.safeParse({}).success, content: json(schemaOf(body, 'input', schemas)) },
    }),
    responses: {
      200: { description: 'Done', content: done },
      ...refusals(description, json(schemaOf(failure, 'input', schemas))),
    },
  }
}

function refusals({ needs, params, query, body }: Description, content: Json): Json {
  const known = needs !== 'nobody'
  const statuses = [
    400,
    ...(known ? [401, 403, 429] : []),
    ...((params ?? query ?? body) ? [404, 409] : []),
    503,
  ]
  return {
    ...Object.fromEntries(
      statuses
        .toSorted((a, b) => a - b)
        .map((status) => [String(status), { description: STATUS_CODES[status], content }]),
    ),
    default: { description: 'Refused', content },
  }
}
