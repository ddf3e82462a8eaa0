import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewConnection } from '@hufu/keeper'
import type { Open } from '../store-contract.ts'
import { T0, asked, claimed, connected, lastError, named, present, told, tokens } from './rows.ts'

export function connectContract(open: Open): void {
  test('a connection is what was asked for, and is found by shop and by alias, in its place alone', async () => {
    const { store } = await open()
    const full = asked('S1', {
      alias: 'main',
      refreshExpiresAt: T0 + 9.75,
      authorizationExpiresAt: T0 + 99,
      dueAt: T0 + 1,
      noticeAt: T0 + 2,
      facts: { openId: 'o', scope: ['a'], userId: 'u', userName: '店铺', unionId: 'n' },
    })
    const before = await store.now()
    const made = await store.connect(full, ({ connection, created }) => [
      told('connection.created', connection.id, { created }),
    ])
    assert.ok('connection' in made && made.created)
    const { createdAt, updatedAt, ...rest } = made.connection
    assert.deepEqual(rest, { ...full, generation: 1, epoch: 0, nextAllowedAt: 0, failures: 0 })
    assert.ok(createdAt === updatedAt && createdAt >= before && createdAt <= (await store.now()))
    for (const name of ['S1', 'main']) assert.deepEqual(await store.find(named(name)), made.connection)
    assert.deepEqual(await store.connection(full.id), made.connection)
    assert.deepEqual(
      (await store.story(full.id, 9)).map(({ type, tenant, data }) => ({ type, tenant, data })),
      [{ type: 'connection.created', tenant: 'acme', data: { created: true } }],
    )
    for (const elsewhere of [{ tenant: 'b' }, { platform: 'b' }, { app: 'b' }, { shop: 'S' }, { shop: 's1' }])
      assert.equal(await store.find({ ...named('S1'), ...elsewhere }), undefined)
    assert.equal(await store.connection('cn_x'), undefined)
  })

  test('the least that can be asked has nothing that was not said', async () => {
    const { store } = await open()
    const { refresh: _, ...least } = asked('S1', { status: 'pending', facts: {} })
    const made = await store.connect(least, () => [])
    assert.ok('connection' in made)
    const { createdAt: _c, updatedAt: _u, ...rest } = made.connection
    assert.deepEqual(rest, { ...least, generation: 1, epoch: 0, nextAllowedAt: 0, failures: 0 })
  })

  test('the same shop again keeps id, alias and creation; tokens are new, and what was under way ends', async () => {
    const { store, clock } = await open()
    const first = await connected(store, 'S1', { alias: 'main', authorizationExpiresAt: T0 })
    await store.persist(await claimed(store, first.id), tokens(1), [])
    const { intent } = await present(store, first.id)
    await store.release(
      await claimed(store, first.id),
      { status: 'reauth_required', nextAllowedAt: T0 * 2, lastError, ...(intent && { intent }) },
      [],
    )
    await store.change(first.id, { dueAt: T0 }, [])
    const failed = await present(store, first.id)
    assert.ok(failed.previousRefresh && failed.lastError && failed.failures === 1)
    // Nobody may call it for years; so somebody of before holds it.
    clock.ahead = T0 * 2
    const lease = await claimed(store, first.id)

    const renewal = asked('S1', {
      id: first.id,
      access: '1.k1.new',
      refreshExpiresAt: T0 + 5,
      status: 'active',
    })
    const made = await store.connect(renewal, ({ created }) => [
      told('connection.reauthorized', first.id, { created }),
    ])
    assert.ok('connection' in made && !made.created)
    const { updatedAt, ...rest } = made.connection
    assert.ok(updatedAt > first.updatedAt)
    assert.deepEqual(rest, {
      ...renewal,
      alias: 'main',
      generation: 3,
      epoch: lease.epoch + 1,
      nextAllowedAt: 0,
      failures: 0,
      createdAt: first.createdAt,
    })
    assert.equal(await store.persist(lease, tokens(9), []), undefined)
    assert.equal((await store.story(first.id, 1))[0]?.data['created'], false)
    assert.equal((await connected(store, 'S1', { alias: 'other' })).alias, 'other')
    assert.equal(await store.find(named('main')), undefined)
  })

  test('what is disabled takes new tokens, and stays disabled and unscheduled', async () => {
    const { store } = await open()
    const one = await connected(store, 'S1', { dueAt: T0, noticeAt: T0 })
    await store.change(one.id, { status: 'disabled', dueAt: null, noticeAt: null }, [])
    const again = await connected(store, 'S1', { access: '1.k1.new', dueAt: T0, noticeAt: T0 })
    assert.deepEqual([again.status, again.access, again.generation], ['disabled', '1.k1.new', 2])
    assert.deepEqual([again.dueAt, again.noticeAt], [undefined, undefined])
    await store.change(one.id, { status: 'revoked' }, [])
    const revived = await connected(store, 'S1', { dueAt: T0 })
    assert.deepEqual([revived.status, revived.dueAt], ['active', T0])
  })

  test('who reconnects must bring the same shop, else nothing is done', async () => {
    const { store } = await open()
    const [one, two] = [await connected(store, 'S1'), await connected(store, 'S2')]
    const told = () => assert.fail('nothing was done')
    for (const shop of ['S2', 'S3'])
      assert.deepEqual(await store.connect({ ...asked(shop), reconnects: one.id }, told), {
        error: 'another_shop',
      })
    assert.deepEqual(await store.connect({ ...asked('S1'), reconnects: 'cn_x' }, told), {
      error: 'another_shop',
    })
    assert.deepEqual(await store.connection(one.id), one)
    assert.deepEqual(await store.connection(two.id), two)
    assert.equal(await store.find(named('S3')), undefined)
    const made = await store.connect({ ...asked('S1', { id: one.id }), reconnects: one.id }, () => [])
    assert.ok('connection' in made && made.connection.id === one.id && made.connection.generation === 2)
  })

  test('an alias names one shop of a tenant, platform and app, and never the id of another', async () => {
    const { store } = await open()
    const one = await connected(store, 'S1', { alias: 'main' })
    const two = await connected(store, 'S2')
    const told = () => assert.fail('nothing was done')
    for (const asking of [asked('S2', { id: two.id }), asked('S3')])
      for (const alias of ['main', 'S1'])
        assert.deepEqual(await store.connect({ ...asking, alias }, told), { error: 'alias_taken' })
    assert.deepEqual(await store.connection(two.id), two)
    assert.equal(await store.find(named('S3')), undefined)
    for (const alias of ['main', 'S1']) assert.equal((await connected(store, 'S1', { alias })).id, one.id)
    await connected(store, 'S9', { alias: 'S1', tenant: 'other' })
    // The id of the shop comes first, where one is named as another was before it came.
    await connected(store, 'S4', { alias: 'S5' })
    const five = await connected(store, 'S5')
    assert.deepEqual(five.alias, undefined)
    assert.deepEqual(await store.find(named('S5')), five)
  })

  test('the id of a shop is its name: another shop that has it as its alias loses it', async () => {
    const { store } = await open()
    const four = await connected(store, 'S4', { alias: 'S5' })
    const elsewhere = await connected(store, 'S4', { alias: 'S5', tenant: 'other' })
    for (const more of [{}, { alias: 'five' }]) {
      await store.change(four.id, { alias: 'S5' }, [])
      const shop = asked('S5', {
        ...more,
        ...(await store.find(named('S5')).then((row) => row?.shop === 'S5' && { id: row.id })),
      })
      const made = await store.connect(shop, ({ displaced = [], connection }) =>
        displaced.map(({ id }) => told('connection.changed', id, { takenBy: connection.id })),
      )
      assert.ok('connection' in made)
      assert.deepEqual(
        made.displaced?.map(({ id, alias }) => [id, alias]),
        [[four.id, undefined]],
      )
      assert.deepEqual(
        (await store.story(four.id, 1)).map(({ data }) => data),
        [{ takenBy: shop.id }],
      )
      assert.equal((await present(store, four.id)).alias, undefined)
    }
    assert.equal((await present(store, elsewhere.id)).alias, 'S5')
    const renamed = await store.connect(asked('S4', { id: four.id, alias: 'four' }), () => [])
    const again = await store.connect(asked('S4', { id: four.id, alias: 'vier' }), () => [])
    assert.ok('connection' in renamed && renamed.aliasBefore === undefined)
    assert.ok('connection' in again && again.aliasBefore === 'four')
  })

  test('a shop that has a connection is named by its id: what is sealed for another is not taken', async () => {
    const { store } = await open()
    const one = await connected(store, 'S1', { alias: 'main' })
    const before = await store.eventsAfter(0, 9)
    for (const more of [{}, { alias: 'main' }, { alias: 'new' }])
      assert.deepEqual(await store.connect(asked('S1', more), () => [told('connection.created', one.id)]), {
        error: 'known_as',
        id: one.id,
      })
    assert.deepEqual(await store.eventsAfter(0, 9), before, 'nothing was done')
    assert.deepEqual(await store.find(named('S1')), one)
    assert.equal((await store.list({ limit: 9 })).length, 1)
  })

  test('sixteen consents of one new shop at once are one connection', async () => {
    const { store, other } = await open()
    const sixteen = (ask: (nth: number) => NewConnection) =>
      Promise.all(
        Array.from({ length: 16 }, (_, nth) =>
          (nth % 2 ? store : other).connect(ask(nth), ({ connection }) => [
            told('connection.created', connection.id),
          ]),
        ),
      )
    const all = await sixteen(() => asked('S1', { alias: 'main' }))
    const [made, ...more] = all.filter((each) => 'connection' in each)
    assert.ok(made?.created && more.length === 0)
    const { id } = made.connection
    assert.deepEqual(
      all.filter((each) => 'error' in each),
      Array.from({ length: 15 }, () => ({ error: 'known_as', id })),
    )
    const again = await sixteen(() => asked('S1', { id, alias: 'main' }))
    const generations = again.map((each) => ('connection' in each ? each.connection.generation : 0))
    assert.deepEqual(
      generations.toSorted((a, b) => a - b),
      Array.from({ length: 16 }, (_, nth) => nth + 2),
    )
    assert.equal((await store.story(id, 99)).length, 17)
  })

  test('sixteen shops that want one alias at once: one has it', async () => {
    const { store, other } = await open()
    const all = await Promise.all(
      Array.from({ length: 16 }, (_, nth) =>
        (nth % 2 ? store : other).connect(asked(`S${nth}`, { alias: 'main' }), () => []),
      ),
    )
    assert.equal(all.filter((each) => 'connection' in each).length, 1)
    assert.equal(all.filter((each) => 'error' in each && each.error === 'alias_taken').length, 15)
    assert.equal((await store.list({ limit: 99 })).length, 1)
  })
}
