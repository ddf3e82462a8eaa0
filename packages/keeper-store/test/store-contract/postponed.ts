import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from '../store-contract.ts'
import { claimed, connected, lastError, present } from './rows.ts'

export function postponedContract(open: Open): void {
  test('a connection that waits after a failed refresh can be retried early, unless another process has tried meanwhile', async () => {
    const { store, other } = await open()
    const now = await store.now()
    const ids: string[] = []
    for (const shop of ['S1', 'S2', 'S3']) {
      const { id } = await connected(store, shop)
      ids.push(id)
      const at = shop === 'S3' ? 0 : now + 500
      const release = { status: 'degraded', nextAllowedAt: at, dueAt: at, lastError } as const
      await store.release(await claimed(store, id, 'me'), release, [])
    }
    const [one] = ids
    assert.ok(one)
    const { platform, app } = await present(store, one)
    const rows = await other.postponed({ platform, app, after: '', limit: 9 })
    assert.deepEqual(rows.map(({ shop }) => shop).toSorted(), ['S1', 'S2'])
    assert.deepEqual(
      (await other.postponed({ platform, app, after: rows[0]?.id ?? '', limit: 9 })).map(({ id }) => id),
      [rows[1]?.id],
    )
    const stale = rows.map(({ id, epoch }) => ({ id, epoch: id === one ? epoch - 1 : epoch }))
    assert.equal(await other.hurry(stale), 1)
    assert.deepEqual(
      (await store.postponed({ platform, app, after: '', limit: 9 })).map(({ id }) => id),
      [one],
    )
    assert.equal(await other.hurry(rows), 1)
    const { dueAt = 0, nextAllowedAt } = await present(store, one)
    assert.ok(dueAt < now + 100 && nextAllowedAt < now + 100)
    assert.equal(await other.hurry([]), 0)
  })
}
