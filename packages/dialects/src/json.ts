/* JSON, strictly for requests; for answers that cannot be had again, as others write it. */
import { type Codec, type CodecContext, WireError } from './codec.ts'
import { type Bag, isBag, parseJson } from './field-types.ts'

/** A JSON object, in which a name may come once. */
export const jsonObject: Codec<Bag, string> = {
  encode: (bag) => JSON.stringify(bag),
  decode: (wire) => readObject(wire) ?? broken(),
}

/** Undefined for what is no JSON object. @throws {WireError} when one of its names comes twice. */
export function readObject(wire: string): Bag | undefined {
  const bag = parseJson(wire)
  if (!isBag(bag)) return undefined
  for (const [name, member] of Object.entries(readAt(wire, 0).value as Bag))
    if (isOddMember(member)) throw new WireError(name, 'repeated') // In JSON no other is odd.
  return bag
}

/** A reply's JSON object. Where the context takes oddities, text around it is one, and its odd members are `OddMember`s. */
export function replyObject(body: string, context: CodecContext): Bag {
  if (!context.odd) return jsonObject.decode(body, context)
  const begin = body.indexOf('{')
  const { value, end } = readAt(body, Math.max(0, begin))
  if (/[^\s\uFEFF]/.test(body.slice(0, begin) + body.slice(end)))
    context.odd({ member: 'body', problem: 'surrounded' })
  return isBag(value) ? value : broken()
}

/**
 * JSON in which a number beyond 2^53 is the text that it was written with: two identifiers would become one. Undefined for
 * what is no JSON.
 */
export function exactJson(wire: string): unknown {
  const value = parseJson(wire)
  return value !== undefined && /\d{16}|\d[eE]/.test(wire) ? parseJson(wire.replace(SCALAR, exact)) : value
}

const SCALAR = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g

const exact = (token: string): string =>
  Math.abs(Number(token)) > Number.MAX_SAFE_INTEGER ? JSON.stringify(token) : token

export const ODD = Symbol('odd')

/** A member that came more than once, of which the last counts as with every usual reader, or that is no JSON value. */
export interface OddMember {
  readonly [ODD]: 'repeated' | 'malformed'
  readonly last?: unknown
}

/** No JSON object has a symbol. */
export const isOddMember = (member: unknown): member is OddMember => isBag(member) && ODD in member

/** A string, a mark, or all that stands up to the next of them. */
const TOKEN = /\s*("[^"\\]*(?:\\[^][^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+)/y

/** Deeper values than any platform has. */
const DEEPEST = 100

/** The value that begins there, and where it ends. @throws {WireError} when it is none. */
function readAt(wire: string, begin: number): { readonly value: unknown; readonly end: number } {
  const tokens = new RegExp(TOKEN)
  tokens.lastIndex = begin
  const next = () => tokens.exec(wire)?.[1] ?? broken()

  function valueOf(token: string, depth: number): unknown {
    if (depth > DEEPEST || /^[,:}\]]/.test(token)) broken()
    if (token === '[') return Array.from(items(']'), (each) => valueOf(each, depth + 1))
    if (token !== '{') return scalar(token)
    const members = new Map<string, unknown>()
    for (const each of items('}')) {
      const name = parseJson(each)
      if (typeof name !== 'string' || next() !== ':') broken()
      const member = valueOf(next(), depth + 1)
      members.set(name, members.has(name) ? { [ODD]: 'repeated', last: member } : member)
    }
    return Object.fromEntries(members) // which makes even `__proto__` a member like others
  }

  /** What begins each item, up to the closing mark. */
  function* items(close: string): Generator<string> {
    for (let token = next(); token !== close; token = next()) if (token !== ',') yield token
  }

  return { value: valueOf(next(), 0), end: tokens.lastIndex }
}

/** A number that a double cannot hold is a `bigint`; one with an exponent has lost digits already. */
function scalar(token: string): unknown {
  if (/^-?[1-9]\d{15,99}$/.test(token)) return BigInt(token)
  const value = /^-?\d+(\.\d+)?$|^[^-\d]/.test(token) ? parseJson(token) : undefined
  return value === undefined ? { [ODD]: 'malformed' } : value
}

function broken(): never {
  throw new WireError('body', 'malformed')
}
