/* JSON, strictly for requests; for answers that cannot be had again, as others write it. */
import type { Bag } from '../fields/field.ts'
import { type Codec, type CodecContext, WireError } from '../codec.ts'
import { isBag, parseJson } from '../fields/field-types.ts'

/** A JSON object, in which a name may come once. */
export const jsonObject: Codec<Bag, string> = {
  encode: (bag) => JSON.stringify(bag),
  decode: (wire) => readObject(wire) ?? broken(),
}

/** Undefined for what is no JSON object. @throws {WireError} when one of its names comes twice. */
export function readObject(wire: string): Bag | undefined {
  const bag = parseJson(wire)
  if (!isBag(bag)) return undefined
  const [repeated] = repeatedNames(wire)
  if (repeated !== undefined) throw new WireError(repeated, 'repeated')
  return bag
}

/**
 * A reply's JSON object. Where the context takes oddities, text around it is one, and so is a name that comes twice: the last
 * one counts, as with every usual reader. `numbers` keeps their digits.
 */
export function replyObject(body: string, context: CodecContext, numbers: Numbers = asList): Bag {
  const { odd } = context
  if (!odd) return jsonObject.decode(body, context)
  const [begin, end] = [body.indexOf('{'), body.lastIndexOf('}') + 1]
  const wire = body.slice(begin, end)
  const bag = parseJson(wire)
  if (!isBag(bag)) return broken()
  if (/[^\s\uFEFF]/.test(body.slice(0, begin) + body.slice(end)))
    odd({ member: 'body', problem: 'surrounded' })
  for (const member of repeatedNames(wire)) odd({ member, problem: 'repeated' })
  return spelt(wire, bag, numbers) as Bag
}

/**
 * JSON in which a number beyond 2^53 is the text that it was written with: two identifiers would become one. Undefined for
 * what is no JSON.
 */
export const exactJson = (wire: string): unknown => spelt(wire, parseJson(wire), asText)

/** What a number is read as, by its digits. */
type Numbers = (token: string) => string

const isLong = (token: string): boolean => Math.abs(Number(token)) > Number.MAX_SAFE_INTEGER

export const asText: Numbers = (token) => (isLong(token) ? `"${token}"` : token)

/** A list of one tells a long number from a text. With an exponent, digits may be lost already: such a number is none. */
export const asList: Numbers = (token) => (/e/i.test(token) ? '{}' : isLong(token) ? `["${token}"]` : token)

const spelt = (wellFormed: string, value: unknown, numbers: Numbers): unknown =>
  value !== undefined && /\d{16}|\d[eE]/.test(wellFormed)
    ? parseJson(
        wellFormed.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g, (token) =>
          token.startsWith('"') ? token : numbers(token),
        ),
      )
    : value

/** `JSON.parse` keeps the last of two members of one name; the names that an object has twice. */
function repeatedNames(wellFormed: string): readonly string[] {
  const open: Set<string>[] = []
  const repeated: string[] = []
  let last = ''
  for (const [token] of wellFormed.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g)) {
    if (token === '{' || token === '[') open.push(new Set())
    else if (token === '}' || token === ']') open.pop()
    else if (token !== ':') last = token
    else {
      const name = String(parseJson(last))
      if (open.at(-1)?.has(name)) repeated.push(name)
      open.at(-1)?.add(name)
    }
  }
  return repeated
}

function broken(): never {
  throw new WireError('body', 'malformed')
}
