import assert from 'node:assert/strict'
import { test } from 'node:test'
import { T0, digestOf } from '../rows.ts'
import type { Open } from '../store-contract.ts'

export function onceContract(open: Open): void {
  test('the clock is the one that was given', async () => {
    const { store, clock } = await open()
    assert.equal(store.now(), T0)
    clock.now += 5
    assert.equal(store.now(), T0 + 5)
  })

  test('no number is reserved twice', async () => {
    const { store } = await open()
    const sizes = Array.from({ length: 40 }, (_, nth) => 1 + (nth % 7))
    const firsts = await Promise.all(sizes.map((size) => store.reserveIds(size)))
    const all = firsts.flatMap((first, nth) =>
      Array.from({ length: sizes[nth] ?? 0 }, (_, more) => first + more),
    )
    assert.equal(new Set(all).size, all.length)
    assert.ok(Math.min(...all) >= 1)
    const ahead = (await store.reserveIds(1)) + 10_000
    assert.equal(await store.reserveIds(5, ahead), ahead)
    assert.equal(await store.reserveIds(1, 1), ahead + 5)
    await assert.rejects(store.reserveIds(0))
    await assert.rejects(store.reserveIds(1.5))
  })

  test('exactly one of sixteen is the first', async () => {
    const { store } = await open()
    const key = digestOf('once', 'form')
    const first = await Promise.all(Array.from({ length: 16 }, () => store.once(key, T0 + 60)))
    assert.deepEqual(first.filter(Boolean), [true])
    assert.equal(await store.once(key, T0 + 60), false)
    assert.equal(await store.once(digestOf('once', 'another'), T0 + 60), true)
  })
}
