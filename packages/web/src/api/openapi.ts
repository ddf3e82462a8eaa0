/* The OpenAPI 3.1 document of administration, written from the descriptions of its routes. */
import { may, roles } from '@hufu/accounts'
import { refusal } from './answer.ts'
import { documentOf, refusalsOf } from './openapi-document.ts'
import { type Json, operationIdOf, parametersOf, schemaOf } from './openapi-schema.ts'
import { type Description, PICTURE } from './route.ts'

/** A route as the router has it: `/apps/:id`, below where administration is mounted. */
export interface Described {
  readonly method: string
  readonly path: string
  readonly description: Description
}

/** `mount`: where administration is, such as `/admin/api`. */
export const openApi = (routes: readonly Described[], version: string, mount: string): Json =>
  documentOf(
    {
      title: 'Hufu administration',
      version,
      description:
        'For operators, and consoles and scripts of theirs. JSON in, JSON out; times are seconds since the epoch. Answers may gain members, and lists of words may gain words.',
      server: mount,
      token: { name: 'operator', description: 'The token of `POST /session`: 8 hours.' },
      tags: [...new Set(routes.map(tagOf))].toSorted(),
    },
    routes,
    operationOf,
  )

/** `apps`, `users`. What is about all of it has none. */
const tagOf = ({ path }: Described): string => /^\/([a-z]+)(?:\/|$)/.exec(path)?.[1] ?? 'about'

function operationOf(route: Described, schemas: Map<string, unknown>): Json {
  const { method, path, description } = route
  const { summary, more, permission, action, params, query, body, answer, status = 200 } = description
  const parameters = [...parametersOf('path', params, schemas), ...parametersOf('query', query, schemas)]
  const done =
    answer === undefined
      ? { 204: { description: 'Done' } }
      : { [status]: { description: status === 201 ? 'Made' : 'Done', content: contentOf(answer, schemas) } }
  return {
    operationId: description.operationId ?? operationIdOf(method, path),
    tags: [tagOf(route)],
    summary,
    description: [more, allowedText(permission)].filter(Boolean).join('\n\n'),
    ...(permission === 'nobody' && { security: [] }),
    'x-hufu-permission': permission,
    ...(action !== undefined && { 'x-hufu-audit-action': action }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: needed(body), content: contentOf(body, schemas) } }),
    responses: { ...done, ...refusalsOf(refusalStatusesOf(description), contentOf(refusal, schemas)) },
  }
}

function allowedText(permission: Description['permission']): string {
  if (permission === 'nobody') return 'Needs no login.'
  if (permission === 'own') return 'For every operator.'
  const allowed = roles.filter((role) => may({ role }, permission))
  return `Needs the permission \`${permission}\`: ${allowed.join(', ')}.`
}

/** Whether a request without a body would be refused. */
const needed = (body: NonNullable<Description['body']>): boolean =>
  body === PICTURE || !body.safeParse({}).success

function contentOf(what: NonNullable<Description['answer']>, schemas: Map<string, unknown>): Json {
  if (what !== PICTURE) return { 'application/json': { schema: schemaOf(what, 'input', schemas) } }
  return { 'image/*': { schema: { type: 'string', format: 'binary' } } }
}

function refusalStatusesOf({ params, body, action, permission }: Description): readonly number[] {
  const known = permission !== 'nobody'
  return [
    400,
    ...(known ? [401] : []),
    ...(known && permission !== 'own' ? [403] : []),
    ...(params || body ? [404] : []),
    ...(action !== undefined && permission !== 'own' ? [409] : []),
  ]
}
