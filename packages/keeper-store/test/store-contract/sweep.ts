import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from '../store-contract.ts'
import { DAY, connected, entryFor, present, told } from './rows.ts'

export function sweepContract(open: Open): void {
  test('old states go, so many at a time', async () => {
    const { store, clock } = await open()
    const now = await store.now()
    for (let nth = 0; nth < 5; nth++) await store.putState(`old-${nth}`, 's', now + 10)
    await store.putState('young', 's', now + 1000)
    assert.equal(await store.sweep(9), 0)
    clock.ahead = 11
    assert.equal(await store.sweep(3), 3)
    assert.equal(await store.sweep(3), 2)
    assert.equal(await store.sweep(3), 0)
    assert.equal(await store.takeState('young'), 's')
  })

  test('events go after thirty days, and of one connection before, when it has very many', async () => {
    const { store, clock } = await open()
    await store.tell(Array.from({ length: 450 }, (_, nth) => told('quota.low', 'loud', { nth })))
    await store.tell(Array.from({ length: 10 }, (_, nth) => told('quota.low', 'quiet', { nth })))
    assert.equal(await store.sweep(100), 100)
    while ((await store.sweep(100)) > 0);
    const left = await store.story('loud', 999)
    assert.ok(left.length >= 200 && left.length <= 400, `${left.length} are left`)
    assert.deepEqual(left[0]?.data, { nth: 449 })
    assert.equal((await store.story('quiet', 99)).length, 10)
    clock.ahead = 29 * DAY
    assert.equal(await store.sweep(999), 0)
    clock.ahead = 31 * DAY
    assert.equal(await store.sweep(7), 7)
    while ((await store.sweep(999)) > 0);
    assert.deepEqual(await store.eventsAfter(0, 9), [])
    await store.tell([told('quota.low', 'quiet')])
    assert.ok(((await store.story('quiet', 9))[0]?.seq ?? 0) > 460, 'a number comes twice')
  })

  test('a settled entry goes in the end, an open one never, and no connection does', async () => {
    const { store, clock } = await open()
    const one = await connected(store, 'S1', { refreshExpiresAt: 1 })
    const [late, taken] = [entryFor({ ...one, generation: 9 }, 1), entryFor(one, 2)]
    await store.journal(late)
    await store.journal(taken)
    await store.adopt(taken)
    const ended = await connected(store, 'S2')
    await store.change(ended.id, { status: 'revoked' }, [])
    const before = [await present(store, one.id), await present(store, ended.id)]
    clock.ahead = 1000 * DAY
    while ((await store.sweep(99)) > 0);
    assert.deepEqual(await store.journaled(one.id), [late])
    // Its id is free again: it is gone.
    await store.journal({ ...taken, generation: 7 })
    assert.deepEqual((await store.journaled(one.id)).map(({ id }) => id).toSorted(), [late.id, taken.id])
    assert.deepEqual([await present(store, one.id), await present(store, ended.id)], before)
  })
}
