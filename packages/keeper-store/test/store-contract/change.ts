import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from '../store-contract.ts'
import { T0, claimed, connected, named, told, tokens } from './rows.ts'

export function changeContract(open: Open): void {
  test('what is named is set, null takes it away, and the rest stays', async () => {
    const { store } = await open()
    const one = await connected(store, 'S1', { alias: 'main', dueAt: T0, noticeAt: T0 + 1 })
    const { updatedAt: _before, ...before } = one
    const changed = await store.change(one.id, { authorizationExpiresAt: T0 + 5, dueAt: T0 + 7.5 }, [
      told('connection.changed', one.id),
    ])
    const { updatedAt, ...after } = changed ?? assert.fail('it is there')
    assert.ok(updatedAt >= one.updatedAt)
    assert.deepEqual(after, { ...before, authorizationExpiresAt: T0 + 5, dueAt: T0 + 7.5 })
    assert.deepEqual(await store.connection(one.id), changed)
    const bare = await store.change(
      one.id,
      { alias: null, authorizationExpiresAt: null, dueAt: null, noticeAt: null, status: 'disabled' },
      [],
    )
    const { alias: _a, dueAt: _d, noticeAt: _n, updatedAt: _u, ...least } = one
    const { updatedAt: _, ...left } = bare ?? assert.fail('it is there')
    assert.deepEqual(left, { ...least, status: 'disabled', enabledStatus: one.status })
    assert.equal(await store.find(named('main')), undefined)
    assert.deepEqual(
      (await store.story(one.id, 9)).map(({ type }) => type),
      ['connection.changed'],
    )
  })

  test('times of a clock that was ahead are set back with it, once', async () => {
    const { store, clock } = await open()
    const before = await connected(store, 'before')
    clock.ahead = 5000
    const now = await store.now()
    const { id } = await connected(store, 'ahead', { dueAt: now + 70, accessExpiresAt: now + 100 })
    await claimed(store, before.id, 'me', { seconds: 60 })
    clock.ahead = 0
    assert.equal(await store.setBack(-5000), 2)
    assert.equal(await store.setBack(-5000), 0)
    const ahead = await store.connection(id)
    assert.ok(Math.abs((ahead?.dueAt ?? 0) - (now - 5000 + 70)) < 0.01)
    assert.ok(Math.abs((ahead?.accessExpiresAt ?? 0) - (now - 5000 + 100)) < 0.01)
    assert.ok(((await store.connection(before.id))?.lease?.until ?? 0) < (await store.now()) + 61)
  })

  test('a change of nothing, or of nobody', async () => {
    const { store } = await open()
    const { updatedAt: _, ...one } = await connected(store, 'S1')
    const { updatedAt: _u, ...same } = (await store.change(one.id, {}, [])) ?? assert.fail('it is there')
    assert.deepEqual(same, one)
    assert.equal(
      await store.change('cn_x', { status: 'active' }, [told('connection.changed', 'cn_x')]),
      undefined,
    )
    assert.deepEqual(await store.story('cn_x', 9), [])
  })

  test('an alias that another shop has is refused, whole', async () => {
    const { store } = await open()
    await connected(store, 'S1', { alias: 'main' })
    const two = await connected(store, 'S2')
    await assert.rejects(
      store.change(two.id, { alias: 'main', status: 'revoked' }, [told('connection.changed', two.id)]),
    )
    assert.deepEqual(await store.connection(two.id), two)
    assert.deepEqual(await store.story(two.id, 9), [])
  })

  test('what is disabled or revoked stays so when tokens come that were under way', async () => {
    const { store } = await open()
    for (const status of ['disabled', 'revoked'] as const) {
      const { id } = await connected(store, status)
      const lease = await claimed(store, id)
      await store.change(id, { status }, [])
      const kept = await store.persist(lease, tokens(2), [])
      assert.deepEqual([kept?.status, kept?.access], [status, '1.k1.access-2'])
    }
  })
}
