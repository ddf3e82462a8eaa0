/* The wire as it is shown: masked, readable, and with each number as it came. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jos2 } from '@hufu/dialects'
import { type WireExchange, explainingFetch } from '../src/wire.ts'

async function shown(body: string): Promise<string> {
  const told: WireExchange[] = []
  const answering = () =>
    Promise.resolve(new Response(body, { headers: { 'content-type': 'application/json' } }))
  const fetch = explainingFetch('refresh', jos2.refresh, (exchange) => told.push(exchange), answering)
  await fetch('https://platform.test/', { method: 'POST' })
  const [exchange] = told
  assert.ok(typeof exchange?.response === 'object')
  return exchange.response.text
}

test('a body is shown over several lines, and a number beyond 2^53 as it came', async () => {
  assert.match(await shown('{"uid":201,"open_id":"o"}'), /\{\n {2}"uid": 201/)
  for (const uid of ['900719925474099312', '18446744073709551616'])
    assert.ok((await shown(`{"uid":${uid}}`)).includes(uid), uid)
})
