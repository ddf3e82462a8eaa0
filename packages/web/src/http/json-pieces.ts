/* JSON with long lists in it, made and sent a piece at a time, so that other requests are answered in between. */
import { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ListPart } from '@hufu/accounts'

/** Items that are read, shown and written as JSON in one turn of the event loop. */
export const PIECE = 256

type Parts = AsyncIterable<readonly unknown[]>

/** Whether it has a list that is too long to be written at once, or that comes in parts. */
export const isLong = (members: object): boolean =>
  Object.values(members).some((value) => (Array.isArray(value) ? value.length > PIECE : isParts(value)))

/** The same members, where a list that comes in parts is one. */
export type InOnePiece<Members> = {
  readonly [Name in keyof Members]: Members[Name] extends
    | AsyncIterable<readonly (infer Item)[]>
    | readonly (infer Item)[]
    ? readonly Item[]
    : Members[Name]
}

/** The same, with all parts of a list in one array. */
export async function inOnePiece<Members extends object>(members: Members): Promise<InOnePiece<Members>> {
  const whole: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(members)) {
    if (isParts(value)) {
      const all: unknown[] = []
      for await (const part of value) all.push(...part)
      whole[name] = all
    } else whole[name] = value
  }
  return whole as InOnePiece<Members>
}

/** The object as JSON. A list in it is an array, or comes in parts. */
export function jsonInPieces(members: Readonly<Record<string, unknown>>): Readable {
  async function* pieces(): AsyncGenerator<string> {
    let separator = '{'
    for (const [name, value] of Object.entries(members)) {
      if (value === undefined) continue
      yield `${separator}${JSON.stringify(name)}:`
      separator = ','
      if (Array.isArray(value)) yield* listed(arrayParts(value))
      else if (isParts(value)) yield* listed(value)
      else yield JSON.stringify(value)
    }
    yield separator === '{' ? '{}' : '}'
  }
  return Readable.from(pieces())
}

async function* listed(parts: Parts): AsyncGenerator<string> {
  let separator = '['
  for await (const part of parts) {
    if (part.length === 0) continue
    yield `${separator}${JSON.stringify(part).slice(1, -1)}`
    separator = ','
    await nextTurn()
  }
  yield separator === '[' ? '[]' : ']'
}

const isParts = (value: unknown): value is Parts =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value

/** A list that is an array, or comes in parts, in parts. */
export const partsIn = <Item>(
  list: readonly Item[] | AsyncIterable<readonly Item[]>,
): AsyncIterable<readonly Item[]> => (Symbol.asyncIterator in list ? list : arrayParts(list))

async function* arrayParts<Item>(all: readonly Item[]): AsyncGenerator<readonly Item[]> {
  for (let from = 0; from < all.length; from += PIECE) yield all.slice(from, from + PIECE)
}

/** A list of the store, a part after the other. */
export async function* partsOf<Value extends { readonly createdAt: number; readonly id: string }>(
  list: (part: ListPart) => Promise<readonly Value[]>,
): AsyncGenerator<readonly Value[]> {
  for (let after: Value | undefined; ;) {
    const part = await list({ limit: PIECE, ...(after && { after }) })
    yield part
    after = part.at(-1)
    if (part.length < PIECE) return
  }
}

/** The same, each as it is shown. What the store says to the first part is thrown before anything is sent. */
export async function shownParts<
  Value extends { readonly createdAt: number; readonly id: string },
  Shown extends object,
>(
  list: (part: ListPart) => Promise<readonly Value[]>,
  show: (value: Value) => Shown,
): Promise<AsyncIterable<readonly Shown[]>> {
  const parts = partsOf(list)
  const first = await parts.next()
  return (async function* () {
    if (!first.done) yield first.value.map(show)
    for await (const part of parts) yield part.map(show)
  })()
}
