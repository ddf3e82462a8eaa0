import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppEvent, Logo } from '@hufu/accounts'
import { T0, appOf, digestOf } from '../rows.ts'
import type { Open } from '../store-contract.ts'

export function appContract(open: Open): void {
  test('an app is found by its id, and by its AppKey on its platform', async () => {
    const { store } = await open()
    const app = appOf('a', {
      clientId: 'key',
      secrets: [{ digest: digestOf('client', 's'), sealed: 'x', until: T0 }],
      statusReason: '资料不全',
    })
    assert.equal(await store.putApp(app), true)
    assert.deepEqual(await store.appById('a'), app)
    assert.deepEqual(await store.app('tong', 'key'), app)
    assert.equal(await store.app('another', 'key'), undefined)
    assert.equal(await store.app('tong', 'a'), undefined)
    assert.equal(await store.appById('key'), undefined)
  })

  test('one of sixteen changes of the same version succeeds', async () => {
    const { store } = await open()
    await store.putApp(appOf('a'))
    const put = await Promise.all(
      Array.from({ length: 16 }, (_, nth) => store.putApp(appOf('a', { version: 1, name: `by ${nth}` }))),
    )
    assert.deepEqual(put.filter(Boolean), [true])
    assert.equal((await store.appById('a'))?.name, `by ${put.indexOf(true)}`)
    assert.equal(await store.putApp(appOf('a', { version: 1 })), false)
    assert.equal(await store.putApp(appOf('a', { version: 3 })), false)
    assert.equal(await store.putApp(appOf('a', { version: 0 })), false)
    assert.equal(await store.putApp(appOf('nobody', { version: 1 })), false)
    assert.equal(await store.putApp(appOf('a', { version: 2, clientId: 'key', status: 'online' })), true)
    assert.equal((await store.app('tong', 'key'))?.version, 2)
  })

  test('an AppKey is unique within its platform; apps without one are many', async () => {
    const { store } = await open()
    assert.equal(await store.putApp(appOf('a', { clientId: 'key' })), true)
    assert.equal(await store.putApp(appOf('b', { clientId: 'key' })), false)
    assert.equal(await store.appById('b'), undefined)
    assert.equal(await store.putApp(appOf('b', { clientId: 'key', platform: 'another' })), true)
    assert.equal(await store.putApp(appOf('c')), true)
    assert.equal(await store.putApp(appOf('d')), true)
    assert.equal(await store.putApp(appOf('d', { version: 1, clientId: 'key' })), false)
    assert.equal((await store.appById('d'))?.version, 0)
    assert.equal(await store.putApp(appOf('a', { version: 1, clientId: 'new' })), true)
    assert.equal(await store.putApp(appOf('d', { version: 1, clientId: 'key' })), true)
    assert.equal((await store.app('tong', 'key'))?.id, 'd')
  })

  test('apps are listed by platform and status, the oldest first', async () => {
    const { store } = await open()
    await store.putApp(appOf('z', { createdAt: T0 - 1 }))
    await store.putApp(appOf('b', { status: 'online' }))
    await store.putApp(appOf('a', { platform: 'another', status: 'online' }))
    const list = async (which: Parameters<typeof store.apps>[0]) =>
      (await store.apps(which)).map(({ id }) => id)
    assert.deepEqual(await list({}), ['z', 'a', 'b'])
    assert.deepEqual(await list({ platform: 'tong' }), ['z', 'b'])
    assert.deepEqual(await list({ status: 'online' }), ['a', 'b'])
    assert.deepEqual(await list({ platform: 'another', status: 'draft' }), [])
    await store.putApp(appOf('z', { version: 1, status: 'online', createdAt: T0 - 1 }))
    assert.deepEqual(await list({ platform: 'tong', status: 'online' }), ['z', 'b'])
  })

  test('the apps of an organisation are its own alone', async () => {
    const { store } = await open()
    await store.putApp(appOf('a', { organisationId: 'o1' }))
    await store.putApp(appOf('b', { organisationId: 'o2' }))
    await store.putApp(appOf('c'))
    await store.putApp(appOf('d', { organisationId: 'o1', status: 'online' }))
    const list = async (which: Parameters<typeof store.apps>[0]) =>
      (await store.apps(which)).map(({ id }) => id)
    assert.deepEqual(await list({ organisationId: 'o1' }), ['a', 'd'])
    assert.deepEqual(await list({ organisationId: 'o1', status: 'online', platform: 'tong' }), ['d'])
    assert.deepEqual(await list({ organisationId: '' }), [])
    assert.deepEqual(await list({}), ['a', 'b', 'c', 'd'])
    await store.putApp(appOf('c', { version: 1, organisationId: 'o2' }))
    assert.deepEqual(await list({ organisationId: 'o2' }), ['b', 'c'])
  })

  test('a deed on an app is written with the change or not at all, and listed newest first', async () => {
    const { store } = await open()
    const put = (version: number, id = 'a') => store.putApp(appOf(id, { version }), eventOf(id, version))
    assert.equal(await put(0), true)
    assert.equal(await put(1), true)
    assert.equal(await put(1), false)
    assert.equal(await store.putApp(appOf('a', { version: 2 })), true)
    assert.equal(await put(3), true)
    assert.equal(await put(0, 'b'), true)
    assert.deepEqual(
      await store.appHistory('a', 100),
      [3, 1, 0].map((version) => eventOf('a', version)),
    )
    assert.deepEqual(await store.appHistory('a', 1), [eventOf('a', 3)])
    assert.deepEqual(await store.appHistory('c', 100), [])
  })

  test('the last two hundred events of an app are kept', async () => {
    const { store } = await open()
    for (let version = 0; version <= 210; version++)
      await store.putApp(appOf('a', { version }), eventOf('a', version))
    const kept = (await store.appHistory('a', 1000)).map(({ version }) => version)
    assert.deepEqual([kept.length, kept[0], kept.at(-1)], [200, 210, 11])
  })

  test('a logo is kept under its version, beside those that are named, and no others', async () => {
    const { store } = await open()
    const logo = (version: string, appId = 'a'): Logo => ({
      appId,
      version,
      type: 'image/png',
      bytes: Uint8Array.from({ length: 300 }, (_, nth) => nth % 256),
    })
    await store.putLogo(logo('one'), [])
    await store.putLogo(logo('one', 'b'), [])
    assert.deepEqual(await store.logo('a', 'one'), logo('one'))
    await store.putLogo(logo('two'), ['one'])
    await store.putLogo(logo('two'), ['one'])
    assert.deepEqual(await store.logo('a', 'one'), logo('one'))
    await store.putLogo(logo('three'), ['two'])
    assert.equal(await store.logo('a', 'one'), undefined)
    assert.deepEqual(await store.logo('a', 'two'), logo('two'))
    assert.deepEqual(await store.logo('a', 'three'), logo('three'))
    assert.deepEqual(await store.logo('b', 'one'), logo('one', 'b'))
    assert.equal(await store.logo('b', 'two'), undefined)
  })
}

const eventOf = (appId: string, version: number): AppEvent => ({
  appId,
  version,
  at: T0 + version,
  actor: { kind: 'developer', id: 'dev_1' },
  deed: 'change',
  from: 'draft',
  to: 'draft',
  changes: [{ setting: 'name', from: '', to: `第 ${version}` }],
})
