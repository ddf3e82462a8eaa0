import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from '../store-contract.ts'
import { T0, claimOf, connected, entryFor } from './rows.ts'

const of = { platform: 'tong', app: 'app-1' } as const

export function figureContract(open: Open): void {
  test('what waits of one app is counted, with the oldest', async () => {
    const { store, clock } = await open()
    assert.deepEqual(await store.waiting(of), { due: 0 })
    const now = await store.now()
    await connected(store, 'S1', { dueAt: now + 10 })
    await connected(store, 'S2', { dueAt: T0 + 0.5 })
    await connected(store, 'S3', { dueAt: T0, app: 'app-2' })
    await connected(store, 'S4')
    assert.deepEqual(await store.waiting(of), { due: 1, oldestDueAt: T0 + 0.5 })
    clock.ahead = 11
    assert.deepEqual(await store.waiting(of), { due: 2, oldestDueAt: T0 + 0.5 })
  })

  test('the most that one connection used of a period is known', async () => {
    const { store } = await open()
    assert.equal(await store.mostUsed({ ...of, period: '2026-11' }), 0)
    const allowance = (period: string) => ({ period, most: 9 })
    const one = await connected(store, 'S1')
    const other = await connected(store, 'S2')
    await connected(store, 'S3')
    const lease = await store.claim(one, claimOf('me', { allowance: allowance('2026-11') }))
    assert.ok(lease && (await store.again(lease, 60, allowance('2026-11'))))
    assert.ok(await store.claim(other, claimOf('me', { allowance: allowance('2026-11') })))
    assert.equal(await store.mostUsed({ ...of, period: '2026-11' }), 2)
    assert.equal(await store.mostUsed({ ...of, period: '2026-12' }), 0)
    assert.equal(await store.mostUsed({ ...of, app: 'app-2', period: '2026-11' }), 0)
  })

  test('entries that nothing has become of are counted', async () => {
    const { store } = await open()
    const one = await connected(store, 'S1')
    const entry = entryFor(one, 1)
    await store.journal(entry)
    await store.journal(entry)
    assert.equal(await store.journalSize(), 1)
    assert.equal(await store.adopt(entry), 'adopted')
    assert.equal(await store.journalSize(), 0)
  })
}
