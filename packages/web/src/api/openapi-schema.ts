/* Parts of an OpenAPI 3.1 document that say what zod's shapes say. */
import { z } from 'zod'

export type Json = Readonly<Record<string, unknown>>

/** `GET /apps/:id/log` is `getAppsIdLog`. */
export const operationIdOf = (method: string, path: string): string =>
  method.toLowerCase() +
  path
    .split(/[^a-z]+/i)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')

/** One parameter for each member of a path or a query. */
export function parametersOf(
  place: 'path' | 'query',
  members: z.ZodObject | undefined,
  schemas: Map<string, unknown>,
): readonly Json[] {
  return Object.entries(members?.shape ?? {}).map(([name, member]) => {
    const type = member as z.ZodType
    const { description, ...schema } = schemaOf(type, 'output', schemas)
    const required = place === 'path' || !type.safeParse(undefined).success
    return { name, in: place, required, ...(description !== undefined && { description }), schema }
  })
}

/** A schema with an id goes to `schemas`, and is referred to. */
export function schemaOf(type: z.ZodType, io: 'input' | 'output', schemas: Map<string, unknown>): Json {
  const whole = z.toJSONSchema(type, { io, override: withoutSafeBounds })
  const {
    $schema: _dialect,
    $defs = {},
    ...schema
  } = JSON.parse(JSON.stringify(whole).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json & {
    readonly $defs?: Json
  }
  for (const [name, definition] of Object.entries($defs)) schemas.set(name, definition)
  return schema
}

/** Omits the bounds of JavaScript's safe integers. */
function withoutSafeBounds({
  jsonSchema,
}: {
  readonly jsonSchema: { minimum?: number; maximum?: number }
}): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}
