/* Whether two names would be taken for each other at a glance. */

/** Letters that look like Latin ones, of the alphabets and digits that names are forged with. */
const lookalikes: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  е: 'e',
  һ: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  х: 'x',
  у: 'y',
  α: 'a',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  0: 'o',
  1: 'l',
  i: 'l',
  '|': 'l',
  3: 'e',
  5: 's',
}

/** The skeleton of a name: without case, width, accents, spaces and signs, and with similar letters made equal. */
const skeleton = (name: string): string =>
  Array.from(name.normalize('NFKD').toLowerCase())
    .filter((each) => /[\p{L}\p{N}|]/u.test(each))
    .map((each) => lookalikes[each] ?? each)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')

/** Shorter ones differ in a letter and mean another thing. */
const LONG_ENOUGH = 6

export function alike(one: string, other: string): boolean {
  const [a, b] = [skeleton(one), skeleton(other)]
  if (a === '' || b === '') return false
  return a === b || (Math.min(Array.from(a).length, Array.from(b).length) >= LONG_ENOUGH && differByOne(a, b))
}

/** Whether one letter was changed, added or left out. */
function differByOne(one: string, other: string): boolean {
  const [short, long] = [Array.from(one), Array.from(other)].toSorted((a, b) => a.length - b.length) as [
    string[],
    string[],
  ]
  if (long.length - short.length > 1) return false
  const at = short.findIndex((each, index) => each !== long[index])
  if (at === -1) return true
  const rest = (letters: readonly string[], from: number) => letters.slice(from).join('')
  return rest(long, at + 1) === rest(short, short.length === long.length ? at + 1 : at)
}
