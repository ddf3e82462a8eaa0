/* Long answers are made a piece at a time. */
import assert from 'node:assert/strict'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { memoryStore } from '@hufu/store'
import fc from 'fast-check'
import { PIECE, jsonInPieces, partsOf, shownParts } from '../src/http/json-pieces.ts'

test('pieces make the same JSON', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (value) => {
      assert.equal(await text(jsonInPieces(value)), JSON.stringify(value))
    }),
    { numRuns: 50 },
  )
  const long = { a: Array.from({ length: 3 * PIECE + 1 }, (_, nth) => ({ nth })), b: undefined, c: [] }
  assert.equal(await text(jsonInPieces(long)), JSON.stringify(long))
})

test('between the pieces of a long list the event loop turns', async () => {
  let turns = 0
  let isOver = false
  const turning = (): void => {
    turns++
    if (!isOver) setImmediate(turning)
  }
  setImmediate(turning)
  await text(jsonInPieces({ a: Array.from({ length: 20 * PIECE }, (_, nth) => nth) }))
  isOver = true
  assert.ok(turns >= 20, String(turns))
})

test('a list of the store comes whole and in order, however many parts it has', async () => {
  const store = memoryStore()
  const ids = Array.from({ length: 2 * PIECE }, (_, nth) => String(1_000_000_000 + nth))
  for (const [nth, id] of ids.entries()) await store.putShop({ id, name: id, createdAt: nth % 7 })
  const expected = await store.shops()
  const found: unknown[] = []
  for await (const part of partsOf((asked) => store.shops(asked))) {
    assert.ok(part.length <= PIECE)
    found.push(...part)
  }
  assert.deepEqual(found, expected)
})

test('an error in the first part is reported before anything is sent', async () => {
  await assert.rejects(
    shownParts(
      () => Promise.reject(new Error('the store is busy')),
      (each) => each,
    ),
    /busy/,
  )
})
