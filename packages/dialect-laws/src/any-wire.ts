/* What may arrive: well-formed, almost, and not at all. */
import type { Fields } from '@hufu/dialects'
import fc from 'fast-check'
import { anyText } from './generators.ts'

/** Pairs and JSON members whose names the codec knows, and whose values are anything. */
export const anyPairs = (fields: Fields): fc.Arbitrary<string> => {
  const name = fc.oneof(
    fc.constantFrom('__proto__', 'constructor', '', ...fields.map(({ name: each }) => each)),
    anyText,
  )
  const value = fc.oneof(fc.constantFrom('', '%', '%ff', '+', '=', 'null', '__proto__'), anyText)
  return fc.array(fc.tuple(name, value).map((pair) => pair.join('='))).map((pairs) => pairs.join('&'))
}
/** Of the Authorization header: well-formed, almost, and not at all. */
export const anyCredentials = fc.oneof(
  fc.string().map((text) => `Basic ${Buffer.from(text).toString('base64')}`),
  fc.string().map((text) => `Bearer ${text}`),
  fc.constantFrom('', 'Basic', 'basic =', 'Basic JQ==', 'Basic YSU6Yg==', 'Bearer', 'Digest a'),
  anyText,
)
export const anyBody = (names: readonly string[]): fc.Arbitrary<string> => {
  const name = fc.constantFrom('__proto__', 'constructor', ...names)
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, fc.jsonValue(), fc.constantFrom(0, '0', 7, ''), tie('object')),
    object: fc.dictionary(name, tie('tree')),
  }))
  return fc.oneof(
    tree.map((value) => JSON.stringify(value)),
    anyText,
  )
}
