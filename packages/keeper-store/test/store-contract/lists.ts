import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConnectionFilter, KeeperStore } from '@hufu/keeper'
import type { Open } from '../store-contract.ts'
import { T0, connected, shopsOf } from './rows.ts'

/** Page by page until one is short. */
async function paged(
  store: KeeperStore,
  asked: Omit<ConnectionFilter, 'limit' | 'after'>,
  limit: number,
): Promise<readonly string[]> {
  const all: string[] = []
  for (let after: string | undefined; ;) {
    const page = await store.list({ ...asked, limit, ...(after !== undefined && { after }) })
    all.push(...shopsOf(page))
    after = page.at(-1)?.id
    if (page.length < limit) return all
  }
}

export function listContract(open: Open): void {
  test('lists are by id, page by page, and each filter leaves what it names', async () => {
    const { store } = await open()
    for (const shop of ['a1', 'a2', 'b1']) await connected(store, shop)
    await connected(store, 'b2', { tenant: 'other', alias: 'a-alias' })
    await connected(store, 'b3', { platform: 'jos', status: 'pending' })
    await connected(store, 'b4', { app: 'app-2' })
    for (const limit of [1, 2, 5, 6, 99])
      assert.deepEqual(await paged(store, {}, limit), ['a1', 'a2', 'b1', 'b2', 'b3', 'b4'])
    const list = async (asked: Omit<ConnectionFilter, 'limit'>) =>
      shopsOf(await store.list({ ...asked, limit: 99 }))
    assert.deepEqual(await list({ tenant: 'other' }), ['b2'])
    assert.deepEqual(await list({ platform: 'jos' }), ['b3'])
    assert.deepEqual(await list({ app: 'app-2' }), ['b4'])
    assert.deepEqual(await list({ status: 'pending' }), ['b3'])
    assert.deepEqual(await list({ status: 'revoked' }), [])
    assert.deepEqual(await list({ shop: 'a' }), ['a1', 'a2', 'b2'])
    assert.deepEqual(await list({ tenant: 'acme', platform: 'tong', app: 'app-1', shop: 'b' }), ['b1'])
    assert.deepEqual(await paged(store, { tenant: 'acme', shop: 'b' }, 1), ['b1', 'b3', 'b4'])
  })

  test('what a filter looks for is text, whatever it says', async () => {
    const { store } = await open()
    for (const shop of ['100%', '100a', '_x', 'ax', "o'k", '店铺一', '店铺二', '🏪1'])
      await connected(store, shop)
    for (const [shop, found] of [
      ['100%', ['100%']],
      ['_', ['_x']],
      ["o'", ["o'k"]],
      ['店铺', ['店铺一', '店铺二']],
      ['🏪', ['🏪1']],
      ["' or 1=1 --", []],
    ] as const)
      assert.deepEqual(shopsOf(await store.list({ shop, limit: 99 })), found)
  })

  test('what ends before a time, soonest first, however it ends', async () => {
    const { store } = await open()
    await connected(store, 'consent', { authorizationExpiresAt: T0 + 30, refreshExpiresAt: T0 + 900 })
    await connected(store, 'refresh', { authorizationExpiresAt: T0 + 900, refreshExpiresAt: T0 + 20 })
    await connected(store, 'access', { accessExpiresAt: T0 + 10 })
    await connected(store, 'same', { refreshExpiresAt: T0 + 20 })
    await connected(store, 'late', { authorizationExpiresAt: T0 + 5000, refreshExpiresAt: T0 + 6000 })
    await connected(store, 'elsewhere', { refreshExpiresAt: T0 + 5, tenant: 'other' })
    for (const status of ['revoked', 'disabled'] as const) {
      const { id } = await connected(store, status, { refreshExpiresAt: T0 })
      await store.change(id, { status }, [])
    }
    const asked = { tenant: 'acme', endsBefore: T0 + 1000 }
    const all = ['access', 'refresh', 'same', 'consent']
    for (const limit of [1, 2, 3, 4, 99]) assert.deepEqual(await paged(store, asked, limit), all)
    assert.deepEqual(await paged(store, { endsBefore: T0 + 20 }, 9), ['elsewhere', 'access'])
    assert.deepEqual(await paged(store, { ...asked, shop: 're' }, 9), ['refresh'])
    assert.deepEqual(await paged(store, { ...asked, app: 'app-2' }, 9), [])
  })

  test('how many of each app are in each state', async () => {
    const { store } = await open()
    assert.deepEqual(await store.counts(), [])
    for (const shop of ['a', 'b']) await connected(store, shop)
    await connected(store, 'c', { status: 'pending' })
    await connected(store, 'd', { platform: 'jos', tenant: 'other' })
    assert.deepEqual(await store.counts(), [
      { platform: 'jos', app: 'app-1', status: 'active', count: 1 },
      { platform: 'tong', app: 'app-1', status: 'active', count: 2 },
      { platform: 'tong', app: 'app-1', status: 'pending', count: 1 },
    ])
  })
}
