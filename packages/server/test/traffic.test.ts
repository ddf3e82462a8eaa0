import assert from 'node:assert/strict'
import { test } from 'node:test'
import { traffic } from '../src/traffic.ts'

test('requests of the last hour are counted, and those before are forgotten, minute by minute', () => {
  let minutes = 10_000
  const counted = traffic(() => minutes * 60_000)
  counted.count(undefined)
  counted.count('code_used')
  minutes += 30
  counted.count('code_used')
  counted.count('code_expired')
  assert.deepEqual(counted.lastHour(), {
    answered: 1,
    refused: 3,
    reasons: [
      ['code_used', 2],
      ['code_expired', 1],
    ],
  })
  minutes += 30
  assert.deepEqual([counted.lastHour().answered, counted.lastHour().refused], [0, 2])
  counted.count(undefined)
  minutes += 59
  assert.deepEqual(counted.lastHour(), { answered: 1, refused: 0, reasons: [] })
  minutes += 5000
  assert.equal(counted.lastHour().answered, 0)
})
