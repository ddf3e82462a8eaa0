import type { ListPart } from '@hufu/engine'

/** The order of lists: the oldest first, and the same one whatever the store. */
export const byCreation =
  <Value extends { readonly createdAt: number }>(keyOf: (value: Value) => string) =>
  (a: Value, b: Value): number =>
    a.createdAt - b.createdAt || (keyOf(a) < keyOf(b) ? -1 : 1)

/** The part of a list in this order that is asked for. */
export function partOf<Value extends { readonly createdAt: number }>(
  values: Iterable<Value>,
  keyOf: (value: Value) => string,
  { after, limit = Infinity }: ListPart = {},
): readonly Value[] {
  const isAfter = (value: Value): boolean =>
    after === undefined ||
    value.createdAt > after.createdAt ||
    (value.createdAt === after.createdAt && keyOf(value) > after.id)
  return [...values].filter(isAfter).toSorted(byCreation(keyOf)).slice(0, limit)
}

/** Users with one e-mail address that are looked at. */
export const MOST_OF_ONE_ADDRESS = 20

/** The order of sessions. */
export const newestFirst = (
  a: { readonly id: string; readonly createdAt: number },
  b: { readonly id: string; readonly createdAt: number },
): number => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1)
