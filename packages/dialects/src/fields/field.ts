/* What a field is: a name on the wire, a key of ours, and a spelling. */
import type { Codec, CodecContext } from '../codec.ts'

/** A JSON object, or fields by their names. */
export type Bag = { [name: string]: unknown }

/** How one value is spelt as one JSON scalar or one parameter. Throws with no name: `params` knows it and adds it. */
export interface FieldType<Value> extends Codec<Value, unknown> {
  readonly holds: ValueSet
  /** What any spelling can only mean, for replies that cannot be had again; undefined where it means nothing. */
  mend?(wire: unknown, context: CodecContext): Value | undefined
}

/** Which values a type holds, as data: reference pages, the console and test generators read it. */
export type ValueSet =
  /**
   * `member`: the text is JSON, and the value its only member. `token`: what RFC 6750 calls b64token. `label`: what can be one
   * label of a host.
   */
  | { readonly kind: 'text'; readonly member?: string; readonly token?: true; readonly label?: true }
  | { readonly kind: 'number'; readonly max: number }
  /** An identifier that JSON writes as a number where it is decimal digits, at most 15, without leading zeros. */
  | { readonly kind: 'numeral' }
  /** A JSON object. */
  | { readonly kind: 'json' }
  /** Parameters of a call under their own names, texts where they travel in a query or form. */
  | { readonly kind: 'parameters' }
  /** A list of records of these fields, with at least one. A field without a name is the whole entry. */
  | { readonly kind: 'records'; readonly fields: Fields }
  | { readonly kind: 'flag' }
  /** `separator` is absent where they are a JSON list; `alsoRead`: what separates too where words are read. */
  | { readonly kind: 'words'; readonly separator?: string; readonly alsoRead?: readonly string[] }

/** What the wire calls it, what we call it, how it is spelt. */
export interface Field<Key extends string = string, Value = unknown> {
  readonly name: string
  readonly key: Key
  readonly type: FieldType<Value>
  readonly optional?: true
  /** Other names that are read where this one is absent. */
  readonly alsoNamed?: readonly string[]
  /** What this platform means by it, where that is more than the key's own meaning. */
  readonly note?: string
}

/** What the sender does not choose: written by every encode, checked by every decode. */
export interface ImpliedField {
  readonly name: string
  /** What it is for, where nothing below says it. */
  readonly note?: string
  /** The one right value; as data, like `clock`, for those who write senders in other languages. */
  readonly value?: string
  /** Whoever leaves it out is understood too. */
  readonly optional?: true
  /** That it is the sender's clock, and how that is spelt. */
  readonly clock?: ClockSpelling
  /** How far that clock may be from ours. */
  readonly tolerance?: Tolerance
  /** That it says once more what this field of the record says, and how it is spelt here. */
  readonly again?: { readonly key: string; readonly type: FieldType<unknown> }
  /** Undefined where nothing is to be written. `value` is the record beside it. */
  imply(context: CodecContext, value: Readonly<Bag>): unknown
  /** `wire` is undefined where the field is absent. @throws {WireError} when the wire says something else. */
  verify(wire: unknown, context: CodecContext): void
}

/** Seconds that a clock may be behind and ahead of ours. */
export interface Tolerance {
  readonly back: number
  readonly ahead: number
}

/**
 * `1720501200123`; `1720501200`; `2024-07-09T05:00:00Z`; `2024-07-09 13:00:00` in Beijing; `20240709130000` there with
 * milliseconds behind it.
 */
export type ClockSpelling = 'milliseconds' | 'seconds' | 'iso' | 'beijing-text' | 'compact'

/** The parameters of one message, in the order in which they are written. */
export type Fields = readonly (Field | ImpliedField)[]
