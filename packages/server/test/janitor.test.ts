import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryStore } from '@hufu/store'
import { janitor } from '../src/janitor.ts'
import { logTo } from '@hufu/web/log'

const DAY = 86_400

test('the day of a use is written once a day, whatever a token is used for on it', async () => {
  const clock = { now: 20_000 * DAY }
  const store = memoryStore({ now: () => clock.now })
  const marked: [id: number, day: number][] = []
  const watched = {
    ...store,
    markUsed: (days: ReadonlyMap<number, number>) => (marked.push(...days), store.markUsed(days)),
  }
  const { used, turn, stop } = janitor(watched, logTo('silent'), 30)
  try {
    used({ id: 1 })
    used({ id: 1 })
    used({ id: 2, lastUsedDay: 19_999 })
    await turn()
    assert.deepEqual(marked.splice(0), [
      [1, 20_000],
      [2, 20_000],
    ])

    used({ id: 1, lastUsedDay: 20_000 })
    await turn()
    assert.deepEqual(marked, [])

    clock.now += DAY
    used({ id: 1, lastUsedDay: 20_000 })
  } finally {
    await stop()
  }
  assert.deepEqual(marked, [[1, 20_001]], 'what is remembered is written at the end')
})
