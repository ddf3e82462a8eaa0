/* JSON as text: where each value stands, so that one can be replaced and the rest stays as it was written. */

/** A value that is no object and no list, by the names and indexes that lead to it. */
export interface JsonLeaf {
  readonly path: readonly (string | number)[]
  readonly start: number
  readonly end: number
}

export interface Scanned {
  readonly leaves: readonly JsonLeaf[]
  /** Where each object and list begins, by its path as JSON. */
  readonly begins: ReadonlyMap<string, number>
  /** Where the text stops being JSON; absent where it is JSON to its end. */
  readonly fault?: number
}

/** Deeper texts are none that a platform writes. */
const DEEPEST = 200

class Fault extends Error {}

/** Reads JSON without making values of it, and never throws. */
export function scanJson(text: string): Scanned {
  const leaves: JsonLeaf[] = []
  const begins = new Map<string, number>()
  let at = 0

  const blank = () => {
    while (' \t\r\n'.includes(text[at] ?? 'x')) at++
  }
  const must = (character: string) => {
    blank()
    if (text[at] !== character) throw new Fault()
    at++
  }
  const string = (): string => {
    const start = at
    must('"')
    for (let end = text.indexOf('"', at); end >= 0; end = text.indexOf('"', end + 1)) {
      let slashes = 0
      while (text[end - 1 - slashes] === '\\') slashes++
      if (slashes % 2 === 1) continue
      const token = text.slice(start, end + 1)
      if (!isString(token)) throw new Fault()
      at = end + 1
      return token
    }
    throw new Fault()
  }
  const members = (path: JsonLeaf['path'], closing: '}' | ']') => {
    begins.set(JSON.stringify(path), at)
    at++
    blank()
    if (text[at] === closing) return void at++
    for (let index = 0; ; index++) {
      blank()
      let name: string | number = index
      if (closing === '}') {
        name = JSON.parse(string()) as string
        must(':')
      }
      value([...path, name])
      blank()
      if (text[at] !== ',') return must(closing)
      at++
    }
  }
  const value = (path: JsonLeaf['path']): void => {
    blank()
    if (path.length > DEEPEST) throw new Fault()
    const start = at
    if (text[at] === '{') return members(path, '}')
    if (text[at] === '[') return members(path, ']')
    if (text[at] === '"') string()
    else {
      const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y
      scalar.lastIndex = at
      const [token] = scalar.exec(text) ?? []
      if (token === undefined) throw new Fault()
      at += token.length
    }
    leaves.push({ path, start, end: at })
  }

  try {
    value([])
    blank()
    if (at < text.length) throw new Fault()
    return { leaves, begins }
  } catch (error) {
    if (error instanceof Fault) return { leaves, begins, fault: at }
    throw error
  }
}

function isString(token: string): boolean {
  try {
    return typeof JSON.parse(token) === 'string'
  } catch {
    return false
  }
}

/** The line of a text that an offset is in; the first is 1. */
export function linesIn(text: string): (offset: number) => number {
  const ends: number[] = []
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) ends.push(end)
  return (offset) => {
    let [least, most] = [0, ends.length]
    while (least < most) {
      const middle = (least + most) >> 1
      if ((ends[middle] ?? 0) < offset) least = middle + 1
      else most = middle
    }
    return least + 1
  }
}

/** Where a value begins; where its nearest parent does, if there is none. */
export function placeOf({ begins, leaves }: Scanned, path: readonly (string | number)[]): number {
  const key = JSON.stringify(path)
  const found = begins.get(key) ?? leaves.find((each) => JSON.stringify(each.path) === key)?.start
  return found ?? (path.length > 0 ? placeOf({ begins, leaves }, path.slice(0, -1)) : 0)
}
