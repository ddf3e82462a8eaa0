/* How many large bodies a network may send in a second. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MOST_HELD, MOST_LARGE, TooMuchAtOnce, largeBodies } from '../src/http/large-bodies.ts'

test('the large bodies of a network are bounded in a second; small ones and other networks are not', () => {
  let now = 5
  const { admits } = largeBodies(() => now)
  const asked = (headers: Readonly<Record<string, string>>, ip = '192.0.2.1') => admits({ headers, ip })
  const large = { 'content-length': '60000' }
  for (let nth = 0; nth < MOST_LARGE.count; nth++) assert.ok(asked(large))
  assert.equal(asked(large), false)
  assert.equal(asked({ 'transfer-encoding': 'chunked' }), false, 'of unknown length')
  assert.ok(asked({ 'content-length': '6000' }))
  assert.ok(asked({}))
  assert.ok(asked(large, '198.51.100.1'))
  assert.ok(asked(large, 'nobody knows'), 'without an address there is no network to blame')
  now += 1
  assert.ok(asked(large))
})

test('a network above the limit is refused after a moment, and only a limited number wait for that', () => {
  const waiting: (() => void)[] = []
  const { refuse } = largeBodies(undefined, (act) => waiting.push(act))
  const told: unknown[] = []
  for (let nth = 0; nth < MOST_HELD; nth++) refuse((why) => told.push(why))
  assert.equal(told.length, 0)
  refuse((why) => told.push(why))
  assert.equal(told.length, 1, 'one too many is refused at once')
  for (const act of waiting.splice(0)) act()
  assert.equal(told.length, MOST_HELD + 1)
  assert.ok(told.every((why) => why instanceof TooMuchAtOnce))
  refuse((why) => told.push(why))
  assert.equal(waiting.length, 1, 'and there is room again')
})
