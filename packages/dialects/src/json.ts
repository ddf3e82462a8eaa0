/* JSON as others write it: an answer that cannot be had again is read although one of its members is broken. */
import { type CodecContext, WireError } from './codec.ts'
import { jsonObject } from './carriers.ts'
import { type Bag, isBag, parseJson } from './field-types.ts'

export const ODD = Symbol('odd')

/** A member that came more than once, of which the last counts as with every usual reader, or that is no JSON value. */
export interface OddMember {
  readonly [ODD]: 'repeated' | 'malformed'
  readonly last?: unknown
}

/** No JSON object has a symbol. */
export const isOddMember = (member: unknown): member is OddMember => isBag(member) && ODD in member

/** A reply's JSON object. Where the context takes oddities, text around it is one, and its odd members are `OddMember`s. */
export function replyObject(body: string, context: CodecContext): Bag {
  if (!context.odd) return jsonObject.decode(body, context)
  const begin = body.indexOf('{')
  const { bag, end } = objectAt(body, Math.max(0, begin))
  if (/[^\s\uFEFF]/.test(body.slice(0, begin) + body.slice(end)))
    context.odd({ member: 'body', problem: 'surrounded' })
  return bag
}

/** A string, a mark, or all that stands up to the next of them. */
const TOKEN = /\s*("[^"\\]*(?:\\[^][^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+)/y

/** Deeper objects than any platform has. */
const DEEPEST = 100

/** The object that begins there, and where it ends. Each number is read by its digits. @throws {WireError} when it is none. */
function objectAt(wire: string, begin: number): { readonly bag: Bag; readonly end: number } {
  const tokens = new RegExp(TOKEN)
  tokens.lastIndex = begin
  const next = () => tokens.exec(wire)?.[1] ?? broken()

  function value(token: string, depth: number): unknown {
    if (depth > DEEPEST) broken()
    if (token === '{') return object(depth + 1)
    if (token === '[') return list(depth + 1)
    return scalar(token)
  }

  function object(depth: number): Bag {
    const members = new Map<string, unknown>()
    for (let token = next(); token !== '}'; token = next()) {
      if (token === ',') continue
      const name = parseJson(token)
      if (typeof name !== 'string' || next() !== ':') broken()
      const each = value(next(), depth)
      members.set(name, members.has(name) ? { [ODD]: 'repeated', last: each } : each)
    }
    return Object.fromEntries(members) // which makes even `__proto__` a member like others
  }

  function list(depth: number): readonly unknown[] {
    const all: unknown[] = []
    for (let token = next(); token !== ']'; token = next()) if (token !== ',') all.push(value(token, depth))
    return all
  }

  const bag = next() === '{' ? object(0) : broken()
  return { bag, end: tokens.lastIndex }
}

function broken(): never {
  throw new WireError('body', 'malformed')
}

/** A number that a double cannot hold is a `bigint`; one with an exponent has lost digits already. */
function scalar(token: string): unknown {
  if (/^[,:}\]]/.test(token)) broken()
  if (/^-?(0|[1-9]\d*)$/.test(token)) {
    const number = Number(token)
    return Number.isSafeInteger(number) ? number : BigInt(token)
  }
  if (/^"|^(-?(0|[1-9]\d*)\.\d+|true|false|null)$/.test(token))
    return parseJson(token) ?? (token === 'null' ? null : { [ODD]: 'malformed' })
  return { [ODD]: 'malformed' }
}
