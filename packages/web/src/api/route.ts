/*
 * A route of administration is described once, where it is made: what it takes is read by the description, whom it is for
 * is asked by it, what it answers is checked against it by the compiler, and the OpenAPI document is written from it.
 */
import { type Permission, type Refusal, isRefusal } from '@hufu/accounts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { membersOf, valueOf } from './members.ts'
import { isLong } from '../http/json-pieces.ts'
import { refuse, sendLong } from './answer.ts'
import { bodyOf, parametersOf, read } from './input.ts'
import { nothing } from './shapes.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** The bytes of a picture, instead of JSON. */
export const PICTURE = 'picture'
type Picture = typeof PICTURE
type Members = z.ZodObject

/** `own`: for every operator, about their own account. `nobody`: needs no login. */
export type Needed = Permission | 'own' | 'nobody'

export interface Description<
  Params extends Members = Members,
  Query extends Members = Members,
  Body extends Members | Picture = Members | Picture,
  Answer extends Members | Picture = Members | Picture,
> {
  /** By default it is made of method and path. */
  readonly operationId?: string
  /** A few words. */
  readonly summary: string
  /** Further description. */
  readonly more?: string
  readonly permission: Needed
  /** The action in the audit log, such as `app.approve`; its entry is written before the answer. Absent: the call changes nothing. */
  readonly action?: string
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** Absent: nothing but the status, 204. */
  readonly answer?: Answer
  /** 201 where something was made; 200 otherwise. */
  readonly status?: 201
}

/** What a route of `apiOn` says about itself, by the `config` that fastify keeps of it. */
export const descriptionIn = (config: object = {}): Description | undefined =>
  'description' in config ? (config.description as Description) : undefined

/** The value and all that is in it, as who answers may give it. */
export type ReadOnly<Value> = Value extends readonly (infer Item)[]
  ? readonly ReadOnly<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: ReadOnly<Value[Key]> }
    : Value

type Given<Wanted> = Wanted extends Members ? z.output<Wanted> : Buffer
type Answered<Answer> =
  | Refusal
  | FastifyReply
  | (Answer extends Members ? ReadOnly<z.input<Answer>> : undefined)

/** A request, as far as its description says what is in it. */
export interface Call<Params, Query, Body> {
  readonly params: Given<Params>
  readonly query: Given<Query>
  readonly body: Given<Body>
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

type Nothing = typeof nothing

export type Describe = <
  Params extends Members = Nothing,
  Query extends Members = Nothing,
  Body extends Members | Picture = Nothing,
  Answer extends Members | Picture = Picture,
>(
  path: string,
  description: Description<Params, Query, Body, Answer>,
  handle: (call: Call<Params, Query, Body>) => Promise<Answered<Answer>> | Answered<Answer>,
) => void

export interface Api {
  readonly get: Describe
  readonly post: Describe
  readonly put: Describe
  readonly patch: Describe
  readonly delete: Describe
}

export function apiOn(app: FastifyInstance): Api {
  const on =
    (method: Method): Describe =>
    (path, description, handle) => {
      const { params = nothing, query = nothing, body = nothing, status = 200 } = description
      const [fromTexts, queryFromTexts] = [valuesFor(params), valuesFor(query)]
      app.route({
        method,
        url: path,
        config: { description },
        async handler(request, reply) {
          const call = {
            params: read(params, fromTexts(request.params as Texts)),
            query: read(query, queryFromTexts(parametersOf(request))),
            body: body === PICTURE ? bytesOf(request) : read(body, bodyOf(request)),
            request,
            reply,
          } as Parameters<typeof handle>[0]
          const result = await handle(call)
          // A reply that was awaited is none any more: it waits until it has been sent.
          if (result === reply || reply.sent) return reply
          if (result === undefined) return reply.code(204).send()
          if (isRefusal(result)) return refuse(reply, result)
          reply.code(status)
          return isLong(result) ? sendLong(reply, { ...result }) : reply.send(result)
        },
      })
    }
  return {
    get: on('GET'),
    post: on('POST'),
    put: on('PUT'),
    patch: on('PATCH'),
    delete: on('DELETE'),
  }
}

type Texts = Readonly<Record<string, string>>

/** Makes numbers and flags of the texts that a path or a query has. */
function valuesFor(shape: Members): (texts: Texts) => object {
  const members = new Map(membersOf(shape).map((member) => [member.name, member]))
  return (texts) =>
    Object.fromEntries(
      Object.entries(texts).map(([name, text]) => {
        const member = members.get(name)
        return [name, member ? valueOf(member, text) : text]
      }),
    )
}

const bytesOf = ({ body }: FastifyRequest): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))
