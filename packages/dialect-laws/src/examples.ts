/* Examples of a platform's documents: each is read as its value, and the value written as the example. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { PlatformRecord, WireRequest, WireResponse } from '@hufu/dialects'
import { context, requestsOf, responsesOf } from './generators.ts'
import type { TakeLaw } from './law.ts'

/** As it stands in a file of JSON. */
export type Example = {
  /** What it is an example of, and where it is printed or was observed. */
  readonly what: string
  /** What the wire means, in the vocabulary of `TokenRequest`, `TokenSet` and their like; or the error that it is. */
  readonly value: object
} & (
  | { readonly at: 'authorize' | 'callback'; readonly query: string }
  | {
      readonly at: 'token' | 'refresh' | 'userInfo' | 'revocation'
      readonly request: Partial<WireRequest> & Pick<WireRequest, 'method'>
    }
  | { readonly at: 'token' | 'refresh' | 'userInfo' | 'revocation'; readonly response: WireResponse }
)

export function exampleLaws({ dialect }: PlatformRecord, examples: readonly Example[], test: TakeLaw): void {
  const requests = new Map(requestsOf(dialect))
  const responses = new Map(responsesOf(dialect))
  for (const example of examples)
    test(`${dialect.id}, example: ${example.what}`, () => {
      const [codec, wire] = wireOf(example)
      assert.deepEqual(codec.decode(wire as never, context), example.value)
      assert.deepEqual(codec.encode(example.value as never, context), wire)
    })

  function wireOf(example: Example) {
    if ('query' in example)
      return [
        example.at === 'authorize' ? dialect.authorize.request : dialect.callback,
        example.query,
      ] as const
    const name = `${dialect.id} ${example.at} ${'response' in example ? 'response' : 'request'}`
    const codec = 'response' in example ? responses.get(name) : requests.get(name)
    assert.ok(codec, `the dialect has no ${example.at}`)
    if ('response' in example) return [codec, example.response] as const
    return [codec, { query: '', mediaType: '', body: '', ...example.request }] as const
  }
}

const places: ReadonlySet<unknown> = new Set([
  'authorize',
  'callback',
  'token',
  'refresh',
  'userInfo',
  'revocation',
])

/** @throws {TypeError} naming the example that is none, or that the file is no list of them in JSON. */
export function examplesIn(file: string | URL): readonly Example[] {
  const written: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!Array.isArray(written)) throw new TypeError(`${String(file)} is no list of examples`)
  for (const [at, each] of written.entries()) {
    const wrong = faultOf(each as Readonly<Record<string, unknown>>)
    if (wrong !== undefined) throw new TypeError(`${String(file)}: example ${at + 1}: ${wrong}`)
  }
  return written as readonly Example[]
}

function faultOf(each: Readonly<Record<string, unknown>> | null): string | undefined {
  if (typeof each !== 'object' || each === null) return 'is no object'
  const { what, at, value, query, request, response } = each
  if (typeof what !== 'string') return 'what: a text is missing that says what it is an example of'
  if (!places.has(at)) return `at: has to be one of ${[...places].join(', ')}`
  if (typeof value !== 'object' || value === null) return 'value: an object is missing, which it means'
  const ofLink = at === 'authorize' || at === 'callback'
  if (ofLink && typeof query !== 'string') return 'query: a text is missing'
  if (!ofLink && typeof request !== 'object' && typeof response !== 'object')
    return 'has neither a request nor a response'
  return undefined
}
