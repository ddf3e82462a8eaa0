/* The admin API: the table, read as routes, each of which describes itself for the OpenAPI document. */
import type { FastifyRequest } from 'fastify'
import { noteOutcome } from '@hufu/server'
import { z } from 'zod'
import { say } from '@hufu/web/api/answer'
import type { AdminContext } from './api/context.ts'
import { membersOf } from '@hufu/web/api/members'
import { type Api, type Call, type Description, PICTURE } from '@hufu/web/api/route'
import {
  type Act,
  type By,
  type Members,
  type Surroundings,
  methodOf,
  others,
  pathOf,
  placed,
} from './act.ts'
import { isDenied } from './denied.ts'
import { perform } from './perform.ts'
import { operatorOf } from './api/session.ts'

export function serveActs(api: Api, table: readonly Act[], context: AdminContext): void {
  for (const act of table) {
    const { permission } = act
    if (permission === undefined) continue
    const pictured = pictureOf(act) ?? 'picture'
    const on = api[methodOf(act).toLowerCase() as Lowercase<ReturnType<typeof methodOf>>]
    on(
      pathOf(act),
      descriptionOf(act, permission),
      async ({ params, query, body, request, reply }: Call<Members, Members, Body>) => {
        const by = byOf(request)
        const from = { address: request.ip, requestId: request.id }
        const exchanged: Surroundings['exchanged'] = (app, step, error) => {
          noteOutcome(request, app.platform, step, error)
          request.appId = app.id
        }
        const members = { ...(Buffer.isBuffer(body) ? { [pictured]: body } : body), ...query, ...params }
        const result = await perform(act, members, { ...context, by, from, exchanged })
        // Held to its shape where the act is written; an act without one answers nothing.
        if (!isDenied(result)) return result as Readonly<Record<string, unknown>>
        return result.refused === 'not_allowed' ? say(reply, 403, 'not_allowed', result.message) : result
      },
    )
  }
}

type Body = Members | typeof PICTURE

/** The member that is a picture: its bytes are the body. */
const pictureOf = (act: Act): string | undefined =>
  membersOf(act.input, others(act)).find(({ kind }) => kind === 'picture')?.name

function descriptionOf(
  act: Act,
  permission: NonNullable<Act['permission']>,
): Description<Members, Members, Body, Members> {
  const { name, title, input, output, more, creates } = act
  const params = pick(input, placed(act))
  const rest = pick(input, others(act))
  return {
    operationId: camelCase(name),
    summary: title.en,
    ...(more !== undefined && { more }),
    permission,
    ...(act.isLogged && { action: name }),
    ...(params && { params }),
    ...(rest && (hasBody(act) ? { body: pictureOf(act) === undefined ? rest : PICTURE } : { query: rest })),
    ...(output && { answer: output }),
    ...(creates && { status: 201 }),
  }
}

/** Input of GET and DELETE is in the query: their content has no meaning (RFC 9110, 9.3.1 and 9.3.5). */
const hasBody = (act: Act): boolean => !['GET', 'DELETE'].includes(methodOf(act))

/** `operator.end_sessions` is `operatorEndSessions`. */
const camelCase = (name: string): string =>
  name.replaceAll(/[._]([a-z])/g, (_, letter: string) => letter.toUpperCase())

const pick = ({ shape }: Members, names: readonly string[]): Members | undefined =>
  names.length === 0
    ? undefined
    : z.strictObject(Object.fromEntries(names.flatMap((name) => (shape[name] ? [[name, shape[name]]] : []))))

const byOf = (request: FastifyRequest): By => ({ kind: 'operator', account: operatorOf(request) })
