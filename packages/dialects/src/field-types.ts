import { type Codec, WireError } from './codec.ts'

/** How one value is spelt as one JSON scalar or one parameter. Throws with no name: `params` knows it and adds it. */
export interface FieldType<Value> extends Codec<Value, unknown> {
  readonly holds: ValueSet
}

/** Which values a type holds, as data: reference pages, the console and test generators read it. */
export type ValueSet =
  /** `member`: the text is JSON, and the value its only member. `token`: what RFC 6750 calls b64token. */
  | { readonly kind: 'text'; readonly member?: string; readonly token?: true }
  | { readonly kind: 'number'; readonly max: number }
  /** A JSON object. */
  | { readonly kind: 'json' }
  /** `alsoRead`: what separates too where words are read. */
  | { readonly kind: 'words'; readonly separator: string; readonly alsoRead?: readonly string[] }

const malformed = (): never => {
  throw new WireError('', 'malformed')
}

/** A lone surrogate has no UTF-8, so it cannot be carried: refused, not mangled. Empty text means absent. */
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.isWellFormed()

/** Any text but the empty one, as itself. */
export const text: FieldType<string> = {
  holds: { kind: 'text' },
  encode: (value) => (isText(value) ? value : malformed()),
  decode: (wire) => (isText(wire) ? wire : malformed()),
}

/** A text that a header can carry (RFC 6750, section 2.1). */
export const headerToken: FieldType<string> = {
  holds: { kind: 'text', token: true },
  encode: (value) => (isToken(value) ? value : malformed()),
  decode: (wire) => (isToken(wire) ? wire : malformed()),
}

const isToken = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w\-.~+/]+=*$/.test(value)

const isWhole = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

/** `7200` */
export const wholeNumber: FieldType<number> = {
  holds: { kind: 'number', max: Number.MAX_SAFE_INTEGER },
  encode: (value) => (isWhole(value) ? value : malformed()),
  decode: (wire) => (isWhole(wire) ? wire : malformed()),
}

const LARGEST_15_DIGITS = 999_999_999_999_999

/** `"7200"`, without leading zeros. */
export const digits: FieldType<number> = {
  holds: { kind: 'number', max: LARGEST_15_DIGITS },
  encode: (value) => (isWhole(value) && value <= LARGEST_15_DIGITS ? String(value) : malformed()),
  decode: (wire) =>
    typeof wire === 'string' && /^(0|[1-9]\d{0,14})$/.test(wire) ? Number(wire) : malformed(),
}

/** A lifetime in seconds to us, the second at which it ends to the platform. */
export const expiry = (as: FieldType<number>): FieldType<number> => ({
  holds: { kind: 'number', max: 10_000_000_000 },
  encode: (lifetime, context) =>
    isWhole(lifetime) ? as.encode(Math.floor(context.now) + lifetime, context) : malformed(),
  decode: (wire, context) => Math.max(0, as.decode(wire, context) - Math.floor(context.now)),
})

/**
 * `"base,white"`. A word that held a separator would forge its neighbour, so it is refused. `alsoRead`: what clients of the
 * platform put between words as well.
 */
export const words = (separator: string, alsoRead: readonly string[] = []): FieldType<readonly string[]> => {
  const separators = [separator, ...alsoRead]
  return {
    holds: { kind: 'words', separator, ...(alsoRead.length > 0 && { alsoRead }) },
    encode: (value) =>
      value.length > 0 &&
      value.every((word) => isText(word) && !separators.some((each) => word.includes(each)))
        ? value.join(separator)
        : malformed(),
    decode: (wire) => {
      let text = isText(wire) ? wire : malformed()
      for (const each of alsoRead) text = text.replaceAll(each, separator)
      const value = text.split(separator)
      return value.includes('') ? malformed() : value
    },
  }
}

/** A JSON object as a text: `"{\"page\":1}"`. */
export const jsonText: FieldType<Readonly<Bag>> = {
  holds: { kind: 'json' },
  encode: (value) => (isBag(value) ? JSON.stringify(value) : malformed()),
  decode(wire) {
    const bag = typeof wire === 'string' ? parseJson(wire) : undefined
    return isBag(bag) ? bag : malformed()
  },
}

/** One text as the only member of a JSON object that is itself a text: `"{\"openId\":\"...\"}"`. Other members are ignored. */
export const memberOfJsonText = (name: string): FieldType<string> => ({
  holds: { kind: 'text', member: name },
  encode: (value, context) => jsonText.encode({ [name]: text.encode(value, context) }, context),
  decode(wire, context) {
    const bag = jsonText.decode(wire, context)
    return text.decode(Object.hasOwn(bag, name) ? bag[name] : undefined, context)
  },
})

/** A JSON object, or fields by their names. */
export type Bag = { [name: string]: unknown }

/** Whether a JSON value is an object. */
export const isBag = (value: unknown): value is Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Undefined for what is no JSON. */
export function parseJson(wire: string): unknown {
  try {
    return JSON.parse(wire)
  } catch {
    return undefined
  }
}
