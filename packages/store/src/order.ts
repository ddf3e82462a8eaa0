/** The order of lists: the oldest first, and the same one whatever the store. */
export const byCreation =
  <Value extends { readonly createdAt: number }>(keyOf: (value: Value) => string) =>
  (a: Value, b: Value): number =>
    a.createdAt - b.createdAt || (keyOf(a) < keyOf(b) ? -1 : 1)
