import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from '../store-contract.ts'
import { T0, claimOf, claimed, connected, lastError, present, told, tokens } from './rows.ts'

export function persistContract(open: Open): void {
  test('tokens are the next generation, and the lease, the intent and the last error end with them', async () => {
    const { store } = await open()
    const one = await connected(store, 'S1', {
      alias: 'main',
      refreshExpiresAt: T0,
      authorizationExpiresAt: T0 + 9,
      noticeAt: T0 + 5,
    })
    await store.release(await claimed(store, one.id), { status: 'degraded', nextAllowedAt: 0, lastError }, [])
    const lease = await claimed(store, one.id)
    const next = tokens(1, { refreshExpiresAt: T0 + 77.25 })
    const kept = await store.persist(lease, { ...next, nextAllowedAt: T0 + 3, dueAt: T0 + 4 }, [
      told('connection.refreshed', one.id, { generation: 2 }),
      told('quota.low', one.id, { left: 3 }),
    ])
    const { updatedAt, ...rest } = kept ?? assert.fail('the lease was held')
    const { updatedAt: _, ...before } = one
    assert.ok(updatedAt >= one.updatedAt)
    assert.deepEqual(rest, {
      ...before,
      ...next,
      generation: 2,
      epoch: lease.epoch + 1,
      previousRefresh: one.refresh,
      status: 'active',
      nextAllowedAt: T0 + 3,
      dueAt: T0 + 4,
    })
    assert.deepEqual(await present(store, one.id), kept)
    const story = await store.story(one.id, 9)
    assert.deepEqual(
      story.map(({ type }) => type),
      ['quota.low', 'connection.refreshed'],
    )
  })

  test('a reply without a refresh token leaves the one that is held', async () => {
    const { store } = await open()
    const { id, refresh } = await connected(store, 'S1')
    const { refresh: _, ...without } = tokens(1)
    const kept = await store.persist(await claimed(store, id), without, [])
    assert.deepEqual([kept?.refresh, kept?.previousRefresh, kept?.dueAt], [refresh, refresh, undefined])
  })

  test('a process that lost its lease changes nothing, and writes no event', async () => {
    const { store, clock } = await open()
    const { id } = await connected(store, 'S1', { dueAt: T0 })
    const lost = await claimed(store, id, 'lost', { seconds: 1 })
    clock.ahead = 2
    const held = await claimed(store, id, 'held')
    const before = await present(store, id)
    const late = [told('connection.refreshed', id)]
    assert.equal(await store.persist(lost, tokens(1), late), undefined)
    assert.equal(
      await store.release(lost, { status: 'reauth_required', nextAllowedAt: 0, lastError }, late),
      undefined,
    )
    assert.equal(await store.persist({ ...held, generation: 2 }, tokens(1), late), undefined)
    assert.deepEqual(await present(store, id), before)
    assert.deepEqual(await store.story(id, 9), [])
    assert.equal((await store.persist(held, tokens(2), []))?.generation, 2)
    assert.equal(await store.persist(held, tokens(3), late), undefined)
    assert.equal((await present(store, id)).access, '1.k1.access-2')
  })

  test('sixteen that bring tokens under one lease at once: one set is kept', async () => {
    const { store, other } = await open()
    const { id } = await connected(store, 'S1')
    const lease = await claimed(store, id)
    const all = await Promise.all(
      Array.from({ length: 16 }, (_, nth) =>
        (nth % 2 ? store : other).persist(lease, tokens(nth), [told('connection.refreshed', id)]),
      ),
    )
    const [kept, ...more] = all.filter((each) => each !== undefined)
    assert.equal(more.length, 0)
    assert.deepEqual(await present(store, id), kept)
    assert.equal((await store.story(id, 99)).length, 1)
  })

  test('given back: the tokens stay, the error and what is open are kept', async () => {
    const { store } = await open()
    const one = await connected(store, 'S1', { dueAt: T0, noticeAt: T0 })
    const lease = await claimed(store, one.id)
    const intent = { attempt: 3, phase: 'ambiguous', refreshHash: 'hash', at: T0 + 1.5 } as const
    const released = await store.release(
      lease,
      { status: 'degraded', intent, dueAt: T0 + 8, nextAllowedAt: T0 + 7, lastError },
      [told('connection.refresh_failed', one.id)],
    )
    const { updatedAt: _u, ...before } = one
    const { updatedAt: _, ...after } = released ?? assert.fail('the lease was held')
    assert.deepEqual(after, {
      ...before,
      status: 'degraded',
      epoch: lease.epoch + 1,
      intent,
      dueAt: T0 + 8,
      nextAllowedAt: T0 + 7,
      lastError,
      failures: 1,
    })
    assert.deepEqual(await present(store, one.id), released)
    assert.equal((await store.story(one.id, 9)).length, 1)
    const again = await store.release(
      await claimed(store, one.id),
      { status: 'reauth_required', nextAllowedAt: 0, lastError },
      [],
    )
    assert.deepEqual(
      [again?.status, again?.intent, again?.failures, again?.noticeAt],
      ['reauth_required', undefined, 2, undefined],
    )
  })

  test('another process reads exactly what was acknowledged', async () => {
    const { store, other } = await open()
    const { id } = await connected(store, 'S1')
    for (let nth = 1; nth <= 20; nth++) {
      const [mine, theirs] = nth % 2 ? [store, other] : [other, store]
      const lease = await mine.claim(await present(mine, id), claimOf('me'))
      const kept = await mine.persist(lease ?? assert.fail('it was free'), tokens(nth), [])
      assert.deepEqual(await present(theirs, id), kept)
    }
  })
}
