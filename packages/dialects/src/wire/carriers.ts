import type { Bag, Fields } from '../fields/field.ts'
import { WireError } from '../codec.ts'
import { type FieldCodec, type Params, spellingsOf } from '../fields/params.ts'

/** `a=1&b=2`, as in queries and forms. */
export function urlEncoded<const F extends Fields>(record: Params<F>): FieldCodec<F, string> {
  const known = namesOf(record.fields)
  return {
    fields: record.fields,
    encode: (value, context) => writePairs(record.encode(value, context)),
    decode: (wire, context) => record.decode(readPairs(known, wire), context),
  }
}

/** The same for the platform that refuses every other order, and every other name. */
export const inOrder = <const F extends Fields>(
  record: Params<F>,
  orders: readonly (readonly string[])[],
): FieldCodec<F, string> => ({
  ...urlEncoded(record),
  orders,
  decode(wire, context) {
    const bag = readPairs(undefined, wire)
    if (!inOneOf(orders, Object.keys(bag))) throw new WireError('parameters', 'misplaced')
    return record.decode(bag, context)
  },
})

/** What the wire calls the fields. */
export const namesOf = (fields: Fields): ReadonlySet<string> => new Set(fields.flatMap(spellingsOf))

/** Text as it is, the rest as JSON spells it. */
export const spelt = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '')

/** `a=1&b=2`, in the order of the bag. A blank is `%20`, which every reader understands. */
export const writePairs = (bag: Bag): string =>
  Object.entries(bag)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(spelt(value))}`)
    .join('&')

/**
 * Names that are not known are ignored (where none are given, all are known); a known name may come once, in all the
 * wires together. Empty pairs mean nothing.
 */
export function readPairs(known: ReadonlySet<string> | undefined, ...wires: readonly string[]): Bag {
  const bag: Bag = Object.create(null) as Bag
  for (const wire of wires) {
    for (const pair of wire.split('&')) {
      if (pair === '') continue
      const equals = pair.indexOf('=')
      const name = unescape(equals < 0 ? pair : pair.slice(0, equals))
      if (known && (name === undefined || !known.has(name))) continue
      if (name === undefined) throw new WireError('parameters', 'malformed')
      if (name in bag) throw new WireError(name, 'repeated')
      const value = equals < 0 ? '' : unescape(pair.slice(equals + 1))
      if (value === undefined) throw new WireError(name, 'malformed')
      bag[name] = value
    }
  }
  return bag
}

/** Unlike `URLSearchParams`, which puts U+FFFD for bytes that are no UTF-8: `state` must come back as it went. */
function unescape(wire: string): string | undefined {
  if (!wire.includes('%') && !wire.includes('+')) return wire
  try {
    return decodeURIComponent(wire.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

/** What is absent has no place in an order; what comes empty has its own; a name that no order has, has none. */
const inOneOf = (orders: readonly (readonly string[])[], names: readonly string[]): boolean =>
  orders.some((order) => {
    const expected = order.filter((name) => names.includes(name))
    return expected.length === names.length && expected.every((name, index) => name === names[index])
  })
