/* Converts the texts of a query, a command line or a form, by the schema of an act's input. */
import { z } from 'zod'
type Members = z.ZodObject

export interface Member {
  readonly name: string
  readonly kind: 'text' | 'number' | 'flag' | 'list' | 'password' | 'choice' | 'object' | 'picture'
  readonly choices: readonly string[]
  /** Whether the act is refused without it. */
  readonly isNeeded: boolean
  /** Whether null empties it. */
  readonly isNullable: boolean
  readonly preset?: unknown
  readonly description?: string
}

interface Schema {
  /** Several: a text or null. What has bounds of its own and null is an `anyOf`. */
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly string[]
  readonly anyOf?: readonly Schema[]
  readonly default?: unknown
  readonly description?: string
}

/** Marks a member of an answer that is told once. */
export const TOLD_ONCE = 'x-hufu-told-once'

/** A password: never a text on a command line, never shown again in a form. */
export const password = z.string().meta({ format: 'password' })

/** The bytes of a picture: the body of a request, a file of a form or of a command. */
export const picture = z
  .custom<Uint8Array>((value) => value instanceof Uint8Array, 'is no picture')
  .meta({ format: 'binary' })

export function membersOf(
  input: Members,
  names: readonly string[] = Object.keys(input.shape),
): readonly Member[] {
  const { properties = {}, required = [] } = z.toJSONSchema(input, {
    io: 'input',
    unrepresentable: 'any',
  }) as {
    readonly properties?: Readonly<Record<string, Schema>>
    readonly required?: readonly string[]
  }
  return names.map((name) => {
    const whole = properties[name] ?? {}
    const schema = whole.anyOf?.find((each) => !isNull(each)) ?? whole
    return {
      name,
      kind: kindOf(schema),
      choices: schema.enum ?? [],
      isNeeded: required.includes(name),
      isNullable: isNull(whole) || (whole.anyOf?.some(isNull) ?? false),
      ...(whole.default !== undefined && { preset: whole.default }),
      ...(whole.description !== undefined && { description: whole.description }),
    }
  })
}

const kinds: Readonly<Partial<Record<string, Member['kind']>>> = {
  integer: 'number',
  number: 'number',
  boolean: 'flag',
  array: 'list',
  object: 'object',
}

function kindOf({ type = [], format, enum: choices }: Schema): Member['kind'] {
  if (choices) return 'choice'
  if (format === 'binary') return 'picture'
  return format === 'password' ? 'password' : (kinds[[type].flat()[0] ?? ''] ?? 'text')
}

const isNull = ({ type = [] }: Schema): boolean => [type].flat().includes('null')

/**
 * A member's value from its text, for the shape to judge: a text that is no number stays one, and is refused by the
 * shape's own words. A member that has members of its own is JSON.
 */
export function valueOf({ kind, isNullable }: Member, text: string): unknown {
  if (kind === 'number' && /^(0|[1-9]\d{0,15})$/.test(text)) return Number(text)
  if (kind === 'flag' && /^(true|false)$/.test(text)) return text === 'true'
  if (kind === 'list')
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
  if (text === '' && isNullable) return null
  return kind === 'object' ? parsed(text) : text
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Members of the answer that are told once, such as a secret or a link, with what is said of them. */
export function toldOnce({ output }: { readonly output?: Members | undefined }): ReadonlyMap<string, string> {
  if (!output) return new Map()
  const { properties = {} } = z.toJSONSchema(output, { io: 'input' }) as {
    readonly properties?: Readonly<Record<string, Schema>>
  }
  const once = Object.entries(properties).filter(([, schema]) => TOLD_ONCE in schema)
  return new Map(once.map(([name, { description = '' }]) => [name, description]))
}

/** Members of an act out of a form: a box that is not ticked is not sent, and a field that is left empty is. */
export const readForm = (
  members: readonly Member[],
  form: URLSearchParams,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    members.flatMap((member): readonly (readonly [string, unknown])[] => {
      const { name, kind, isNeeded, isNullable } = member
      if (kind === 'flag') return [[name, form.has(name)]]
      const text = form.get(name)
      if (text === null || (text === '' && !isNeeded && !isNullable && kind !== 'list')) return []
      return [[name, valueOf(member, kind === 'password' ? text : text.trim())]]
    }),
  )
