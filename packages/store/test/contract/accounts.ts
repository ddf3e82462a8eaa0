import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Gateway } from '@hufu/engine'
import type { Shop, User } from '@hufu/engine'
import { T0, digestOf, userOf, operatorOf } from '../rows.ts'
import type { Open } from '../store-contract.ts'

export function accountContract(open: Open): void {
  test('shops, operators and gateways are put, put again, and listed from the oldest on', async () => {
    const { store } = await open()
    const shop: Shop = { id: '1000000001', name: '老店', createdAt: T0 }
    const operator = operatorOf('root', { oneTime: true })
    const gateway: Gateway = {
      id: 'gw',
      secret: digestOf('client', 's'),
      platforms: ['tong'],
      seesRefreshTokens: true,
      createdAt: T0,
    }
    for (const more of [{ version: 0 }, { version: 1, createdAt: T0 - 1 }]) {
      const { version, ...created } = more
      await store.putShop({ ...shop, ...created })
      assert.equal(await store.putOperator({ ...operator, version, ...created }), true)
      await store.putGateway({ ...gateway, ...created })
    }
    await store.putShop({ ...shop, id: '1000000000' })
    await store.putOperator({ ...operator, username: 'another' })
    await store.putGateway({ ...gateway, id: 'another' })
    assert.deepEqual(await store.shop(shop.id), { ...shop, createdAt: T0 - 1 })
    assert.deepEqual(await store.operator('root'), { ...operator, version: 1, createdAt: T0 - 1 })
    assert.deepEqual(await store.gateway('gw'), { ...gateway, createdAt: T0 - 1 })
    assert.deepEqual(
      (await store.shops()).map(({ id }) => id),
      [shop.id, '1000000000'],
    )
    assert.deepEqual(
      (await store.operators()).map(({ username }) => username),
      ['root', 'another'],
    )
    assert.deepEqual(
      (await store.gateways()).map(({ id }) => id),
      ['gw', 'another'],
    )
    assert.equal(await store.shop('nobody'), undefined)
    assert.equal(await store.operator('nobody'), undefined)
    assert.equal(await store.gateway('nobody'), undefined)
  })

  test('a user and an operator are replaced in the version that was looked at, by one of many', async () => {
    const { store } = await open()
    const kinds = [
      {
        put: (version: number, password: string) => store.putUser(userOf('u', { version, password })),
        held: () => store.user('u'),
      },
      {
        put: (version: number, password: string) => store.putOperator(operatorOf('o', { version, password })),
        held: () => store.operator('o'),
      },
    ]
    for (const { put, held } of kinds) {
      assert.equal(await put(1, 'of nothing'), false)
      assert.equal(await held(), undefined)
      assert.equal(await put(0, 'first'), true)
      assert.equal(await put(0, 'again'), false)
      assert.equal(await put(2, 'too far'), false)
      const many = await Promise.all(Array.from({ length: 16 }, (_, nth) => put(1, `${nth}`)))
      assert.deepEqual(many.filter(Boolean), [true])
      const { version, password } = (await held())!
      assert.deepEqual([version, password], [1, `${many.indexOf(true)}`])
      assert.equal(await put(1, 'late'), false)
      assert.equal(await put(2, 'next'), true)
    }
    await store.removeUser('u')
    assert.equal(await store.putUser(userOf('u', { version: 3 })), false)
    assert.equal(await store.user('u'), undefined)
  })

  test('users are found by their e-mail address, capitals or not, as it is now', async () => {
    const { store } = await open()
    await store.putUser(userOf('a', { email: 'Shop@Example.com' }))
    await store.putUser(userOf('b', { email: 'shop@example.com', createdAt: T0 + 1 }))
    await store.putUser(userOf('c'))
    const found = async (email: string) => (await store.usersByEmail(email)).map(({ id }) => id)
    assert.deepEqual(await found('SHOP@example.com'), ['a', 'b'])
    await store.putUser(userOf('a', { version: 1, email: 'other@example.com' }))
    await store.putUser(userOf('b', { version: 1 }))
    assert.deepEqual(await found('shop@example.com'), [])
    assert.deepEqual(await found('other@example.com'), ['a'])
    assert.deepEqual(await found(''), [])
  })

  test('a username is unique, and its user may change it', async () => {
    const { store } = await open()
    const put = await Promise.all(
      Array.from({ length: 16 }, (_, nth) => store.putUser(userOf(`u${nth}`, { username: 'demo' }))),
    )
    assert.deepEqual(put.filter(Boolean), [true])
    const id = `u${put.indexOf(true)}`
    assert.equal((await store.userByName('demo'))?.id, id)
    assert.equal(await store.putUser(userOf('other')), true)
    assert.equal(await store.putUser(userOf('other', { version: 1, username: 'demo' })), false)
    assert.equal((await store.user('other'))?.username, 'name-other')
    assert.equal(await store.putUser(userOf(id, { version: 1, username: '演示', status: 'disabled' })), true)
    assert.equal(await store.userByName('demo'), undefined)
    assert.deepEqual(
      await store.userByName('演示'),
      userOf(id, { version: 1, username: '演示', status: 'disabled' }),
    )
    assert.equal(await store.putUser(userOf('other', { version: 1, username: 'demo' })), true)
    assert.equal(await store.userByName('DEMO'), undefined)
  })

  test('users are listed, of one shop or all', async () => {
    const { store } = await open()
    await store.putUser(userOf('b', { shopId: 's1' }))
    await store.putUser(userOf('a', { shopId: 's2' }))
    await store.putUser(userOf('c', { shopId: 's1', createdAt: T0 - 1 }))
    assert.deepEqual(
      (await store.users({})).map(({ id }) => id),
      ['c', 'a', 'b'],
    )
    assert.deepEqual(
      (await store.users({ shopId: 's1' })).map(({ id }) => id),
      ['c', 'b'],
    )
    await store.putUser(userOf('b', { version: 1, shopId: 's2' }))
    assert.deepEqual(
      (await store.users({ shopId: 's2' })).map(({ id }) => id),
      ['a', 'b'],
    )
  })

  test('a list is read in parts, each after the last of the one before, also where many are of one second', async () => {
    const { store } = await open()
    const ids = Array.from({ length: 700 }, (_, nth) => `u${String(nth).padStart(3, '0')}`)
    const isOld = (nth: number) => nth % 5 === 0
    await Promise.all(
      ids.map((id, nth) =>
        store.putUser(userOf(id, { createdAt: isOld(nth) ? T0 - 1 : T0, shopId: `s${nth % 2}` })),
      ),
    )
    const inOrder = [...ids.filter((_, nth) => isOld(nth)), ...ids.filter((_, nth) => !isOld(nth))]
    for (const limit of [1, 7, 300]) {
      const found: string[] = []
      const parts = limit === 1 ? 3 : Infinity
      for (let after: User | undefined, nth = 0; nth < parts; nth++) {
        const part = await store.users({}, { limit, ...(after && { after }) })
        found.push(...part.map(({ id }) => id))
        after = part.at(-1)
        if (part.length < limit) break
      }
      assert.deepEqual(found, inOrder.slice(0, limit * parts))
    }
    assert.deepEqual(
      (await store.users({})).map(({ id }) => id),
      inOrder,
    )
    const ofShop = await store.users({ shopId: 's1' }, { limit: 2, after: { createdAt: T0 - 1, id: 'u005' } })
    assert.deepEqual(
      ofShop.map(({ id }) => id),
      ['u015', 'u025'],
    )
  })

  test('settings are put, put once, listed by prefix and deleted', async () => {
    const { store } = await open()
    assert.equal(await store.setting('a/1'), undefined)
    await Promise.all(['first', 'second'].map((value) => store.putSettingOnce('a/1', value)))
    assert.equal(await store.setting('a/1'), 'first')
    await store.putSetting('a/2', 'x')
    await store.putSetting('a/2', 'line\nand 🐯 and \u0000 too')
    await store.putSetting('a_3', 'x')
    await store.putSetting('b/%', 'x')
    assert.deepEqual(await store.settings('a/'), [
      ['a/1', 'first'],
      ['a/2', 'line\nand 🐯 and \u0000 too'],
    ])
    assert.equal((await store.settings('')).length, 4)
    assert.deepEqual(await store.settings('%'), [])
    await store.deleteSetting('a/1')
    await store.deleteSetting('nothing')
    assert.deepEqual(
      (await store.settings('')).map(([name]) => name),
      ['a/2', 'a_3', 'b/%'],
    )
  })

  test('a user who is removed is gone, and their name is free', async () => {
    const { store } = await open()
    await store.putUser(userOf('a', { username: 'wang', email: 'w@example.com' }))
    await store.putUser(userOf('b', { username: 'li' }))
    await store.removeUser('a')
    await store.removeUser('a')
    assert.equal(await store.user('a'), undefined)
    assert.equal(await store.userByName('wang'), undefined)
    assert.deepEqual(await store.usersByEmail('w@example.com'), [])
    assert.equal((await store.users({})).length, 1)
    assert.equal(await store.putUser(userOf('b', { version: 1, username: 'wang' })), true)
  })

  test('login failures of one account are cleared on all networks, and no other’s', async () => {
    const { store } = await open()
    const keys = [
      'wrong user a 10.0.0.0',
      'wrong user a 10.0.1.0',
      'wrong user a',
      'wrong user ab 10.0.0.0',
      'wrong user',
    ]
    for (const key of keys) await store.countLoginFailure(key, T0, T0 - 60, T0 + 60)
    await store.clearLoginFailuresUnder('wrong user a')
    const left = await Promise.all(keys.map((key) => store.loginFailures(key, T0 - 60)))
    assert.deepEqual(left, [0, 0, 0, 1, 1])
  })
}
