/* Calls of an API whose own parameters stand beside the system's, under their own names. */
import { WireError } from '../codec.ts'
import { isBag } from './field-types.ts'
import type { Bag, Field, FieldType, Fields } from './field.ts'
import { type Params, spellingsOf } from './params.ts'

const texts: FieldType<Readonly<Bag>> = {
  holds: { kind: 'parameters' },
  encode: (value) => value,
  decode: (wire) => wire as Readonly<Bag>,
}

/** The fields, and as `parameters` every other name but those of `but`. A parameter that is absent is left out. */
export function withParameters<const F extends Fields>(
  record: Params<F>,
  ...but: readonly string[]
): Params<readonly [...F, Field<'parameters', Readonly<Bag>>]> {
  const own = new Set([...record.fields.flatMap(spellingsOf), ...but])
  return {
    fields: [...record.fields, { name: '*', key: 'parameters', type: texts }],
    encode(value, context) {
      const { parameters } = value as unknown as { readonly parameters: unknown }
      if (!isBag(parameters)) throw new WireError('*', 'missing')
      const others = Object.entries(parameters).filter(([name, each]) => !own.has(name) && each !== undefined)
      return { ...record.encode(value as never, context), ...Object.fromEntries(others) }
    },
    decode(bag, context) {
      const parameters = Object.fromEntries(Object.entries(bag).filter(([name]) => !own.has(name)))
      return { ...record.decode(bag, context), parameters }
    },
  }
}
