/* Answers that cannot be had again: a member that is not needed never costs the tokens. */
import { type CodecContext, type Oddity, WireError } from './codec.ts'
import { type FieldType, presentOf } from './field-types.ts'
import { ODD, isOddMember } from './json.ts'
import type { Field, ImpliedField } from './params.ts'

/** The one member that an answer is nothing without. */
const NEEDED = 'accessToken'

/** A member of an answer into its record, as far as it can be read; what is odd about it is told. */
export function readWithCare(
  each: Field | ImpliedField,
  member: unknown,
  value: { [key: string]: unknown },
  context: CodecContext,
  odd: (oddity: Oddity) => void,
): void {
  const tell = (problem: Oddity['problem']) => odd({ member: each.name, problem })
  const isOdd = isOddMember(member)
  const present = presentOf(isOdd ? member.last : member)
  if (isOdd && member[ODD] === 'repeated') tell('repeated')
  const problem = isOdd || present !== undefined ? 'malformed' : 'missing'
  if (!('key' in each)) {
    const wrong = problemOf(() => each.verify(present, context))
    if (wrong) tell(wrong)
    return
  }
  const { key, type, name, optional } = each
  const read = present === undefined ? undefined : mended(type, present, context)
  if (read !== undefined) {
    value[key] = read
    if (type.encode(read, context) !== present) tell('respelt')
  } else if (key === NEEDED) throw new WireError(name, problem)
  else if (problem === 'malformed' || !optional) tell(problem)
}

function problemOf(act: () => void) {
  try {
    act()
  } catch (error) {
    if (error instanceof WireError) return error.problem
    throw error
  }
  return undefined
}

function mended(type: FieldType<unknown>, wire: unknown, context: CodecContext): unknown {
  if (type.mend) return type.mend(wire, context)
  let read: unknown
  problemOf(() => {
    read = type.decode(wire, context)
  })
  return read
}
