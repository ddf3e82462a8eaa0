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

  test('a state is never written over', async () => {
    const { store } = await open()
    const end = (await store.now()) + 60
    await store.putState('key', 'first', end)
    await assert.rejects(store.putState('key', 'second', end))
    assert.equal(await store.takeState('key'), 'first')
  })

  test('a state is looked at without being taken, until it ends', async () => {
    const { store, other, clock } = await open()
    await store.putState('key', 'sealed', (await store.now()) + 60)
    assert.equal(await other.getState('key'), 'sealed')
    assert.equal(await store.getState('key'), 'sealed')
    assert.equal(await store.getState('never'), undefined)
    clock.ahead = 61
    assert.equal(await store.getState('key'), undefined)
  })

  test('a state can be taken once, and the result that its taker leaves is there at once and can be replaced', async () => {
    const { store, other } = await open()
    const expiresAt = (await store.now()) + 60
    await store.putState('key', 'sealed', expiresAt)
    const leaves = { key: 'left', sealed: 'under way', expiresAt }
    assert.equal(await store.takeState('never', leaves), undefined)
    assert.equal(await store.getState('left'), undefined)
    const taken = await Promise.all([store, other, store].map((each) => each.takeState('key', leaves)))
    assert.equal(taken.filter((each) => each === 'sealed').length, 1)
    assert.equal(await other.getState('left'), 'under way')
    assert.deepEqual(
      [await store.replaceState('left', 'ended'), await store.replaceState('never', 'ended')],
      [true, false],
    )
    assert.equal(await other.getState('left'), 'ended')
  })
}
