/* Links that are signed. */
import type { Fields } from '../fields/field.ts'
import type { FieldCodec, Params } from '../fields/params.ts'
import { readPairs, writePairs } from './carriers.ts'
import type { Proof } from './proof.ts'
import type { Signings } from './signing.ts'

/** A query that a browser carries: a link, or the way back. */
export interface LinkCodec<F extends Fields> extends FieldCodec<F, string> {
  readonly signings?: Signings
}

/** The query of a link, with its signature. */
export const signedLink = <const F extends Fields>(record: Params<F>, proof: Proof): LinkCodec<F> => ({
  signings: proof.signings,
  around: proof.around,
  fields: record.fields,
  encode(value, context) {
    const bag = record.encode(value, context)
    const query = { ...readPairs(undefined, context.beside ?? ''), ...bag }
    return writePairs(proof.signed(bag, context, { query, body: {}, raw: '' }))
  },
  decode(wire, context) {
    const query = readPairs(undefined, wire)
    const value = record.decode(query, context)
    proof.verify({ query, body: {}, raw: '' }, context)
    return value
  },
})
