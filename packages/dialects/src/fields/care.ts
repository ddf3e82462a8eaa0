/* Answers that cannot be had again: a member that is not needed never costs the tokens. */
import type { FieldType } from './field.ts'
import { type CodecContext, type Oddity, WireError } from '../codec.ts'

/** What a member can only mean; where it is spelt in another way than the platform's, that is told. */
export function readWithCare(
  { name, type }: { readonly name: string; readonly type: FieldType<unknown> },
  wire: unknown,
  context: CodecContext,
  odd: (oddity: Oddity) => void,
): unknown {
  const value = type.mend ? type.mend(wire, context) : type.decode(wire, context)
  if (value === undefined) throw new WireError('', 'malformed')
  // Of lists and objects, members that nobody needs are read past.
  const written = type.encode(value, context)
  if (typeof written === 'object' ? typeof wire !== 'object' : written !== wire)
    odd({ member: name, problem: 'respelt' })
  return value
}
