/*
 * A call of the daemon is described once, where it is made: what it takes is read by the description, whom it is for is
 * asked by it, what it answers is checked against it by the compiler, and the OpenAPI document is written from it.
 */
import { keeperError } from '@hufu/keeper/parts'
import { bodyOf, parametersOf, read } from '@hufu/web/api/input'
import type { ReadOnly } from '@hufu/web/api/route'
import { nothing } from '@hufu/web/api/shapes'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Access } from '../tokens.ts'
import type { Guard } from './access.ts'

type Members = z.ZodObject
export type Method = 'GET' | 'POST'

/** `tenant`: with a tenant's or an administrator's token. */
export type Needed = 'tenant' | 'admin' | 'metrics' | 'nobody'

export interface Description<
  Params extends Members = Members,
  Query extends Members = Members,
  Body extends Members = Members,
  Answer extends Members | 'text' = Members | 'text',
> {
  readonly summary: string
  readonly more?: string
  readonly needs: Needed
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** `text`: as Prometheus reads it. */
  readonly answer: Answer
}

export interface Call<Params, Query, Body> {
  readonly access: Access
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

type Answered<Answer> = Answer extends Members ? ReadOnly<z.input<Answer>> : string

type Nothing = typeof nothing

export type Describe = <
  Answer extends Members | 'text',
  Params extends Members = Nothing,
  Query extends Members = Nothing,
  Body extends Members = Nothing,
>(
  method: Method,
  path: string,
  description: Description<Params, Query, Body, Answer>,
  handle: (
    call: Call<z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => Promise<Answered<Answer>> | Answered<Answer>,
) => void

/** A call as it is described. */
export interface Described {
  readonly method: Method
  /** The router's notation: `/v1/connections/:id`. */
  readonly path: string
  readonly description: Description
}

const callers = new WeakMap<FastifyRequest, Access>()

/** The caller, as far as it is known: for the log line. */
export const accessOf = (request: FastifyRequest): Access | undefined => callers.get(request)

/** For calls without authentication. */
const NOBODY: Access = { kind: 'metrics' }

/** @param tell is told of each call as it is made. */
export const callsOn =
  (app: FastifyInstance, guard: Guard, tell: (described: Described) => void): Describe =>
  (method, path, description, handle) => {
    const { needs, params = nothing, query = nothing, body = nothing } = description
    tell({ method, path, description })
    app.route({
      method,
      url: path,
      // Before the body is read: who is not known sends none.
      onRequest: (request, _reply, done) => {
        callers.set(request, needs === 'nobody' ? NOBODY : allowed(needs, guard.access(request)))
        done()
      },
      async handler(request, reply) {
        const call = {
          access: callers.get(request) ?? NOBODY,
          params: read(params, request.params),
          query: read(query, parametersOf(request)),
          body: read(body, bodyOf(request)),
          request,
          reply,
        } as Parameters<typeof handle>[0]
        return reply.send(await handle(call))
      },
    })
  }

/** An administrator may everything. @throws {KeeperError} `not_allowed`. */
function allowed(needs: Needed, access: Access): Access {
  if (access.kind === 'admin' || access.kind === needs) return access
  throw keeperError('not_allowed')
}
