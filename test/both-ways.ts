/* An example of a document is a wire and what it says. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Codec, CodecContext, WireRequest, WireResponse } from '@hufu/dialects'
import { context } from '../packages/dialect-laws/src/generators.ts'

/** One test: the wire is read as the value, and the value written as this very wire. */
export function bothWays<Value, Wire>(
  name: string,
  codec: Codec<Value, Wire>,
  wire: Wire,
  value: NoInfer<Value>,
  at: CodecContext = context,
): void {
  test(name, () => {
    assert.deepEqual(codec.decode(wire, at), value)
    assert.deepEqual(codec.encode(value, at), wire)
  })
}

export const get = (query: string): WireRequest => ({ method: 'GET', query, mediaType: '', body: '' })
export const form = (body: string): WireRequest => ({
  method: 'POST',
  query: '',
  mediaType: 'application/x-www-form-urlencoded',
  body,
})
export const ok = (body: string): WireResponse => ({ status: 200, body })
