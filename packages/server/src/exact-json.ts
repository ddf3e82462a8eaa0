/* JSON of other systems, in which an identifier may be a number that JavaScript cannot hold. */

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown

/** A number beyond 2^53 as the text that it was written with: two identifiers would become one. */
const exact: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER ? source : value

/** Undefined for what is no JSON. */
export function exactJson(text: string): unknown {
  try {
    // The type of a reviver lacks its third parameter, which Node has had since 21.
    return JSON.parse(text, exact as (key: string, value: unknown) => unknown)
  } catch {
    return undefined
  }
}
