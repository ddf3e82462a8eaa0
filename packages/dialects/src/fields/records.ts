/* Lists of records inside a field. */
import { WireError } from '../codec.ts'
import type { FieldType, Fields } from './field.ts'
import { isBag } from './field-types.ts'
import type { Params, RecordOf } from './params.ts'

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
