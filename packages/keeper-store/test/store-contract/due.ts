import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from '../store-contract.ts'
import { T0, claimed, connected, present, shopsOf, told, tokens } from './rows.ts'

const of = { platform: 'tong', app: 'app-1' } as const

export function dueContract(open: Open): void {
  test('due is what is due by now, of this app, that nobody holds; first whose token ends first', async () => {
    const { store, clock } = await open()
    const now = await store.now()
    await connected(store, 'later', { dueAt: now + 1000 })
    await connected(store, 'never')
    await connected(store, 'relaxed', { dueAt: T0, accessExpiresAt: now + 9000 })
    await connected(store, 'urgent', { dueAt: T0 + 5, accessExpiresAt: now - 10 })
    await connected(store, 'soon', { dueAt: T0 + 9, accessExpiresAt: now + 10 })
    await connected(store, 'other app', { dueAt: T0, app: 'app-2' })
    await connected(store, 'other platform', { dueAt: T0, platform: 'other' })
    await connected(store, 'other tenant', { dueAt: T0, tenant: 'b', accessExpiresAt: now + 99_000 })
    const held = await connected(store, 'held', { dueAt: T0, accessExpiresAt: now + 5 })
    await claimed(store, held.id, 'me', { seconds: 60 })
    assert.deepEqual(shopsOf(await store.due({ ...of, limit: 9 })), [
      'urgent',
      'soon',
      'relaxed',
      'other tenant',
    ])
    assert.deepEqual(shopsOf(await store.due({ ...of, limit: 2 })), ['urgent', 'soon'])
    assert.deepEqual(shopsOf(await store.due({ ...of, app: 'app-2', limit: 9 })), ['other app'])
    assert.deepEqual(await store.due({ ...of, app: 'app-3', limit: 9 }), [])
    clock.ahead = 61
    assert.deepEqual(shopsOf(await store.due({ ...of, limit: 2 })), ['urgent', 'held'])
    clock.ahead = 1001
    assert.equal((await store.due({ ...of, limit: 9 })).length, 6)
  })

  test('whose call nobody waits for any more', async () => {
    const { store, clock } = await open()
    const now = await store.now()
    for (const shop of ['first', 'second', 'alive', 'done', 'disabled']) {
      const { id } = await connected(store, shop)
      const lease = await claimed(store, id, 'me', { seconds: shop === 'alive' ? 60 : 1 })
      if (shop === 'done') await store.persist(lease, { ...tokens(2), nextAllowedAt: 0 }, [])
      if (shop === 'disabled') await store.change(id, { status: 'disabled' }, [])
    }
    const asked = { since: now - 30, limit: 9 }
    assert.deepEqual(await store.interrupted(asked), [])
    clock.ahead = 2
    assert.deepEqual(shopsOf(await store.interrupted(asked)), ['first', 'second'])
    assert.deepEqual(shopsOf(await store.interrupted({ ...asked, limit: 1 })), ['first'])
    assert.deepEqual(await store.interrupted({ ...asked, since: now + 1 }), [])
  })

  test('whose notice has come', async () => {
    const { store, clock } = await open()
    const now = await store.now()
    await connected(store, 'none')
    await connected(store, 'second', { noticeAt: now - 5 })
    await connected(store, 'first', { noticeAt: now - 9, app: 'app-2' })
    await connected(store, 'later', { noticeAt: now + 1000 })
    assert.deepEqual(shopsOf(await store.noticeable(9)), ['first', 'second'])
    assert.deepEqual(shopsOf(await store.noticeable(1)), ['first'])
    clock.ahead = 1001
    assert.deepEqual(shopsOf(await store.noticeable(9)), ['first', 'second', 'later'])
  })

  test('a notice is told by one of sixteen, and the next is when that one said', async () => {
    const { store, other } = await open()
    const one = await connected(store, 'S1', { noticeAt: T0 + 0.1 })
    const all = await Promise.all(
      Array.from({ length: 16 }, (_, nth) =>
        (nth % 2 ? store : other).noticed(one, T0 + nth + 1, [told('connection.reauth_due', one.id)]),
      ),
    )
    assert.equal(all.filter(Boolean).length, 1)
    const after = await present(store, one.id)
    assert.deepEqual(after, { ...one, noticeAt: T0 + all.indexOf(true) + 1 })
    assert.equal((await store.story(one.id, 99)).length, 1)
    assert.equal(await store.noticed(after, undefined, []), true)
    assert.deepEqual(await store.noticeable(9), [])
    assert.equal(await store.noticed({ id: 'cn_x' }, T0, []), false)
  })
}
