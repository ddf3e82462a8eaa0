/* Examples of a platform's documents: each is read as its value, and the value written as the example. */
import assert from 'node:assert/strict'
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
