import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { servedDialects, jdFinance, jos2, keepsSecret } from '@hufu/dialects'
import type { App } from '@hufu/engine'
import type { AppContext } from '../src/apps/app-changes.ts'
import type { AppDeed } from '../src/apps/app-history.ts'
import {
  type OwnSettings,
  approveChanges,
  changeOwnApp,
  rejectChanges,
  withdrawChanges,
} from '../src/apps/app-proposals.ts'
import { type Refusal, isRefusal } from '../src/refusal.ts'
import {
  approve,
  askForChanges,
  changeApp,
  createApp,
  rotateSecret,
  submit,
  suspend,
  withdraw,
} from '../src/apps/apps.ts'
import { type SmallStore, smallStore } from './small-store.ts'

let store: SmallStore
let operator: AppContext
let developer: AppContext

beforeEach(async () => {
  store = smallStore()
  for (const id of ['2000000001', '2000000002']) await store.putShop({ id, name: 'Shop', createdAt: 0 })
  await store.putOrganisation({
    id: 'org_1',
    version: 0,
    name: 'ISV',
    verified: false,
    testShops: ['2000000001'],
    createdAt: 0,
  })
  operator = {
    store,
    actor: { kind: 'operator', id: 'root' },
    directory: { forget() {} },
    dialects: servedDialects,
    policyOf: (platform) => servedDialects.find(({ id }) => id === platform)?.policy ?? jos2.policy,
    allowLoopback: false,
    keepsSecret,
    seal: (plain) => `sealed(${plain})`,
    checkPublicKey: (text) => text,
  }
  developer = { ...operator, actor: { kind: 'developer', id: 'dev_1' } }
})

function granted<Value extends object>(value: Value | Refusal): Value {
  assert.ok(!isRefusal(value), isRefusal(value) ? value.message : '')
  return value
}

const draft = async (redirectUris: readonly string[] = [], platform: string = jos2.id): Promise<App> => {
  const asked = { platform, name: 'Orders', developer: 'ISV', organisationId: 'org_1', redirectUris }
  return granted(await createApp(asked, developer)).app
}

const online = async (platform = jos2.id, redirectUris = ['https://isv.example/callback']): Promise<App> => {
  const app = await draft(redirectUris, platform)
  const { version } = granted(await submit(app.id, developer))
  return granted(await approve(app.id, version, operator)).app
}

const set = async ({ id }: App, settings: OwnSettings): Promise<App> =>
  granted(await changeOwnApp(id, settings, developer))

