/* A message through its codec: strictly first, then with care, so that one odd member does not hide the others. */
import { type Codec, type Oddity, type WithFields, isWireError } from '@hufu/dialects'
import type { Listening } from './listening.ts'

export interface Problem {
  readonly member: string
  readonly problem: Oddity['problem']
}

export interface Decoded<Value> {
  /** Absent where nothing could be read. */
  readonly value?: Value
  readonly problems: readonly Problem[]
}

export function decode<Value, Wire>(
  codec: Codec<Value, Wire>,
  wire: Wire,
  { heard, context }: Listening,
): Decoded<Value> {
  const attempt = (odd?: (oddity: Oddity) => void): { readonly value: Value } | Problem => {
    try {
      return { value: codec.decode(wire, context(odd)) }
    } catch (error) {
      if (isWireError(error)) return { member: error.parameter, problem: error.problem }
      throw error
    }
  }
  const strict = attempt()
  if ('value' in strict) return { value: strict.value, problems: [] }
  // Without the key there is nothing to read, which is no fault of the message.
  if (heard.isClosed) return { problems: [] }
  const first = heard.isForged ? attempt() : strict
  const forged = heard.isForged ? [strict] : []
  if ('value' in first) return { value: first.value, problems: forged }

  const oddities: Problem[] = []
  const careful = attempt((oddity) => void oddities.push(oddity))
  const told = oddities.some(({ member }) => member === first.member) ? [] : [first]
  if ('value' in careful) return { value: careful.value, problems: [...forged, ...told, ...oddities] }
  return { problems: [...forged, first, ...(careful.member === first.member ? [] : [careful])] }
}

const samples = { number: 1, json: {}, flag: true, words: ['x'], text: 'x' } as const

/** The value, and in the place of each field that it lacks and must have, one that can be written. */
export function completed(value: object, { fields }: WithFields, problems: readonly Problem[]): object {
  if (problems.length === 0 || 'error' in value) return value
  const missing = fields.flatMap((each) =>
    'key' in each && !each.optional && !(each.key in value)
      ? [[each.key, (samples as Record<string, unknown>)[each.type.holds.kind] ?? 'x'] as const]
      : [],
  )
  return { ...Object.fromEntries(missing), ...value }
}
