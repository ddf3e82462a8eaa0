import type { Bag, Field, FieldType, Fields, ImpliedField } from './field.ts'
import { readWithCare } from './care.ts'
import { type Codec, type CodecContext, WireError, isWireError } from '../codec.ts'
import { presentOf } from './field-types.ts'

const noteOf = (note?: string) => (note === undefined ? {} : { note })

/** A field that must be there: `field('app_key', 'clientId', text)`. */
export const field = <const Key extends string, Value>(
  name: string,
  key: Key,
  type: FieldType<Value>,
  note?: string,
): Field<Key, Value> => ({ name, key, type, ...noteOf(note) })

/** A field that may be absent, or come empty, which is the same. */
export const optional = <const Key extends string, Value>(
  name: string,
  key: Key,
  type: FieldType<Value>,
  note?: string,
): Field<Key, Value> & { readonly optional: true } => ({ name, key, type, optional: true, ...noteOf(note) })

/** A parameter with one right value, such as `grant_type`. `alsoRead`: other values that are taken; an empty text is absence. */
export const constant = (name: string, value: string, alsoRead: readonly string[] = []): ImpliedField => ({
  name,
  value,
  ...(alsoRead.includes('') && { optional: true as const }),
  imply: () => value,
  verify(wire) {
    if (wire === value || alsoRead.some((each) => each === (wire ?? ''))) return
    throw new WireError(name, wire === undefined ? 'missing' : 'malformed')
  },
})

/** Written for those who look for it, never asked for. */
export const remark = (name: string, note: string, imply: ImpliedField['imply']): ImpliedField => ({
  name,
  note,
  imply,
  verify() {},
})

/** The field, read under other names too where its own is absent: platforms that spell a member in two ways. */
export const alsoNamed = <const F extends Field>(one: F, ...names: readonly string[]): F => ({
  ...one,
  alsoNamed: names,
})

/** The names under which a field is read. */
export const spellingsOf = (each: Field | ImpliedField): readonly string[] => [
  each.name,
  ...('key' in each ? (each.alsoNamed ?? []) : []),
]

/** A second name for what a field of the record says: written where the record says it, read past. */
export const also = (name: string, key: string, type: FieldType<unknown>, note?: string): ImpliedField => ({
  name,
  ...noteOf(note),
  again: { key, type },
  imply: (context, value) => (value[key] === undefined ? undefined : type.encode(value[key], context)),
  verify() {},
})

type Flat<T> = { readonly [K in keyof T]: T[K] }
type ValueOf<F> = F extends Field<string, infer Value> ? Value : never
type Chosen<F extends Fields> = Extract<F[number], Field>

/** The record that a list of fields describes. */
export type RecordOf<F extends Fields> = Flat<
  { [E in Exclude<Chosen<F>, { optional: true }> as E['key']]: ValueOf<E> } & {
    [E in Extract<Chosen<F>, { optional: true }> as E['key']]?: ValueOf<E>
  }
>

/** A member of the wire, and what it is for. */
export type Around = Omit<ImpliedField, 'imply' | 'verify'>

/** Keeps its fields readable: reference pages, the console and test generators read the dialect too. */
export interface WithFields<F extends Fields = Fields> {
  /** What of the wire carries the fields or vouches for them, and is no field itself; in its order, before the fields. */
  readonly around?: readonly Around[]
  /** Where no other order and no other name is taken. */
  readonly orders?: readonly (readonly string[])[]
  readonly fields: F
}

/** A codec of the record that its fields describe. */
export interface FieldCodec<F extends Fields, Wire> extends Codec<RecordOf<F>, Wire>, WithFields<F> {}
/** The fields alone, before they are put into a query, a form or a JSON object. */
export type Params<F extends Fields> = FieldCodec<F, Bag>

/** Fields to a bag of names. The order of the fields is the order on the wire; decoding ignores other names. */
export function params<const F extends Fields>(...fields: F): Params<F> {
  return {
    fields,
    encode(value, context) {
      const bag: Bag = {}
      for (const each of fields) {
        try {
          const wire = write(each, value, context)
          if (wire !== undefined) bag[each.name] = wire
        } catch (error) {
          throw blaming(each.name, error)
        }
      }
      return bag
    },
    decode(bag, context) {
      const value: Bag = {}
      for (const each of fields) {
        const name = spellingsOf(each).find((one) => Object.hasOwn(bag, one))
        const wire = name === undefined ? undefined : bag[name]
        try {
          read(each, wire, value, context)
        } catch (error) {
          const key = 'key' in each ? each.key : undefined
          if (!context.odd || key === NEEDED || !isWireError(error)) throw blaming(each.name, error)
          const isLost = key === 'refreshToken' && error.problem !== 'missing'
          context.odd({ member: each.name, problem: isLost ? 'lost' : error.problem })
        }
      }
      return value as RecordOf<F>
    },
  }
}

function write(each: Field | ImpliedField, value: Bag, context: CodecContext): unknown {
  if (!('key' in each)) return each.imply(context, value)
  if (value[each.key] !== undefined) return each.type.encode(value[each.key], context)
  if (each.optional) return undefined
  throw new WireError('', 'missing')
}

/** An empty value counts as an absent one. */
function read(each: Field | ImpliedField, wire: unknown, value: Bag, context: CodecContext): void {
  const present = presentOf(wire)
  if (!('key' in each)) each.verify(present, context)
  else if (present !== undefined)
    value[each.key] = context.odd
      ? readWithCare(each, present, context, context.odd)
      : each.type.decode(present, context)
  else if (!each.optional) throw new WireError('', 'missing')
}

/** The one member that an answer is nothing without. */
const NEEDED = 'accessToken'

const blaming = (name: string, error: unknown): unknown =>
  isWireError(error) && error.parameter === '' ? new WireError(name, error.problem) : error
