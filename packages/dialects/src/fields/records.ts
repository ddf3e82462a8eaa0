/* Lists of records inside a field. */
import { WireError } from '../codec.ts'
import type { FieldType, Fields } from './field.ts'
import { isBag } from './field-types.ts'
import { type Params, type RecordOf, field } from './params.ts'

const malformed = (): never => {
  throw new WireError('', 'malformed')
}

/** A JSON list of records, with at least one; an object is read as its members' values. */
export const records = <const F extends Fields>(record: Params<F>): FieldType<readonly RecordOf<F>[]> => ({
  holds: { kind: 'records', fields: record.fields },
  encode: (value, context) =>
    value.length > 0 ? value.map((each) => record.encode(each, context)) : malformed(),
  decode(wire, context) {
    const all: readonly unknown[] = Array.isArray(wire) ? wire : isBag(wire) ? Object.values(wire) : []
    if (all.length === 0) return malformed()
    return all.map((each) => (isBag(each) ? record.decode(each, context) : malformed()))
  },
})

/** A JSON list of records of which one member alone is written: `[33142, 46154]`. */
export const bareRecords = <const Key extends string, Value>(
  key: Key,
  type: FieldType<Value>,
): FieldType<readonly { readonly [K in Key]: Value }[]> => ({
  holds: { kind: 'records', fields: [field('', key, type)] },
  encode: (value, context) =>
    value.length > 0 ? value.map((each) => type.encode(each[key], context)) : malformed(),
  decode: (wire, context) =>
    Array.isArray(wire) && wire.length > 0
      ? wire.map((each) => ({ [key]: type.decode(each, context) }) as { readonly [K in Key]: Value })
      : malformed(),
})
