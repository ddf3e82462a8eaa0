/* Which path was meant by one that is nobody's: the commonest mistake is one letter. */

/** Letters that may be wrong. */
const MOST_WRONG = 3
/** No path of a platform is longer. */
const LONGEST = 100

/** One of the known paths, or none: it never says what was called, which may hold a secret. */
export function nearPath(called: string, known: readonly string[]): string | undefined {
  const asked = called.toLowerCase().replace(/\/+$/, '')
  // The rest after a path was meant as the query.
  const [begun] = known
    .filter((path) => asked.startsWith(path.toLowerCase()))
    .toSorted((a, b) => b.length - a.length)
  if (begun !== undefined || asked.length > LONGEST) return begun
  // Its mount is there twice, or what comes before the call's own name is not.
  const ending = known.find(
    (path) => asked.endsWith(path.toLowerCase()) || (asked !== '' && path.toLowerCase().endsWith(asked)),
  )
  if (ending !== undefined) return ending
  const [nearest] = known
    .map((path) => ({ path, wrong: distance(asked, path.toLowerCase()) }))
    .filter(({ wrong }) => wrong <= MOST_WRONG)
    .toSorted((a, b) => a.wrong - b.wrong)
  return nearest?.path
}

/** Letters to insert, delete or replace (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let line = 0; line < a.length; line++) {
    const next = [line + 1]
    for (let index = 0; index < b.length; index++) {
      const replaced = (row[index] ?? 0) + (a[line] === b[index] ? 0 : 1)
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
