/** The order of lists: the oldest first. */
export const byCreation =
  <Value extends { readonly createdAt: number }>(keyOf: (value: Value) => string) =>
  (a: Value, b: Value): number =>
    a.createdAt - b.createdAt || (keyOf(a) < keyOf(b) ? -1 : 1)

/** Users with one e-mail address that are looked at. */
export const MOST_OF_ONE_ADDRESS = 20

/** The order of sessions. */
export const newestFirst = (
  a: { readonly id: string; readonly createdAt: number },
  b: { readonly id: string; readonly createdAt: number },
): number => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1)
