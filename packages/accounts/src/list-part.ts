/* A part of a list. */

/** A part of a list that is in the order of creation: after which one it begins, and how many there are in it. */
export interface ListPart {
  readonly after?: { readonly createdAt: number; readonly id: string }
  readonly limit?: number
}
