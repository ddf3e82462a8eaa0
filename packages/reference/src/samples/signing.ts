/* A signature of a sample: the dialect's own, related to the parameters that this one call has. */
import { type Signing, type SignedPart, formulaOf } from '@hufu/dialects'
import type { Pair } from './values.ts'

/** Where a call has parameters: a sample keeps them in a variable of this name. */
export type Place = 'query' | 'body'

/** One piece of the text that is signed. */
export type SignedPiece =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'secret' }
  /** The body as it travels. */
  | { readonly is: 'raw' }
  /** The value of a parameter. */
  | { readonly is: 'value'; readonly name: string; readonly of: Place }
  /** Each parameter of these places, sorted by name, without `but`; of a name in both places, the query's. */
  | {
      readonly is: 'sorted'
      readonly of: readonly Place[]
      readonly pair: '' | '='
      readonly join: '' | '&'
      readonly but: readonly string[]
    }

export interface PlannedSigning {
  /** The parameter of the signature, and where it goes. */
  readonly into: string
  readonly place: Place
  readonly pieces: readonly SignedPiece[]
  readonly mac: Signing['mac']
  readonly spelt: Signing['spelt']
  /** For people. */
  readonly formula: string
}

/** The parameters of a call; a place that it has none in is absent. */
export interface Placed {
  readonly query?: readonly Pair[]
  readonly body?: readonly Pair[]
}

/**
 * The signature of a call. Empty parameters play no part in it: a sample sends none.
 *
 * @throws {Error} where the text has a single value that may be absent, or is no text: no sample says that.
 */
export function plannedSigning(signing: Signing, placed: Placed): PlannedSigning {
  const { into, mac, spelt } = signing
  return {
    into,
    place: placed.query ? 'query' : 'body',
    pieces: signing.parts.flatMap((part) => piecesOf(part, placed)),
    mac,
    spelt,
    formula: formulaOf(signing),
  }
}

function piecesOf(part: SignedPart, placed: Placed): readonly SignedPiece[] {
  // A call with all its parameters in one place signs them wherever they are, and never the body as such.
  const isApart = placed.query !== undefined && placed.body !== undefined
  if ('text' in part) return [{ is: 'text', text: part.text }]
  if ('secret' in part) return [{ is: 'secret' }]
  if ('raw' in part) return isApart ? [{ is: 'raw' }] : []
  if ('value' in part) return valueOf(part.value, part.named === true, placed)
  const places = (['body', 'query'] as const).filter(
    (place) => placed[place] && (!isApart || part.sorted === 'all' || part.sorted === place),
  )
  const of = isApart || part.sorted !== 'body' ? places : []
  if (of.length === 0) return []
  const names = of.flatMap((place) => placed[place] ?? []).map(({ name }) => name)
  const but = (part.but ?? []).filter((name) => names.includes(name))
  return [{ is: 'sorted', of, pair: part.pair, join: part.join, but }]
}

function valueOf(name: string, isNamed: boolean, placed: Placed): readonly SignedPiece[] {
  for (const place of ['query', 'body'] as const) {
    const found = placed[place]?.find((each) => each.name === name)
    if (found?.optional || found?.value.from === 'list' || found?.value.from === 'object')
      throw new Error(`${name}: no sample signs such a value by its name`)
    if (found)
      return [...(isNamed ? [{ is: 'text', text: name } as const] : []), { is: 'value', name, of: place }]
  }
  return []
}
