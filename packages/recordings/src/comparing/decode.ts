/* A message through its codec: strictly first, then with care, so that one odd member does not hide the others. */
import {
  type Bag,
  type Codec,
  type CodecContext,
  type Field,
  type Fields,
  type Oddity,
  type WithFields,
  isWireError,
} from '@hufu/dialects'
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
  const isUnproven = strict.problem === 'unauthentic'
  // Without the key there is nothing to read, which is no fault of the message.
  if (isUnproven && heard.isClosed) return { problems: [] }
  heard.isForged = isUnproven && !heard.isUnopened
  // A signature or an envelope that is told once no longer keeps the rest from being read.
  const isTold = heard.isForged || heard.isUnopened
  const proof = isTold ? [strict] : []
  const first = isTold ? attempt() : strict
  if ('value' in first) return { value: first.value, problems: proof }

  const oddities: Problem[] = []
  const careful = attempt((oddity) => void oddities.push(oddity))
  const told = oddities.some(({ member }) => member === first.member) ? [] : [first]
  const problems = [...proof, ...told, ...oddities]
  if ('value' in careful) return { value: careful.value, problems }
  return { problems: careful.member === first.member ? problems : [...problems, careful] }
}

const samples = {
  number: 1,
  numeral: '1',
  json: {},
  parameters: {},
  flag: true,
  words: ['x'],
  text: 'x',
} as const

const sampleOf = ({ type: { holds } }: Field): unknown =>
  holds.kind === 'records' ? [sampleRecord(holds.fields)] : samples[holds.kind]

/** A record of these fields with values that are nobody's. */
export const sampleRecord = (fields: Fields): Bag =>
  Object.fromEntries(fields.flatMap((each) => ('key' in each ? [[each.key, sampleOf(each)] as const] : [])))

/** A record of these fields as JSON, with values that can be read and are nobody's. Fields that have no such value are left out. */
export function fillingOf({ fields }: WithFields, context: CodecContext): string {
  const record = sampleRecord(fields)
  const members = fields.flatMap((each) => {
    try {
      const value = 'key' in each ? each.type.encode(sampleOf(each), context) : each.imply(context, record)
      return [[each.name, value] as const]
    } catch {
      return []
    }
  })
  return JSON.stringify(Object.fromEntries(members))
}

/** The value, and in the place of each field that it lacks and must have, one that can be written. */
export function completed(value: object, { fields }: WithFields, problems: readonly Problem[]): object {
  if (problems.length === 0 || 'error' in value) return value
  const missing = fields.flatMap((each) =>
    'key' in each && !each.optional && !(each.key in value) ? [[each.key, sampleOf(each)] as const] : [],
  )
  return { ...Object.fromEntries(missing), ...value }
}
