/* Where the values of a sample's parameters come from, and how they are spelt: found by having the dialect spell one. */
import {
  type Bag,
  type CodecContext,
  type ImpliedField,
  type ValueSet,
  isBag,
  noEnvelope,
  noSigner,
  parseJson,
} from '@hufu/dialects'

/** A clock of the sender, as the dialect names it. */
export type Clock = NonNullable<ImpliedField['clock']>

/** Members and places of a list, from the outside in. */
export type Path = readonly (string | number)[]

/** What a sample computes while it runs, or knows when it is written. */
export type Value =
  | { readonly from: 'text'; readonly text: string }
  | { readonly from: 'secret' | 'code' | 'state' }
  /** A parameter that the browser came back with. */
  | { readonly from: 'callback'; readonly name: string }
  /** Inside the record that brought the tokens; `isNumber` where JSON writes it as a number. */
  | { readonly from: 'tokens'; readonly path: Path; readonly isNumber: boolean }
  /** A number where it is in milliseconds or seconds, else text. `inText`: its digits are text all the same. */
  | { readonly from: 'clock'; readonly spelling: Clock; readonly inText?: true }
  /** The digits of another value, as a JSON number. */
  | { readonly from: 'number'; readonly digits: Value }
  | { readonly from: 'list'; readonly values: readonly Value[] }
  | { readonly from: 'object'; readonly pairs: readonly Pair[] }
  /** JSON as a text. */
  | { readonly from: 'json-text'; readonly value: Value }

/** One parameter. `optional`: sent only where its value is there when the sample runs. */
export interface Pair {
  readonly name: string
  readonly value: Value
  readonly optional?: true
}

const context: CodecContext = { now: 0, requestId: '', envelope: noEnvelope, signer: noSigner }

/** As much of a field's type as writes. */
export interface Spelling {
  readonly holds: ValueSet
  encode(value: never, context: CodecContext): unknown
}

/** Fits a text and a number alike. */
const HOLE = '123456789012345'
/** A spelling that escapes anything escapes the slash. */
const WITH_SLASH = 'a/b'

/** A value that is known when the sample is written, as the dialect spells it. */
export const knownValue = (type: Spelling, value: string | readonly string[]): Value =>
  filled(type.encode(value as never, context))

/**
 * A value that is known only when the sample runs, in the spelling of a field.
 *
 * @throws {Error} for a spelling that is not the value itself inside of JSON: no sample can write it.
 */
export function spelledBy(name: string, type: Spelling, value: Value): Value {
  const isItself =
    type.holds.kind === 'numeral' ||
    JSON.stringify(type.encode(WITH_SLASH as never, context)).includes(WITH_SLASH)
  if (type.holds.kind === 'words' || !isItself) throw new Error(`${name}: no sample spells such a field`)
  return filled(type.encode(HOLE as never, context), value)
}

/** A clock, as the dialect's own field spells it. */
export function clockValue(spelling: Clock, imply: ImpliedField['imply']): Value {
  const inText = isNumeric(spelling) && typeof imply(context, {}) === 'string'
  return { from: 'clock', spelling, ...(inText && { inText }) }
}

/** Whether a clock counts. */
export const isNumeric = (spelling: Clock): boolean => spelling === 'milliseconds' || spelling === 'seconds'

/** What the dialect wrote, with a value in place of the hole. */
function filled(wire: unknown, value?: Value): Value {
  if (value && wire === HOLE) return value
  if (value && wire === Number(HOLE)) return { from: 'number', digits: value }
  if (typeof wire === 'number') return { from: 'number', digits: { from: 'text', text: String(wire) } }
  if (Array.isArray(wire)) return { from: 'list', values: wire.map((each) => filled(each, value)) }
  if (isBag(wire)) return { from: 'object', pairs: filledPairs(wire, value) }
  if (typeof wire !== 'string') throw new Error(`no sample writes ${JSON.stringify(wire)}`)
  const inside = value && parseJson(wire)
  return inside !== undefined && typeof inside === 'object'
    ? { from: 'json-text', value: filled(inside, value) }
    : { from: 'text', text: wire }
}

const filledPairs = (bag: Bag, value?: Value): readonly Pair[] =>
  Object.entries(bag).map(([name, member]) => ({ name, value: filled(member, value) }))

/** In a query or a form, where everything is text. */
export function flattened(name: string, value: Value): Value {
  switch (value.from) {
    case 'number':
      return value.digits
    case 'list': {
      const [only] = value.values
      if (!only || value.values.length > 1) throw new Error(`${name}: no sample puts a list into a form`)
      return flattened(name, only)
    }
    case 'clock':
      return { from: 'clock', spelling: value.spelling }
    case 'object':
      throw new Error(`${name}: no sample puts an object into a form`)
    case 'text':
    case 'secret':
    case 'code':
    case 'state':
    case 'callback':
    case 'tokens':
    case 'json-text':
      return value
  }
}

/** Where a reply has the value of a field. */
export function placeOf(name: string, type: Spelling): { readonly path: Path; readonly isNumber: boolean } {
  const found = pathIn(spelledBy(name, type, { from: 'code' }))
  if (!found) throw new Error(`${name}: no sample reads such a field`)
  return { ...found, path: [name, ...found.path] }
}

function pathIn(value: Value): { readonly path: Path; readonly isNumber: boolean } | undefined {
  const inside = (step: string | number, of: Value) => {
    const found = pathIn(of)
    return found && { ...found, path: [step, ...found.path] }
  }
  switch (value.from) {
    case 'code':
      return { path: [], isNumber: false }
    case 'number':
      return value.digits.from === 'code' ? { path: [], isNumber: true } : undefined
    case 'list':
      return value.values.map((each, at) => inside(at, each)).find(Boolean)
    case 'object':
      return value.pairs.map((each) => inside(each.name, each.value)).find(Boolean)
    case 'text':
    case 'secret':
    case 'state':
    case 'callback':
    case 'tokens':
    case 'clock':
    case 'json-text':
      return undefined
  }
}

/** The value itself, then all that it is made of. */
export function partsOf(value: Value): readonly Value[] {
  switch (value.from) {
    case 'number':
      return [value, ...partsOf(value.digits)]
    case 'list':
      return [value, ...value.values.flatMap(partsOf)]
    case 'object':
      return [value, ...value.pairs.flatMap((each) => partsOf(each.value))]
    case 'json-text':
      return [value, ...partsOf(value.value)]
    case 'text':
    case 'secret':
    case 'code':
    case 'state':
    case 'callback':
    case 'tokens':
    case 'clock':
      return [value]
  }
}
