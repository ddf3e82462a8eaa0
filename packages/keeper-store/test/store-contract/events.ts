import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from '../store-contract.ts'
import { asked, claimed, connected, told, tokens } from './rows.ts'

export function eventContract(open: Open): void {
  test('a story is told newest first, and all events from a number on oldest first', async () => {
    const { store, other } = await open()
    const before = await store.now()
    const bare = {
      type: 'clock.skew',
      data: { seconds: -31.5, known: true, none: null, text: '钟' },
    } as const
    await store.tell([told('quota.low', 'a', { left: 1 }), told('quota.low', 'b'), bare])
    await other.tell([told('connection.refreshed', 'a')])
    const all = await store.eventsAfter(0, 99)
    assert.deepEqual(
      all.map(({ type, connectionId }) => [type, connectionId]),
      [
        ['quota.low', 'a'],
        ['quota.low', 'b'],
        ['clock.skew', undefined],
        ['connection.refreshed', 'a'],
      ],
    )
    const now = await store.now()
    all.forEach(({ seq, at }, nth) => {
      assert.ok(seq > (all[nth - 1]?.seq ?? 0))
      assert.ok(at >= before && at <= now)
    })
    const [, , skew] = all
    assert.deepEqual(skew, { ...bare, seq: skew?.seq, at: skew?.at })
    assert.deepEqual(await store.story('a', 99), [all[3], all[0]])
    assert.deepEqual(await store.story('a', 1), [all[3]])
    assert.deepEqual(await other.eventsAfter(all[1]?.seq ?? 0, 1), [skew])
    assert.deepEqual(await store.eventsAfter(all[3]?.seq ?? 0, 9), [])
    await store.tell([])
    assert.equal((await store.eventsAfter(0, 99)).length, 4)
  })

  test('a reader that continues from the last number it saw misses no event, while many processes write events', async () => {
    const { store, other } = await open()
    const seen: number[] = []
    const wanted = 300
    let running = true
    const readOn = async () => {
      for (let last = 0; ;) {
        const page = await other.eventsAfter(last, 7)
        for (const { data } of page) seen.push(Number(data['nth']))
        last = page.at(-1)?.seq ?? last
        if (page.length === 0 && !running) return
      }
    }
    const reading = readOn()
    await Promise.all(
      Array.from({ length: 30 }, async (_, teller) => {
        for (let nth = teller; nth < wanted; nth += 30)
          await (teller % 2 ? store : other).tell([told('quota.low', `c${teller}`, { nth })])
      }),
    )
    running = false
    await reading
    assert.deepEqual(
      seen.toSorted((a, b) => a - b),
      Array.from({ length: wanted }, (_, nth) => nth),
    )
  })

  test('what is told of an act is told if it is done, whole', async () => {
    const { store } = await open()
    const { id } = await connected(store, 'S1')
    await assert.rejects(
      store.connect(asked('S2'), () => {
        throw new Error('on purpose')
      }),
      /on purpose/,
    )
    assert.equal((await store.list({ limit: 9 })).length, 1)
    await store.persist(await claimed(store, id), tokens(1), [
      told('connection.refreshed', id),
      told('quota.low', id),
    ])
    assert.equal((await store.story(id, 9)).length, 2)
  })
}
