import type { Field, Fields, ImpliedField } from '@hufu/dialects'

/** The fields of a message and of the records in it. A second name is a field of its own, with the key that it repeats. */
export const namedFields = (fields: Fields): Fields =>
  fields.flatMap((each): Fields => {
    if (!('key' in each)) return each.again ? [{ ...each, ...each.again }] : [each]
    const { holds } = each.type
    return holds.kind === 'records' ? [each, ...namedFields(holds.fields)] : [each]
  })

/** Those of a name: a name may stand in several places. */
export const fieldsOf = (fields: Fields, name: string): readonly (Field | ImpliedField)[] =>
  fields.filter((each) => each.name === name)
