import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NO_LEASE } from '../../src/store.ts'
import type { Open } from '../store-contract.ts'
import { T0, claimed, connected, entryFor, lastError, present, tokens } from './rows.ts'

export function journalContract(open: Open): void {
  test('entries are kept, newest first, and the same id twice is one', async () => {
    const { store, other } = await open()
    const one = await connected(store, 'S1')
    const [first, second] = [entryFor(one, 1), entryFor(one, 2)]
    await Promise.all([store, other, store, other].map((each) => each.journal(first)))
    await store.journal({ ...first, tokens: { ...first.tokens, access: 'another' } })
    await store.journal(second)
    assert.deepEqual(await store.journaled(one.id), [second, first])
    assert.deepEqual(await store.unsettled(9), [one.id])
    assert.deepEqual(
      (await store.story(one.id, 9)).map(({ type }) => type),
      ['token.journaled', 'token.journaled'],
    )
    assert.deepEqual(await store.journaled('cn_x'), [])
  })

  test('connections with open entries are named once each, so many as are asked for', async () => {
    const { store } = await open()
    for (const nth of [1, 2, 3]) await store.journal(entryFor(await connected(store, `S${nth}`), nth))
    const all = await store.unsettled(9)
    assert.equal(new Set(all).size, 3)
    assert.deepEqual(await store.unsettled(2), all.slice(0, 2))
  })

  test('tokens that follow the ones that are held are adopted', async () => {
    const { store } = await open()
    const one = await connected(store, 'S1', { dueAt: T0 })
    const released = await store.release(
      await claimed(store, one.id),
      {
        status: 'degraded',
        nextAllowedAt: 0,
        lastError,
        intent: { attempt: 1, phase: 'ambiguous', refreshHash: 'h', at: T0 },
      },
      [],
    )
    const entry = { ...entryFor(one, 1), epoch: 1 }
    await store.journal(entry)
    assert.equal(await store.adopt({ ...entry, tokens: { ...entry.tokens, dueAt: T0 + 5 } }), 'adopted')
    const { updatedAt: _u, ...kept } = await present(store, one.id)
    const { updatedAt: _, intent: _i, lastError: _e, ...before } = released ?? assert.fail('it was held')
    assert.deepEqual(kept, {
      ...before,
      ...entry.tokens,
      dueAt: T0 + 5,
      generation: 2,
      epoch: before.epoch + 1,
      previousRefresh: one.refresh,
      status: 'active',
      failures: 0,
    })
    assert.deepEqual(await store.journaled(one.id), [])
    assert.deepEqual(await store.unsettled(9), [])
    assert.equal(await store.adopt(entry), 'superseded')
    assert.equal((await present(store, one.id)).generation, 2)
  })

  test('tokens that came under no lease are unproved, and those that come while it is paused count after it', async () => {
    const { store } = await open()
    const status = async (id: string) => {
      const { status: is, enabledStatus } = await present(store, id)
      return [is, enabledStatus]
    }
    const one = await connected(store, 'S1')
    assert.equal(await store.adopt({ ...entryFor(one, 1), epoch: NO_LEASE }), 'adopted')
    assert.deepEqual(await status(one.id), ['pending', undefined])
    await store.change(one.id, { status: 'disabled' }, [])
    assert.deepEqual(await status(one.id), ['disabled', 'pending'])
    const lateUnder = async (epoch: number) =>
      store.adopt({ ...entryFor(await present(store, one.id), epoch + 2), epoch })
    assert.equal(await lateUnder(1), 'adopted')
    assert.deepEqual(await status(one.id), ['disabled', 'active'])
    assert.equal(await lateUnder(NO_LEASE), 'adopted')
    assert.deepEqual(await status(one.id), ['disabled', 'pending'])
    await connected(store, 'S1', { id: one.id, status: 'active' })
    assert.deepEqual(await status(one.id), ['disabled', 'active'])
    await connected(store, 'S1', { id: one.id, status: 'disabled' })
    assert.deepEqual(await status(one.id), ['disabled', undefined])
    await store.change(one.id, { status: 'active' }, [])
    const lease = await claimed(store, one.id)
    await store.change(one.id, { status: 'disabled' }, [])
    await store.release(lease, { status: 'degraded', nextAllowedAt: 0, lastError }, [])
    assert.deepEqual(await status(one.id), ['disabled', 'degraded'])
    await store.change(one.id, { status: 'active' }, [])
    const last = await claimed(store, one.id)
    await store.change(one.id, { status: 'disabled' }, [])
    await store.persist(last, tokens(9), [])
    assert.deepEqual(await status(one.id), ['disabled', 'active'])
  })

  test('superseded entries are found by the refresh token that they came for, newest first, until they are adopted', async () => {
    const { store, other } = await open()
    const one = await connected(store, 'S1')
    const entries = [1, 2, 3].map((nth) => ({
      ...entryFor(one, nth),
      refreshHash: nth === 3 ? 'other' : 'hash',
    }))
    for (const entry of entries) await store.journal(entry)
    assert.deepEqual(await store.superseded(one.id, 'hash'), [])
    await store.persist(await claimed(store, one.id), tokens(9), [])
    for (const entry of entries) assert.equal(await store.adopt(entry), 'superseded')
    assert.deepEqual(await other.superseded(one.id, 'hash'), [entries[1], entries[0]])
    assert.deepEqual(await store.superseded('cn_x', 'hash'), [])
    const { generation } = await present(store, one.id)
    assert.equal(await store.adopt({ ...(entries[1] ?? assert.fail()), generation }), 'adopted')
    assert.deepEqual(await store.superseded(one.id, 'hash'), [entries[0]])
    assert.equal((await present(store, one.id)).access, '1.k1.access-2')
  })

  test('tokens that were overtaken are superseded, and change nothing', async () => {
    const { store } = await open()
    const one = await connected(store, 'S1')
    const entry = entryFor(one, 1)
    await store.journal(entry)
    await store.persist(await claimed(store, one.id), tokens(2), [])
    const before = await present(store, one.id)
    assert.equal(await store.adopt(entry), 'superseded')
    assert.deepEqual(await present(store, one.id), before)
    assert.deepEqual(await store.journaled(one.id), [])
    assert.equal(await store.adopt({ ...entry, connectionId: 'cn_x' }), 'superseded')
  })

  test('while another holds the lease it is busy, and the entry stays open; its owner, and the lease that brought it, are none', async () => {
    const { store, clock } = await open()
    const one = await connected(store, 'S1')
    const entry = entryFor(one, 1)
    await store.journal(entry)
    const lease = await claimed(store, one.id, 'holder', { seconds: 10 })
    const before = await present(store, one.id)
    assert.equal(await store.adopt(entry), 'busy')
    assert.equal(await store.adopt(entry, 'another'), 'busy')
    assert.deepEqual(await present(store, one.id), before)
    assert.deepEqual(await store.journaled(one.id), [entry])
    assert.equal(await store.adopt(entry, 'holder'), 'adopted')
    assert.equal(await store.persist(lease, tokens(9), []), undefined)

    const three = await connected(store, 'S3')
    const own = await claimed(store, three.id, 'ended', { seconds: 10 })
    assert.equal(await store.adopt({ ...entryFor(three, 3), epoch: own.epoch }), 'adopted')

    const two = await connected(store, 'S2')
    const late = entryFor(two, 2)
    await claimed(store, two.id, 'holder', { seconds: 10 })
    clock.ahead = 11
    assert.equal(await store.adopt(late), 'adopted')
  })

  test('what nobody journaled can be adopted too, and what is disabled stays so', async () => {
    const { store } = await open()
    const one = await connected(store, 'S1')
    await store.change(one.id, { status: 'disabled' }, [])
    const { refresh: _, ...without } = entryFor(one, 1).tokens
    assert.equal(await store.adopt({ ...entryFor(one, 1), tokens: without }), 'adopted')
    const { status, refresh, access } = await present(store, one.id)
    assert.deepEqual([status, refresh, access], ['disabled', one.refresh, '1.k1.access-1'])
  })

  test('sixteen that adopt at once: the connection takes one', async () => {
    const { store, other } = await open()
    const one = await connected(store, 'S1')
    const entries = Array.from({ length: 16 }, (_, nth) => entryFor(one, nth))
    for (const entry of entries) await store.journal(entry)
    const all = await Promise.all(entries.map((entry, nth) => (nth % 2 ? store : other).adopt(entry)))
    assert.equal(all.filter((each) => each === 'adopted').length, 1)
    assert.equal(all.filter((each) => each === 'superseded').length, 15)
    assert.equal((await present(store, one.id)).access, entries[all.indexOf('adopted')]?.tokens.access)
  })
}
