import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counted, dayText, hoursText, languages, listText } from '@hufu/web/design/language'

test('a day is called by its own date, east and west of Greenwich', (t) => {
  const { TZ } = process.env
  t.after(() => (TZ === undefined ? delete process.env['TZ'] : (process.env['TZ'] = TZ)))
  const day = Date.UTC(2026, 10, 21) / 86_400_000
  for (const zone of ['America/Los_Angeles', 'UTC', 'Asia/Shanghai', 'Asia/Tokyo']) {
    process.env['TZ'] = zone
    assert.equal(dayText('en', day), 'November 21, 2026', zone)
  }
})

test('a count stands in the plural form of its language', () => {
  const said = (count: number) => counted('en', count, { one: '# app is left', other: '# apps are left' })
  assert.deepEqual([0, 1, 2, 1200].map(said), [
    '0 apps are left',
    '1 app is left',
    '2 apps are left',
    '1,200 apps are left',
  ])
  assert.equal(counted('th', 1, { other: 'อีก # รายการ' }), 'อีก 1 รายการ')
})

test('a list and a duration are written as each language writes them', () => {
  const items = ['a', 'b', 'c']
  assert.deepEqual(
    languages.map((language) => listText(language, items)),
    ['a、b和c', 'a, b, and c', 'a b และc'],
  )
  assert.deepEqual(
    [60, 117, 1].map((minutes) => hoursText('en', minutes)),
    ['1 hour', '1 hour, 57 minutes', '1 minute'],
  )
  assert.equal(hoursText('zh-CN', 117), '1小时57分钟')
})
