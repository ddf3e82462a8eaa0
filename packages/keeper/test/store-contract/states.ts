import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from '../store-contract.ts'

export function stateContract(open: Open): void {
  test('a state is taken once, by one of sixteen', async () => {
    const { store, other } = await open()
    await store.putState('key', 'sealed', (await store.now()) + 60)
    const taken = await Promise.all(
      Array.from({ length: 16 }, (_, nth) => (nth % 2 ? store : other).takeState('key')),
    )
    assert.deepEqual(
      taken.filter((each) => each !== undefined),
      ['sealed'],
    )
    assert.equal(await store.takeState('key'), undefined)
    assert.equal(await store.takeState('never'), undefined)
  })

  test('a state that has ended is not given out, and not a second time either', async () => {
    const { store, clock } = await open()
    await store.putState('key', 'sealed', (await store.now()) + 60)
    clock.ahead = 61
    assert.equal(await store.takeState('key'), undefined)
    clock.ahead = 0
    assert.equal(await store.takeState('key'), undefined)
  })

  test('a state can be looked for without taking it, until it ends', async () => {
    const { store, other, clock } = await open()
    assert.equal(await other.hasState('key'), false)
    await store.putState('key', '', (await store.now()) + 60)
    assert.deepEqual([await other.hasState('key'), await other.hasState('key')], [true, true])
    clock.ahead = 61
    assert.equal(await other.hasState('key'), false)
    clock.ahead = 0
    assert.equal(await store.takeState('key'), '')
    assert.equal(await other.hasState('key'), false)
  })

  test('a state is never written over', async () => {
    const { store } = await open()
    const end = (await store.now()) + 60
    await store.putState('key', 'first', end)
    await assert.rejects(store.putState('key', 'second', end))
    assert.equal(await store.takeState('key'), 'first')
  })
}
