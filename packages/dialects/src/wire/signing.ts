/* Signatures as data: client, server, explanation and samples build the signed text from one value. */
import type { SignatureScheme } from '../codec.ts'
import type { Bag } from '../fields/field.ts'
import { spelt } from './carriers.ts'

/** One piece of a text that is signed. Pieces follow one another without anything between them. */
export type SignedPart =
  | { readonly text: string }
  /** The application's secret itself. */
  | { readonly secret: true }
  /** The body, byte by byte as it travels. */
  | { readonly raw: 'body' }
  /** The value of one parameter, after its name where `named`. Nothing where the parameter is absent. */
  | { readonly value: string; readonly named?: true }
  /**
   * Every parameter of these places but the signature and `but`, in the order of their names' code units: `pair` between name
   * and value, `join` between one parameter and the next. `empties`: whether parameters without a value count; `either`: a
   * sender signs them, a verifier takes both.
   */
  | {
      readonly sorted: 'query' | 'body' | 'all'
      readonly pair: '' | '='
      readonly join: '' | '&'
      readonly empties: 'out' | 'in' | 'either'
      readonly but?: readonly string[]
      /** Names and values are percent-encoded. */
      readonly escaped?: boolean
    }

/** One way in which a platform signs. */
export interface Signing extends SignatureScheme {
  /** The parameter that holds the signature. */
  readonly into: string
  readonly parts: readonly SignedPart[]
  /** The body is not signed: it may only say once more what the query says. */
  readonly copies?: true
  /** Only where this parameter says one of these; an empty text stands for its absence. */
  readonly when?: { readonly parameter: string; readonly is: readonly string[] }
}

/** The ways of signing that are taken; the first is the one that is sent. */
export type Signings = readonly [Signing, ...Signing[]]

/** What of a request can be signed. */
export interface Signable {
  readonly query: Readonly<Bag>
  readonly body: Readonly<Bag>
  /** The body as it travels. */
  readonly raw: string
}

/** What is absent or null is signed as nothing. */
const signedValue = (value: unknown): string => (value === null || value === undefined ? '' : spelt(value))

/** The text that is signed. `secret` stands where the application's secret does. */
export function signedText(
  { parts, into }: Pick<Signing, 'parts' | 'into'>,
  { query, body, raw }: Signable,
  secret: string,
  withEmpties = true,
): string {
  const all: Readonly<Bag> = { ...body, ...query }
  return parts
    .map((part) => {
      if ('text' in part) return part.text
      if ('secret' in part) return secret
      if ('raw' in part) return raw
      if ('value' in part) {
        const value = signedValue(all[part.value])
        return part.named && value !== '' ? part.value + value : value
      }
      const bag = { query, body, all }[part.sorted]
      const escape = part.escaped ? encodeURIComponent : String
      const keepsEmpty = part.empties === 'in' || (part.empties === 'either' && withEmpties)
      return Object.keys(bag)
        .filter((name) => name !== into && name !== '' && !part.but?.includes(name))
        .filter((name) => keepsEmpty || signedValue(bag[name]) !== '')
        .toSorted((a, b) => (a < b ? -1 : 1))
        .map((name) => escape(name) + part.pair + escape(signedValue(bag[name])))
        .join(part.join)
    })
    .join('')
}

/** Whether a request names this way, or another. */
export const applies = ({ when }: Signing, { query, body }: Signable): boolean =>
  when === undefined || when.is.includes(signedValue(query[when.parameter] ?? body[when.parameter]))
