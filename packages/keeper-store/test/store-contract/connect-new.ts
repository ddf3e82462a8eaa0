import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from '../store-contract.ts'
import { T0, asked, connected, named, shopsOf, told } from './rows.ts'

export function connectNewContract(open: Open): void {
  test('many new shops are connected at once, each as if alone, and told of', async () => {
    const { store, other } = await open()
    const full = asked('S1', {
      alias: 'main "1"',
      refreshExpiresAt: T0 + 9.75,
      authorizationExpiresAt: T0 + 99,
      dueAt: T0 + 1,
      noticeAt: T0 + 2,
      facts: { openId: 'o', scope: ['a'], userName: '店铺 \u0001\\"', unionId: 'n' },
    })
    const { refresh: _, ...least } = asked('S2', { status: 'pending', facts: {} })
    const many = Array.from({ length: 600 }, (_, nth) => asked(`M${nth}`, { alias: `alias ${nth}` }))
    const all = [full, least, ...many]
    const made = await store.connectNew(all, ({ id, shop }) => [told('connection.created', id, { shop })])
    assert.equal(made.length, all.length)
    const found = new Map((await other.ofShops(all)).map((row) => [row.id, row]))
    for (const each of all) {
      const row = found.get(each.id)
      assert.ok(row)
      const { createdAt, updatedAt, ...rest } = row
      assert.equal(createdAt, updatedAt)
      assert.deepEqual(rest, { ...each, generation: 1, epoch: 0, nextAllowedAt: 0, failures: 0 })
    }
    assert.deepEqual((await other.story(full.id, 9))[0]?.data, { shop: 'S1' })
    assert.equal((await other.eventsAfter(0, 1000)).length, all.length)
  })

  test("a name that is somebody's is left to be asked for alone; the others are connected", async () => {
    const { store } = await open()
    const one = await connected(store, 'S1', { alias: 'main' })
    const begun = (await store.eventsAfter(0, 9)).length
    const made = await store.connectNew(
      [
        asked('S1'),
        asked('S2', { alias: 'main' }),
        asked('S3', { alias: 'S1' }),
        asked('main'),
        asked('S4', { alias: 'four' }),
        asked('S5', { alias: 'four' }),
        asked('S6', { alias: 'S4' }),
        asked('four'),
        asked('S4'),
        asked('S1', { tenant: 'other', alias: 'main' }),
        asked('S7'),
      ],
      ({ id }) => [told('connection.created', id)],
    )
    assert.deepEqual(shopsOf(made).toSorted(), ['S1', 'S4', 'S7'])
    assert.deepEqual(await store.connection(one.id), one)
    assert.equal((await store.list({ limit: 20 })).length, 4)
    assert.equal((await store.eventsAfter(0, 20)).length, begun + 3)
    assert.deepEqual(await store.connectNew([], () => []), [])
  })

  test('of two that bring the same shops at once one makes each', async () => {
    const { store, other } = await open()
    const bring = (by: typeof store) =>
      by.connectNew(
        Array.from({ length: 200 }, (_, nth) => asked(`S${nth}`, { alias: `alias ${nth}` })),
        ({ id }) => [told('connection.created', id)],
      )
    const made = (await Promise.all([store, other, store, other].map(bring))).flat()
    assert.equal(new Set(shopsOf(made)).size, 200)
    assert.equal(made.length, 200)
    assert.equal((await store.eventsAfter(0, 1000)).length, 200)
  })

  test('shops are found by their ids alone, in their place alone', async () => {
    const { store } = await open()
    const one = await connected(store, 'S1', { alias: 'main' })
    await connected(store, 'S2')
    const names = [named('S1'), named('main'), named('none'), named('\0'), named('\ud800')]
    assert.deepEqual(await store.ofShops(names), [one])
    for (const elsewhere of [{ tenant: 'b' }, { platform: 'b' }, { app: 'b' }, { shop: 's1' }])
      assert.deepEqual(await store.ofShops([{ ...named('S1'), ...elsewhere }]), [])
    assert.deepEqual(await store.ofShops([]), [])
  })

  test('a text with a NUL is refused, and nothing of its batch is made', async () => {
    const { store } = await open()
    await assert.rejects(
      store.connectNew([asked('S1'), asked('S2', { access: 'a\0' })], () => []),
      /NUL/,
    )
    assert.deepEqual(await store.list({ limit: 9 }), [])
  })
}
