import { WireError } from '../codec.ts'
import type { Bag, FieldType } from './field.ts'

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
  mend: (wire) => (isText(wire) ? wire : digitsOf(wire)),
}

/** A number that names something is its digits; a list of one is that one. */
const digitsOf = (wire: unknown): string | undefined => {
  const all: readonly unknown[] = Array.isArray(wire) ? wire : [isWhole(wire) ? String(wire) : '']
  return isText(all[0]) && all.length === 1 ? all[0] : undefined
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

/** An identifier of digits that JSON writes as a number, and that is read as number or text: `33142`. Other text stays text. */
export const numeral: FieldType<string> = {
  holds: { kind: 'numeral' },
  encode: (value) => (isNumeral(value) ? Number(value) : isText(value) ? value : malformed()),
  decode: (wire) => (isWhole(wire) ? String(wire) : isText(wire) ? wire : malformed()),
  mend: (wire) => (isText(wire) ? wire : digitsOf(wire)),
}

const isNumeral = (value: unknown): value is string =>
  typeof value === 'string' && /^(0|[1-9]\d{0,14})$/.test(value)

/** A text that is percent-encoded inside of JSON: `"%E6%97%97"`. */
export const escaped: FieldType<string> = {
  holds: { kind: 'text' },
  encode: (value) => (isText(value) ? encodeURIComponent(value) : malformed()),
  decode(wire) {
    try {
      return isText(wire) ? decodeURIComponent(wire) : malformed()
    } catch {
      return malformed()
    }
  },
  // Text that is no escape is text that was not escaped.
  mend(wire, context) {
    const plain = text.mend?.(wire, context)
    try {
      return plain && decodeURIComponent(plain)
    } catch {
      return plain
    }
  },
}

const wholeUpTo = (max: number): FieldType<number> => ({
  holds: { kind: 'number', max },
  encode: (value) => (isWhole(value) ? value : malformed()),
  decode: (wire) => (isWhole(wire) ? wire : malformed()),
  mend: (wire) => lifetimeOf(secondsOf(wire)),
})

/** `7200` */
export const wholeNumber = /* @__PURE__ */ wholeUpTo(Number.MAX_SAFE_INTEGER)

/** A lifetime that the platform writes as a moment too. */
export const seconds = /* @__PURE__ */ wholeUpTo(10_000_000_000)

/** From here on, what should be seconds left is the second at which they end. */
const FIRST_MOMENT = 1_000_000_000

/** `14400`; a platform that sends the moment of the end now and then is understood. */
export const secondsOrMoment: FieldType<number> = {
  holds: { kind: 'number', max: FIRST_MOMENT - 1 },
  encode: (value) => (isWhole(value) && value < FIRST_MOMENT ? value : malformed()),
  decode(wire, { now }) {
    const said = isWhole(wire) ? wire : malformed()
    return said < FIRST_MOMENT ? said : Math.max(0, said - Math.floor(now))
  },
  mend: (wire) => lifetimeOf(secondsOf(wire)),
}

/** Seconds of which 0 says something: that a refresh token is of no use. Elsewhere it says nothing, or that there is no end. */
export const secondsOrNone: FieldType<number> = {
  ...wholeNumber,
  mend: (wire, context) => (secondsOf(wire) === 0 ? 0 : wholeNumber.mend?.(wire, context)),
}

/** A number, or a text of one, without its fraction; not a number for anything else. */
const secondsOf = (wire: unknown): number =>
  typeof wire === 'number' || (typeof wire === 'string' && /^\s*\d+(\.\d+)?\s*$/.test(wire))
    ? Math.floor(Number(wire))
    : Number.NaN

/** Seconds of 100 years: no token lives longer. */
const LONGEST_LIFETIME = 36_525 * 86_400

/** A lifetime of nothing, or beyond what can be, is none that was stated. */
const lifetimeOf = (seconds: number): number | undefined =>
  seconds > 0 && seconds <= LONGEST_LIFETIME ? seconds : undefined

const LARGEST_15_DIGITS = 999_999_999_999_999

/** `"7200"`, without leading zeros. */
export const digits: FieldType<number> = {
  holds: { kind: 'number', max: LARGEST_15_DIGITS },
  encode: (value) => (isWhole(value) && value <= LARGEST_15_DIGITS ? String(value) : malformed()),
  decode: (wire) =>
    typeof wire === 'string' && /^(0|[1-9]\d{0,14})$/.test(wire) ? Number(wire) : malformed(),
  mend: (wire) => lifetimeOf(secondsOf(wire)),
}

/** From here on a moment is in milliseconds: as seconds it would be in the year 5138. */
const FIRST_MILLISECONDS = 100_000_000_000

/** A lifetime in seconds to us, the second or the millisecond at which it ends to the platform. */
export const expiry = (as: FieldType<number>, perSecond: 1 | 1000 = 1): FieldType<number> => ({
  holds: { kind: 'number', max: 10_000_000_000 },
  encode: (lifetime, context) =>
    isWhole(lifetime) ? as.encode((Math.floor(context.now) + lifetime) * perSecond, context) : malformed(),
  decode: (wire, context) =>
    Math.max(0, Math.floor(as.decode(wire, context) / perSecond) - Math.floor(context.now)),
  mend(wire, { now }) {
    const said = secondsOf(wire)
    return lifetimeOf(Math.floor(said < FIRST_MILLISECONDS ? said : said / 1000) - Math.floor(now))
  },
})

/**
 * `"base,white"`. A word that held a separator would forge its neighbour, so it is refused. `alsoRead`: what clients of the
 * platform put between words as well.
 */
export const words = (separator: string, alsoRead: readonly string[] = []): FieldType<readonly string[]> => {
  const separators = [separator, ...alsoRead]
  const split = (text: string) =>
    alsoRead.reduce((rest, each) => rest.replaceAll(each, separator), text).split(separator)
  return {
    holds: { kind: 'words', separator, ...(alsoRead.length > 0 && { alsoRead }) },
    encode: (value) =>
      value.length > 0 &&
      value.every((word) => isText(word) && !separators.some((each) => word.includes(each)))
        ? value.join(separator)
        : malformed(),
    decode: (wire) => {
      const value = isText(wire) ? split(wire) : malformed()
      return value.includes('') ? malformed() : value
    },
    mend(wire) {
      const all: readonly unknown[] = Array.isArray(wire) ? wire : [wire]
      if (!all.every(isText)) return undefined
      const value = all.flatMap((each) => split(each).map((word) => word.trim())).filter(Boolean)
      return value.length > 0 ? value : undefined
    },
  }
}

/** A JSON list of texts: `["order.list.get"]`. */
export const list: FieldType<readonly string[]> = {
  holds: { kind: 'words' },
  encode: (value) => (value.length > 0 && value.every(isText) ? value : malformed()),
  decode: (wire) => (Array.isArray(wire) && wire.length > 0 && wire.every(isText) ? wire : malformed()),
  mend(wire) {
    const all: readonly unknown[] = Array.isArray(wire) ? wire : [wire]
    const value = all.filter(isText)
    return value.length > 0 && value.length === all.length ? value : undefined
  },
}

/** The value as the one member of a JSON list: `[33142]`. Of a longer list the first is read. */
export const onlyOf = <Value>(type: FieldType<Value>): FieldType<Value> => ({
  holds: type.holds,
  encode: (value, context) => [type.encode(value, context)],
  decode: (wire, context) => (Array.isArray(wire) ? type.decode(wire[0], context) : malformed()),
  mend: (wire, context) => type.mend?.(Array.isArray(wire) ? wire[0] : wire, context),
})

/** The value as a member of a JSON object, whose other members are read past: `{"id":7}`. */
export const memberOf = <Value>(name: string, type: FieldType<Value>): FieldType<Value> => ({
  holds: type.holds,
  encode: (value, context) => ({ [name]: type.encode(value, context) }),
  decode: (wire, context) =>
    isBag(wire) && Object.hasOwn(wire, name) ? type.decode(wire[name], context) : malformed(),
  mend: (wire, context) =>
    isBag(wire) && Object.hasOwn(wire, name) ? type.mend?.(wire[name], context) : undefined,
})

/** `true` or `false`, of JSON. */
export const flag: FieldType<boolean> = {
  holds: { kind: 'flag' },
  encode: (value) => value,
  decode: (wire) => (typeof wire === 'boolean' ? wire : malformed()),
}

/** A JSON object as a text: `"{\"page\":1}"`. */
export const jsonText: FieldType<Readonly<Bag>> = {
  holds: { kind: 'json' },
  encode(value) {
    try {
      return isBag(value) ? JSON.stringify(value) : malformed()
    } catch {
      return malformed() // JSON has no bigint, and no circle.
    }
  },
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

/** Whether a JSON value is an object. */
export const isBag = (value: unknown): value is Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An empty value counts as an absent one. */
export const presentOf = (wire: unknown): unknown => (wire === null || wire === '' ? undefined : wire)

/** Undefined for what is no JSON. */
export function parseJson(wire: string): unknown {
  try {
    return JSON.parse(wire)
  } catch {
    return undefined
  }
}
