import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection } from '../../src/connection.ts'
import type { Resealed } from '@hufu/keeper'
import type { Open } from '../store-contract.ts'
import { asked, claimed, connected, present, shopsOf, tokens } from './rows.ts'

const under = (keyId: string, sealed: string) => sealed.replace(/^1\.[^.]+/, `1.${keyId}`)

const resealed = ({ id, access, refresh, previousRefresh }: Connection, keyId: string): Resealed => ({
  id,
  before: { access, ...(refresh && { refresh }), ...(previousRefresh && { previousRefresh }) },
  after: {
    access: under(keyId, access),
    ...(refresh && { refresh: under(keyId, refresh) }),
    ...(previousRefresh && { previousRefresh: under(keyId, previousRefresh) }),
  },
})

export function rekeyContract(open: Open): void {
  test('rows that another key sealed are found, page by page, in any field', async () => {
    const { store } = await open()
    await connected(store, 'old')
    await connected(store, 'new', { access: '1.k2.a', refresh: '1.k2.b' })
    await connected(store, 'longer', { access: '1.k22.a', refresh: '1.k2.b' })
    const { refresh: _, ...least } = asked('bare')
    const without = await store.connect({ ...least, access: '1.k2.a' }, () => [])
    assert.ok('connection' in without)
    const moved = await connected(store, 'moved')
    await store.persist(
      await claimed(store, moved.id),
      tokens(1, { access: '1.k2.a', refresh: '1.k2.b' }),
      [],
    )
    const all = await store.sealedOtherwise('k2', '', 9)
    assert.deepEqual(shopsOf(all), ['old', 'longer', 'moved'])
    const [first] = await store.sealedOtherwise('k2', '', 1)
    assert.deepEqual(shopsOf(await store.sealedOtherwise('k2', first?.id ?? '', 2)), ['longer', 'moved'])
  })

  test('few among many are found', async () => {
    const { store } = await open()
    await Promise.all(
      Array.from({ length: 620 }, (_, nth) => {
        const key = nth % 300 === 299 ? 'k1' : 'k2'
        return connected(store, `S${nth}`, { access: `1.${key}.a`, refresh: '1.k2.b' })
      }),
    )
    const all = await store.sealedOtherwise('k2', '', 9)
    assert.deepEqual(shopsOf(all).toSorted(), ['S299', 'S599'])
    assert.deepEqual(await store.sealedOtherwise('k2', '', 1), all.slice(0, 1))
    assert.deepEqual(await store.sealedOtherwise('k2', all[0]?.id ?? '', 9), all.slice(1))
  })

  test('sealed anew: nothing else changes, also not under a lease', async () => {
    const { store } = await open()
    const one = await connected(store, 'S1')
    await store.persist(await claimed(store, one.id), tokens(1), [])
    const lease = await claimed(store, one.id)
    const before = await present(store, one.id)
    assert.equal(await store.reseal([resealed(before, 'k2')]), 1)
    assert.deepEqual(await present(store, one.id), {
      ...before,
      access: '1.k2.access-1',
      refresh: '1.k2.refresh-1',
      previousRefresh: '1.k2.refresh-S1',
    })
    assert.deepEqual(await store.sealedOtherwise('k2', '', 9), [])
    assert.equal((await store.persist(lease, tokens(2), []))?.previousRefresh, '1.k2.refresh-1')
  })

  test('rows that changed meanwhile are skipped, and the others are resealed', async () => {
    const { store } = await open()
    const rows = [await connected(store, 'S1'), await connected(store, 'S2'), await connected(store, 'S3')]
    const second = rows[1] ?? assert.fail('there are three')
    await store.persist(await claimed(store, second.id), tokens(7), [])
    const renewed = await present(store, second.id)
    assert.equal(await store.reseal(rows.map((row) => resealed(row, 'k2'))), 2)
    assert.deepEqual(await present(store, second.id), renewed)
    assert.deepEqual(shopsOf(await store.sealedOtherwise('k2', '', 9)), ['S2'])
    assert.equal(await store.reseal([]), 0)
  })

  test('the old access token does not come back where only it changes', async () => {
    const { store } = await open()
    const { id } = await connected(store, 'S1')
    const renew = async (nth: number) => {
      const { refresh: _, ...without } = tokens(nth)
      return store.persist(await claimed(store, id), without, [])
    }
    const seen = (await renew(1)) ?? assert.fail('it was free')
    const renewed = await renew(2)
    assert.equal(await store.reseal([resealed(seen, 'k2')]), 0)
    assert.deepEqual(await present(store, id), renewed)
  })

  test('sealed anew while tokens come: no token is lost', async () => {
    const { store, other } = await open()
    const { id } = await connected(store, 'S1')
    let running = true
    const rekeying = (async () => {
      for (let nth = 0; running; nth++)
        await other.reseal(
          (await other.sealedOtherwise(`k${nth}`, '', 9)).map((row) => resealed(row, `k${nth}`)),
        )
    })()
    for (let nth = 1; nth <= 30; nth++) {
      const kept = await store.persist(await claimed(store, id), tokens(nth), [])
      assert.equal(kept?.generation, nth + 1)
      assert.match((await present(store, id)).access, new RegExp(`-${nth}$`))
    }
    running = false
    await rekeying
  })
}
