import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KeeperStore } from '@hufu/keeper'
import type { Open } from '../store-contract.ts'
import { claimOf, claimed, connected, lastError, present, tokens } from './rows.ts'

const november = { period: '2026-11', most: 5 }
const december = { period: '2026-12', most: 5 }

/** Fifty at once claim, call and give back, until each was refused for another reason than that it was late. */
async function spend(
  stores: readonly KeeperStore[],
  id: string,
  allowance: typeof november,
): Promise<number> {
  let calls = 0
  await Promise.all(
    Array.from({ length: 50 }, async (_, nth) => {
      const store = stores[nth % stores.length] ?? assert.fail('no store')
      for (let tries = 0; tries < 8; tries++) {
        const lease = await store.claim(await present(store, id), claimOf(`${nth}`, { allowance }))
        if (!lease) continue
        calls++
        await store.release(lease, { status: 'degraded', nextAllowedAt: 0, lastError }, [])
      }
    }),
  )
  return calls
}

export function quotaContract(open: Open): void {
  test('fifty at once never call more often than a period allows; the next one starts anew', async () => {
    const { store, other } = await open()
    const { id } = await connected(store, 'S1')
    assert.equal(await spend([store, other], id, november), 5)
    assert.deepEqual((await present(store, id)).quota, { period: '2026-11', count: 5, retries: 4 })
    assert.equal(await spend([store, other], id, december), 5)
    assert.deepEqual((await present(store, id)).quota, { period: '2026-12', count: 5, retries: 5 })
  })

  test('a refused claim leaves everything as it was', async () => {
    const { store } = await open()
    const { id } = await connected(store, 'S1')
    await store.persist(
      await claimed(store, id, 'me', { allowance: { ...november, most: 1 } }),
      tokens(1),
      [],
    )
    const spent = await present(store, id)
    assert.equal(await store.claim(spent, claimOf('me', { allowance: { ...november, most: 1 } })), undefined)
    assert.equal(await store.claim(spent, claimOf('me', { allowance: { ...december, most: 0 } })), undefined)
    assert.deepEqual(await present(store, id), spent)
  })

  test('each further send counts, and is refused where no quota is left; the lease stays', async () => {
    const { store } = await open()
    const { id } = await connected(store, 'S1')
    const allowance = { ...november, most: 2 }
    const lease = await claimed(store, id, 'me', { allowance })
    assert.equal(await store.again(lease, 60, allowance), true)
    assert.equal(await store.again(lease, 60, allowance), false)
    const { quota, intent } = await present(store, id)
    assert.deepEqual([quota?.count, intent?.attempt], [2, 2])
    assert.equal(await store.again(lease, 60, december), true)
    assert.deepEqual((await present(store, id)).quota, { period: '2026-12', count: 1, retries: 1 })
    assert.equal((await store.persist(lease, tokens(1), []))?.generation, 2)
  })

  test('a call that another process has counted in the next period is not forgotten near its begin', async () => {
    const { store } = await open()
    const { id } = await connected(store, 'S1')
    const late = { ...november, next: december.period, most: 2 }
    const call = async (allowance: typeof november) => {
      const lease = await store.claim(await present(store, id), claimOf('me', { allowance }))
      if (lease) await store.release(lease, { status: 'degraded', nextAllowedAt: 0, lastError }, [])
      return lease !== undefined
    }
    assert.deepEqual([await call(late), await call({ ...december, most: 2 })], [true, true])
    assert.deepEqual((await present(store, id)).quota, { period: '2026-12', count: 1, retries: 1 })
    assert.deepEqual([await call(late), await call(late)], [true, false])
    assert.deepEqual((await present(store, id)).quota, { period: '2026-12', count: 2, retries: 2 })
    assert.equal(await call({ period: '2027-02', most: 2 }), true)
  })

  test('a call that never left is not counted', async () => {
    const { store } = await open()
    const { id } = await connected(store, 'S1')
    const back = { status: 'degraded', nextAllowedAt: 0, lastError, uncount: true } as const
    const released = await store.release(await claimed(store, id, 'me', { allowance: november }), back, [])
    assert.deepEqual(released?.quota, { period: '2026-11', count: 0 })
    await store.release(await claimed(store, id), back, [])
    assert.deepEqual((await present(store, id)).quota, { period: '2026-11', count: 0 })
  })

  test('a call that the platform does not count is not counted, and the count stays', async () => {
    const { store } = await open()
    const { id } = await connected(store, 'S1')
    const lease = await claimed(store, id, 'me')
    assert.equal((await present(store, id)).quota, undefined)
    assert.equal(await store.again(lease, 60), true)
    assert.equal((await store.persist(lease, tokens(1), []))?.quota, undefined)
    await store.persist(await claimed(store, id, 'me', { allowance: november }), tokens(2), [])
    const kept = await store.persist(await claimed(store, id, 'me'), tokens(3), [])
    assert.deepEqual(kept?.quota, { period: '2026-11', count: 1 })
  })

  test('sends that follow a failed one are counted as retries, and sent again only within their share', async () => {
    const { store } = await open()
    const { id } = await connected(store, 'S1')
    const allowance = { ...november, most: 20, mostRetries: 2 }
    const first = await claimed(store, id, 'me', { allowance })
    assert.equal((await present(store, id)).quota?.retries, undefined)
    assert.deepEqual(
      [await store.again(first, 60, allowance), await store.again(first, 60, allowance)],
      [true, true],
    )
    assert.equal(await store.again(first, 60, allowance), false)
    await store.release(first, { status: 'degraded', nextAllowedAt: 0, lastError }, [])
    const retry = await claimed(store, id, 'me', { allowance })
    assert.deepEqual((await present(store, id)).quota, { period: '2026-11', count: 4, retries: 3 })
    // One that the platform does not count is no retry either.
    await store.release(retry, { status: 'degraded', nextAllowedAt: 0, lastError, uncount: true }, [])
    assert.deepEqual((await present(store, id)).quota, { period: '2026-11', count: 3, retries: 2 })
  })
}
