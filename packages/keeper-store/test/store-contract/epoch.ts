import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from '../store-contract.ts'

export function epochContract(open: Open): void {
  test('the epoch goes up, whoever counts, and keeps the first id', async () => {
    const { store, other } = await open()
    assert.deepEqual(await store.nextEpoch('a'), { id: 'a', epoch: 1 })
    assert.deepEqual(await other.nextEpoch('b'), { id: 'a', epoch: 2 })
    const epochs = await Promise.all(Array.from({ length: 10 }, () => other.nextEpoch('c')))
    assert.equal(new Set(epochs.map(({ epoch }) => epoch)).size, 10)
  })

  test('an older copy goes on behind what is known, and remembers when that was seen; once', async () => {
    const { store, other } = await open()
    await store.nextEpoch('a')
    const { epoch, restoredAt = 0 } = await store.restored(40)
    assert.equal(epoch, 41)
    assert.ok(Math.abs(restoredAt - (await store.now())) < 60)
    assert.deepEqual(await other.restored(30), { id: 'a', epoch: 41, restoredAt })
    assert.deepEqual(await other.nextEpoch('b'), { id: 'a', epoch: 42, restoredAt })
  })
}
