import { refuseNul } from './without-nul.ts'

/**
 * Objects as one value of a statement, in which `:list(?1) as each` reads them: `each.value ->> 'name'` is a member as
 * text, or null where there is none.
 */
export function listOf(objects: readonly object[]): string {
  return JSON.stringify(objects, (_, value: unknown) => {
    if (typeof value !== 'string') return value
    refuseNul([value])
    // Half a character is no text of a database: its drivers write another in its place, and so do we.
    return value.toWellFormed()
  })
}
