import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from '../store-contract.ts'
import { T0, connected } from './rows.ts'

export function endingContract(open: Open): void {
  test('what ends in a time is listed end by end, in pages', async () => {
    const { store } = await open()
    const both = { refreshExpiresAt: T0 + 50.5, authorizationExpiresAt: T0 + 20 }
    const one = await connected(store, 'S1', both)
    await connected(store, 'S2', { accessExpiresAt: T0 + 30 })
    const { refresh: _, ...bare } = { refresh: '' }
    const bound = await connected(store, 'S3', {
      ...bare,
      accessExpiresAt: T0 + 20,
      refresh: undefined,
    } as object)
    await connected(store, 'S4', { ...both, tenant: 'other' })
    const gone = await connected(store, 'S5', both)
    await store.change(gone.id, { status: 'revoked' }, [])
    const asked = { from: T0, until: T0 + 100, tenant: 'acme', limit: 9 }
    const all = await store.endings(asked)
    const keyOf = ({ at, kind, connection }: (typeof all)[number]) => [connection.shop, kind, at - T0]
    assert.deepEqual(all.map(keyOf), [
      ['S1', 'authorization', 20],
      ['S3', 'access_token', 20],
      ['S1', 'refresh_token', 50.5],
    ])
    assert.deepEqual(all[0]?.connection, one)
    assert.equal(all[1]?.connection.id, bound.id)
    const paged = []
    for (let page = await store.endings({ ...asked, limit: 1 }); page.length > 0;) {
      paged.push(...page)
      const [{ at, kind, connection }] = page as [(typeof all)[number]]
      page = await store.endings({ ...asked, limit: 1, after: { at, kind, id: connection.id } })
    }
    assert.deepEqual(paged, all)
    assert.equal((await store.endings({ ...asked, until: T0 + 50.5 })).length, 2)
    assert.equal((await store.endings({ ...asked, from: T0 + 20.1 })).length, 1)
    assert.deepEqual(await store.endings({ ...asked, platform: 'other' }), [])
    await store.change(one.id, { status: 'reauth_required' }, [])
    assert.deepEqual((await store.endings(asked)).map(keyOf), [
      ['S1', 'authorization', 20],
      ['S3', 'access_token', 20],
    ])
  })
}
