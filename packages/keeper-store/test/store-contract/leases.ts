import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from '../store-contract.ts'
import { T0, claimOf, claimed, connected, lastError, present, tokens } from './rows.ts'

export function leaseContract(open: Open): void {
  test('a claim takes the lease and writes the intent', async () => {
    const { store } = await open()
    const one = await connected(store, 'S1')
    const before = await store.now()
    const lease = await store.claim(one, claimOf('me', { seconds: 30 }))
    assert.ok(lease && lease.at >= before && lease.at <= (await store.now()))
    assert.deepEqual(lease, { id: one.id, generation: 1, epoch: 1, owner: 'me', at: lease.at })
    const held = await present(store, one.id)
    assert.deepEqual(held, {
      ...one,
      epoch: 1,
      lease: { owner: 'me', until: lease.at + 30 },
      intent: { attempt: 1, phase: 'sent', refreshHash: 'hash', at: lease.at },
    })
  })

  test('of sixteen that claim at once one gets it', async () => {
    const { store, other } = await open()
    const one = await connected(store, 'S1')
    const claims = await Promise.all(
      Array.from({ length: 16 }, (_, nth) => (nth % 2 ? store : other).claim(one, claimOf(`${nth}`))),
    )
    const [lease, ...more] = claims.filter((each) => each !== undefined)
    assert.ok(lease && more.length === 0)
    assert.equal((await present(store, one.id)).lease?.owner, lease.owner)
    assert.equal(await store.claim(await present(store, one.id), claimOf('late')), undefined)
  })

  test('what has changed since it was read cannot be claimed', async () => {
    const { store } = await open()
    const one = await connected(store, 'S1')
    for (const stale of [{ generation: 0 }, { generation: 2 }, { epoch: 1 }, { id: 'cn_x' }])
      assert.equal(await store.claim({ ...one, ...stale }, claimOf('me')), undefined)
    await store.persist(await claimed(store, one.id), tokens(1), [])
    assert.equal(await store.claim(one, claimOf('me')), undefined)
    const two = await present(store, one.id)
    await store.release(await claimed(store, one.id), { status: 'degraded', nextAllowedAt: 0, lastError }, [])
    assert.equal(await store.claim(two, claimOf('me')), undefined)
    assert.ok(await store.claim(await present(store, one.id), claimOf('me')))
  })

  test('what is revoked or disabled cannot be claimed, and nothing before its time', async () => {
    const { store, clock } = await open()
    for (const status of ['revoked', 'disabled'] as const) {
      const { id } = await connected(store, status)
      const ended = await store.change(id, { status }, [])
      assert.equal(await store.claim(ended ?? assert.fail('it is there'), claimOf('me')), undefined)
    }
    const { id } = await connected(store, 'S1')
    const then = (await store.now()) + 100
    await store.release(await claimed(store, id), { status: 'degraded', nextAllowedAt: then, lastError }, [])
    assert.equal(await store.claim(await present(store, id), claimOf('me')), undefined)
    clock.ahead = 101
    assert.ok(await store.claim(await present(store, id), claimOf('me')))
  })

  test('a lease that has ended is taken over, and its first holder can do nothing more', async () => {
    const { store, other, clock } = await open()
    const { id } = await connected(store, 'S1')
    const first = await claimed(store, id, 'first', { seconds: 10 })
    clock.ahead = 9
    assert.equal(await other.claim(await present(other, id), claimOf('second')), undefined)
    clock.ahead = 11
    const second = await claimed(other, id, 'second', { intent: { attempt: 2, refreshHash: 'hash', at: T0 } })
    assert.equal(second.epoch, first.epoch + 1)
    const held = await present(store, id)
    assert.deepEqual(held.intent, { attempt: 2, phase: 'sent', refreshHash: 'hash', at: T0 })
    assert.equal(await store.renew(first, 60), false)
    assert.equal(await store.again(first, 60), false)
    assert.equal(await store.persist(first, tokens(1), []), undefined)
    assert.equal(
      await store.release(first, { status: 'degraded', nextAllowedAt: 0, lastError }, []),
      undefined,
    )
    assert.deepEqual(await present(store, id), held)
    assert.equal((await other.persist(second, tokens(2), []))?.generation, 2)
  })

  test('a lease that has ended and that nobody took is still its holder', async () => {
    const { store, clock } = await open()
    const { id } = await connected(store, 'S1')
    const lease = await claimed(store, id, 'slow', { seconds: 1 })
    clock.ahead = 1000
    assert.equal((await store.persist(lease, tokens(1), []))?.generation, 2)
  })

  test('a sign of life makes it longer, and so does one more send, which is an attempt', async () => {
    const { store, clock } = await open()
    const { id } = await connected(store, 'S1')
    const lease = await claimed(store, id, 'me', { seconds: 10 })
    clock.ahead = 5
    assert.equal(await store.renew(lease, 10), true)
    clock.ahead = 14
    assert.equal(await store.claim(await present(store, id), claimOf('other')), undefined)
    assert.equal(await store.again(lease, 100), true)
    const { intent, lease: held, epoch } = await present(store, id)
    assert.deepEqual([intent?.attempt, intent?.at, epoch], [2, lease.at, lease.epoch])
    assert.ok(held && held.until >= lease.at + 114)
    for (const wrong of [{ epoch: lease.epoch + 1 }, { generation: 2 }, { id: 'cn_x' }])
      assert.equal(await store.renew({ ...lease, ...wrong }, 10), false)
  })

  test('what was given back cannot be made longer', async () => {
    const { store } = await open()
    const { id } = await connected(store, 'S1')
    const lease = await claimed(store, id)
    await store.release(lease, { status: 'degraded', nextAllowedAt: 0, lastError }, [])
    assert.equal(await store.renew(lease, 10), false)
    assert.equal(await store.again(lease, 10), false)
  })
}
