import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayText } from '../src/design/language.ts'

test('a day is called by its own date, east and west of Greenwich', (t) => {
  const { TZ } = process.env
  t.after(() => (TZ === undefined ? delete process.env['TZ'] : (process.env['TZ'] = TZ)))
  const day = Date.UTC(2026, 10, 21) / 86_400_000
  for (const zone of ['America/Los_Angeles', 'UTC', 'Asia/Shanghai', 'Asia/Tokyo']) {
    process.env['TZ'] = zone
    assert.equal(dayText('en', day), 'November 21, 2026', zone)
  }
})