suite('what a developer changes of an online app', () => {
  test('waits for review where it is another name, host, logo or scope; what was reviewed stays in force', async () => {
    const app = await online()
    const more = { redirectUris: ['https://isv.example/callback', 'https://other.example/callback'] }
    assert.deepEqual((await set(app, more)).proposed?.settings, more)
    const changed = await set(app, {
      name: 'Bank',
      logo: 'v2',
      scopes: ['snsapi_base', 'snsapi_union_login'],
    })
    assert.deepEqual(changed.proposed?.settings, {
      ...more,
      name: 'Bank',
      logo: 'v2',
      scopes: ['snsapi_base', 'snsapi_union_login'],
    })
    const { name, redirectUris, scopes, logo } = changed
    assert.deepEqual(
      [name, redirectUris, scopes, logo],
      ['Orders', ['https://isv.example/callback'], ['snsapi_base'], undefined],
    )
    assert.deepEqual(changed.proposed?.by, { kind: 'developer', id: 'dev_1' })
  })

  test('is taken at once where it is narrower, on a host that was reviewed, or nothing that was reviewed', async () => {
    const app = await online()
    const now = {
      redirectUris: ['https://isv.example/callback2'],
      scopes: [],
      addresses: ['192.0.2.1'],
      testShops: ['2000000001'],
    }
    const changed = await set(app, now)
    assert.equal(changed.proposed, undefined)
    assert.deepEqual({ ...changed, ...now }, changed)
  })

  test('waits for review if it is another host, on a platform that registers hosts', async () => {
    const app = await online(jdFinance.id, ['isv.example'])
    const changed = await set(app, { redirectUris: ['isv.example', 'order.isv.example'] })
    assert.deepEqual(changed.redirectUris, ['isv.example'])
    assert.deepEqual(changed.proposed?.settings.redirectUris, ['isv.example', 'order.isv.example'])
  })

  test('waits for review or is refused if it adds another port, on a platform that registers hosts', async () => {
    const app = await online(jdFinance.id, ['isv.example:8443'])
    for (const other of ['thief.example:443', 'thief.example:8443', 'isv.example:9443', 'isv.example']) {
      const changed = await changeOwnApp(app.id, { redirectUris: ['isv.example:8443', other] }, developer)
      assert.ok(isRefusal(changed) || changed.proposed, other)
      assert.deepEqual((await store.appById(app.id))?.redirectUris, ['isv.example:8443'], other)
    }
  })

  test('a port or plain http is another host', async () => {
    const app = await online()
    for (const other of ['https://isv.example:8443/callback', 'http://isv.example/callback']) {
      const result = await changeOwnApp(app.id, { redirectUris: [other] }, developer)
      assert.ok(isRefusal(result) || result.proposed, other)
    }
  })

  test('the last proposal replaces the earlier one, and a return to the present value withdraws it', async () => {
    const app = await online()
    await set(app, { name: 'Bank', logo: 'v2' })
    assert.deepEqual((await set(app, { name: 'Shop' })).proposed?.settings, { name: 'Shop', logo: 'v2' })
    assert.deepEqual((await set(app, { name: 'Orders' })).proposed?.settings, { logo: 'v2' })
    assert.equal(granted(await withdrawChanges(app.id, developer)).proposed, undefined)
  })

  test('waits while the app is suspended too', async () => {
    const app = await online()
    granted(await suspend(app.id, 'complaints', operator))
    const changed = await set(app, { name: 'Bank' })
    assert.deepEqual([changed.name, changed.proposed?.settings], ['Orders', { name: 'Bank' }])
  })

  test('is in force once approved, and gone once refused, with a reason', async () => {
    const app = await online()
    const { version } = await set(app, { name: 'Bank' })
    assert.ok(isRefusal(await approveChanges(app.id, version - 1, operator)), 'another version was judged')
    const approved = granted(await approveChanges(app.id, version, operator))
    assert.deepEqual([approved.name, approved.proposed], ['Bank', undefined])
    await set(app, { name: 'Shop' })
    assert.ok(isRefusal(await rejectChanges(app.id, '', operator)))
    const rejected = granted(await rejectChanges(app.id, 'a trade mark', operator))
    assert.deepEqual([rejected.name, rejected.proposed], ['Bank', undefined])
    const empty = [
      await approveChanges(app.id, rejected.version, operator),
      await withdrawChanges(app.id, operator),
    ]
    for (const each of empty) assert.ok(isRefusal(each) && each.refused === 'not_possible', 'nothing waits')
  })

  test('is checked as ever before it waits', async () => {
    const app = await online()
    for (const wrong of [
      { redirectUris: ['javascript:alert(1)'] },
      { scopes: ['everything'] },
      { testShops: ['2000000009'] },
      { name: ' ' },
    ]) {
      assert.ok(isRefusal(await changeOwnApp(app.id, wrong, developer)), JSON.stringify(wrong))
    }
    assert.equal((await store.appById(app.id))?.proposed, undefined)
  })
})

