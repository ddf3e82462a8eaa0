/* The OpenAPI 3.1 document of the daemon, written from the descriptions of its calls. */
import { documentOf, refusalsOf } from '@hufu/web/api/openapi-document'
import { type Json, operationIdOf, parametersOf, schemaOf } from '@hufu/web/api/openapi-schema'
import { nothing } from '@hufu/web/api/shapes'
import type { Described, Description, Needed } from './route.ts'
import { failure } from './shapes.ts'

const about = `Fresh access tokens of many shops at many platforms. JSON in, JSON out; times are seconds since the epoch.
New members and new enum values may be added to answers. An error says by \`retry\` what helps: \`after\` (ask again,
not before \`retryAt\`), \`reauth\` (the shop has to consent again), \`fix_config\` (correct the call or the
configuration) or \`never\`.`

export const keeperDocument = (calls: readonly Described[], version: string): Json =>
  documentOf(
    {
      title: 'Hufu keeper',
      version,
      description: about,
      server: '/',
      token: { name: 'bearer', description: 'A token that `hufu keeper token new` made.' },
    },
    calls,
    operationOf,
  )

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
      ...refusalsOf(refusalStatusesOf(description), json(schemaOf(failure, 'input', schemas))),
    },
  }
}

function refusalStatusesOf({ needs, params, query, body }: Description): readonly number[] {
  const known = needs !== 'nobody'
  return [400, ...(known ? [401, 403, 429] : []), ...((params ?? query ?? body) ? [404, 409] : []), 503]
}
