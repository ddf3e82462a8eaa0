/* Input is validated here and nowhere else: by its schema, and the error names the member. */
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { queryOf } from '../http/wire.ts'

/** The request is not what this call takes. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly status: number

  constructor(message: string, status = 400) {
    super(message)
    this.status = status
  }
}

/** @throws {InputError} naming the first member that does not fit. Never says a value: it may be a password. */
export function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place = issue?.path.map(String).join('.') ?? ''
  throw new InputError(`${place === '' ? '' : `${place}: `}${issue?.message ?? 'does not fit'}`)
}

/** The body as JSON; nothing is an empty object. @throws {InputError} */
export function bodyOf(request: FastifyRequest): unknown {
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  if (bytes.length === 0) return {}
  const mediaType = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (mediaType !== 'application/json') throw new InputError('the body must be application/json', 415)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new InputError('the body is no JSON in UTF-8')
  }
}

/** The query's parameters. @throws {InputError} when one comes twice. */
export function parametersOf(request: FastifyRequest): Readonly<Record<string, string>> {
  const pairs = [...new URLSearchParams(queryOf(request))]
  const names = new Set<string>()
  for (const [name] of pairs) {
    if (names.has(name)) throw new InputError(`${name}: comes twice`)
    names.add(name)
  }
  return Object.fromEntries(pairs)
}