suite('what a developer changes before', () => {
  test('is taken at once', async () => {
    const app = await draft()
    assert.equal((await set(app, { name: 'Bank' })).name, 'Bank')
  })

  test("a developer's test shops belong to their organisation; another organisation's shop is refused like an unknown one", async () => {
    const app = await draft()
    const foreign = await changeOwnApp(app.id, { testShops: ['2000000001', '2000000002'] }, developer)
    const none = await changeOwnApp(app.id, { testShops: ['2000000001', '2000000009'] }, developer)
    assert.ok(isRefusal(foreign))
    assert.deepEqual(foreign, none)
    assert.deepEqual((await store.appById(app.id))?.testShops, [])
    assert.deepEqual((await set(app, { testShops: ['2000000001'] })).testShops, ['2000000001'])
    // The developer may keep a test shop that an operator set; once removed, they cannot add it again.
    granted(await changeApp(app.id, { testShops: ['2000000002'] }, operator))
    await set(app, { testShops: ['2000000001', '2000000002'] })
    await set(app, { testShops: [] })
    assert.ok(isRefusal(await changeOwnApp(app.id, { testShops: ['2000000002'] }, developer)))
  })

  test('reviewed settings cannot change during a review, until it is withdrawn', async () => {
    const app = await draft(['https://isv.example/'])
    granted(await submit(app.id, developer))
    const refused = await changeOwnApp(app.id, { name: 'Bank' }, developer)
    assert.ok(isRefusal(refused) && refused.refused === 'not_possible')
    assert.deepEqual((await set(app, { testShops: ['2000000001'] })).testShops, ['2000000001'])
    granted(await withdraw(app.id, developer))
    assert.equal((await set(app, { name: 'Bank' })).name, 'Bank')
  })

  test('an approval is of the version that was judged', async () => {
    const app = await draft(['https://isv.example/'])
    const { version } = granted(await submit(app.id, developer))
    granted(await withdraw(app.id, developer))
    await set(app, { name: 'Bank' })
    granted(await submit(app.id, developer))
    const stale = await approve(app.id, version, operator)
    assert.ok(isRefusal(stale) && stale.refused === 'changed_meanwhile')
    granted(await approve(app.id, version + 3, operator))
  })
})

test('the history tells who did what, from what to what, and why', async () => {
  const app = await online()
  await set(app, { name: 'Bank' })
  granted(await changeApp(app.id, { addresses: ['192.0.2.1'] }, operator))
  await set(app, { addresses: ['192.0.2.1'] })
  granted(await rejectChanges(app.id, 'a trade mark', operator))
  const secret = granted(await rotateSecret(app.id, 0, developer)).clientSecret
  const history = (await store.appHistory(app.id, 100)).toReversed()
  assert.deepEqual(
    history.map(({ deed, actor, from, to, reason }) => [deed, actor.id, from, to, reason]),
    [
      ['create', 'dev_1', 'draft', 'draft', undefined],
      ['submit', 'dev_1', 'draft', 'submitted', undefined],
      ['approve', 'root', 'submitted', 'online', undefined],
      ['propose', 'dev_1', 'online', 'online', undefined],
      ['change', 'root', 'online', 'online', undefined],
      ['reject_changes', 'root', 'online', 'online', 'a trade mark'],
      ['replace_secret', 'dev_1', 'online', 'online', undefined],
    ] satisfies (readonly [AppDeed, ...unknown[]])[],
  )
  assert.deepEqual(history[3]?.changes, [{ setting: 'name', from: 'Orders', to: 'Bank' }])
  assert.deepEqual(history[4]?.changes, [{ setting: 'addresses', from: '', to: '192.0.2.1' }])
  assert.ok(!JSON.stringify(history).includes(secret))
})

test('asked for changes, the app stays with its testers, and is submitted again', async () => {
  const app = await draft(['https://isv.example/'])
  granted(await submit(app.id, developer))
  const asked = granted(await askForChanges(app.id, 'a clearer name, please', operator))
  assert.deepEqual([asked.status, asked.statusReason], ['changes_requested', 'a clearer name, please'])
  assert.equal((await set(app, { name: 'Orders of a shop' })).statusReason, 'a clearer name, please')
  assert.equal(granted(await submit(app.id, developer)).statusReason, undefined)
})
