/* A new key while the keeper runs; and a ring that lacks one. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RingKey, formatKeys, generateKey } from '@hufu/crypto'
import type { KeeperOptions, KeeperStore } from '@hufu/keeper'
import { sqliteKeeperStore } from '@hufu/keeper'
import { eventually } from './receiver.ts'
import { browser, keeperOf, listening, newStore, ofClient } from './browsing.ts'
import { type SandboxApp, type TestSandbox, startSandbox } from './sandbox.ts'

let sandbox: TestSandbox
let app: SandboxApp
before(async () => {
  sandbox = await startSandbox()
  app = await sandbox.app('chainup')
})
after(() => sandbox.close())

const [oldKey, newKey] = [generateKey(), generateKey()]
const apps = () => ({ chainup: ofClient(app) })

async function opened(
  store: string | KeeperStore,
  ring: readonly RingKey[],
  more: Partial<KeeperOptions> = {},
) {
  const { keeper, warned } = await keeperOf(apps(), { store, keys: formatKeys(ring), ...more })
  after(() => keeper.close())
  return { keeper, warned }
}

/** Shops that the old key has sealed. */
async function shops(store: string | KeeperStore, count: number) {
  const { keeper } = await opened(store, [oldKey])
  const seeded = await sandbox.grants(app, count)
  const names = []
  for (const { tokens } of seeded) {
    const { accessToken, refreshToken, openId, expiresIn } = tokens
    const expiresAt = Math.floor(Date.now() / 1000) + expiresIn
    const { shop } = await keeper.add({
      tenant: 'acme',
      platform: 'chainup',
      accessToken,
      refreshToken,
      openId,
      expiresAt,
    })
    names.push({ tenant: 'acme', platform: 'chainup', shop })
  }
  return { keeper, names }
}

describe('rekey', () => {
  test('seals all with the new key, while refreshes go on; then the old key may go', async () => {
    const file = newStore()
    const { names } = await shops(file, 30)
    const { keeper } = await opened(file, [newKey, oldKey])
    // Two keepers refresh meanwhile, one of which has not heard of the new key.
    const { keeper: behind } = await opened(file, [oldKey, newKey])
    const progress: number[] = []
    const [first] = await Promise.all([
      keeper.rekey({ onProgress: ({ resealed, connections }) => progress.push(resealed, connections) }),
      ...names.slice(0, 10).map((name) => keeper.refresh(name)),
      ...names.slice(10, 20).map((name) => behind.refresh(name)),
    ])
    assert.ok(first.resealed >= 10)
    assert.ok(progress.includes(30))
    const second = await keeper.rekey()
    assert.equal(second.done, true)
    assert.ok((second.keepOldKeysUntil ?? 0) > Date.now() / 1000 + 1700)
    assert.equal((await keeper.rekey()).resealed, 0)
    const tokens = await Promise.all(names.map((name) => keeper.token(name)))
    const { keeper: later } = await opened(file, [newKey])
    for (const [at, name] of names.entries()) {
      assert.equal((await later.token(name)).accessToken, tokens[at]?.accessToken)
    }
    for (const name of names.slice(20)) assert.equal((await later.refresh(name)).generation, 2)
  })

  test('of a connection that a missing key sealed says so, and changes nothing of it', async () => {
    const file = newStore()
    const { names } = await shops(file, 2)
    const { keeper } = await opened(file, [newKey])
    const result = await keeper.rekey()
    assert.equal(result.done, false)
    assert.equal(result.keepOldKeysUntil, undefined)
    assert.equal(result.unopened.length, 2)
    for (const { error, hint } of result.unopened) {
      assert.equal(error, 'key_missing')
      assert.ok(hint.includes(oldKey.id), hint)
    }
    const { keeper: again } = await opened(file, [newKey, oldKey])
    assert.equal((await again.rekey()).resealed, 2)
    for (const name of names) await again.token(name)
  })

  test('leaves a row that changed under its hands to another look', async () => {
    const real = sqliteKeeperStore(newStore().slice('sqlite:'.length))
    const { names } = await shops(real, 3)
    let refused = 1
    const store: KeeperStore = {
      ...real,
      // As if a refresh of another process had come between.
      reseal: (rows) => (refused-- > 0 ? Promise.resolve(0) : real.reseal(rows)),
      close: () => Promise.resolve(),
    }
    const { keeper } = await opened(store, [newKey, oldKey])
    const result = await keeper.rekey()
    assert.equal(result.resealed, 3)
    assert.equal(result.done, true)
    for (const name of names) await keeper.token(name)
  })
})

describe('a keeper whose ring lacks a key', () => {
  test('starts, serves what it can open, and says of the rest which key is missing', async () => {
    const file = newStore()
    const { names } = await shops(file, 1)
    const [locked] = names
    assert.ok(locked)
    const { keeper } = await opened(file, [newKey])
    const expiresAt = Math.floor(Date.now() / 1000) + 5000
    await keeper.add({ tenant: 'acme', platform: 'chainup', shop: 'ours', accessToken: 'OURS', expiresAt })
    assert.equal((await keeper.token({ ...locked, shop: 'ours' })).accessToken, 'OURS')
    const { id, generation } = await keeper.connection(locked)
    for (const ask of [() => keeper.token(locked), () => keeper.refresh(locked)])
      await assert.rejects(
        ask(),
        (error: { error: string; hint: string; failure: { connectionId: string } }) => {
          assert.equal(error.error, 'key_missing')
          assert.ok(error.hint.includes(oldKey.id))
          assert.equal(error.failure.connectionId, id)
          return true
        },
      )
    assert.equal((await keeper.disconnect(locked)).failure?.error, 'key_missing')
    assert.equal((await keeper.connection(locked)).generation, generation, 'the row stays as it is')
  })

  for (const [error, ring, said] of [
    ['key_missing', [newKey], /with a key that the ring lacks: put it back/],
    ['seal_broken', [{ ...newKey, id: oldKey.id }], /put the key that sealed them into the ring/],
  ] as const)
    test(`warns as it starts, and counts the refreshes that fail for it: ${error}`, async () => {
      const file = newStore()
      const { keeper: first, names } = await shops(file, 3)
      const [gone, ...rest] = names
      assert.ok(gone)
      await first.disconnect(gone)
      const rows = await first.connections({ status: 'pending' })
      const store = sqliteKeeperStore(file.slice('sqlite:'.length))
      after(() => store.close())
      const { keeper, warned } = await opened(file, ring, { schedule: true, pollSeconds: 0.05 })
      assert.equal(warned.length, 1)
      assert.match(warned[0] ?? '', said)
      const about = { key: oldKey.id, ring: ring.map(({ id }) => id), connections: rest.length }
      assert.ok(warned[0]?.includes(JSON.stringify(about).slice(0, -1)), warned[0])
      const counted = async () =>
        Number(
          new RegExp(`^hufu_keeper_refreshes_unopened_total\\{error="${error}"\\} (\\d+)$`, 'm').exec(
            await keeper.metrics(),
          )?.[1],
        )
      assert.equal(await counted(), 0)
      for (const { id } of rows) await store.change(id, { dueAt: 1 }, [])
      await eventually('each was tried', async () => (await counted()) >= rows.length)
      assert.equal(warned.length, 2, warned.join('\n'))
      assert.match(warned[1] ?? '', new RegExp(`not refreshed.*"error":"${error}"`))
    })

  test('takes no state and no link that the missing key sealed, and says to begin again', async () => {
    const here = await listening()
    after(() => here.close())
    const central = await sandbox.app('jd-central', `${here.origin}/oauth/callback/jd-central/main`)
    const file = newStore()
    const open = async (ring: readonly RingKey[]) => {
      const { keeper } = await keeperOf(
        { 'jd-central': ofClient(central) },
        { store: file, keys: formatKeys(ring) },
      )
      after(() => keeper.close())
      return keeper
    }
    const first = await open([oldKey])
    let routes = first.routes()
    here.use((request, response) => routes(request, response))
    const link = await first.connectUrl('jd-central', { tenant: 'acme', locale: 'en' })
    const tab = browser(here.origin, sandbox.url)
    const who = await sandbox.shopkeeper()
    const [underway, lost] = [await tab.decided(link, who), await tab.decided(link, who)]
    // With both keys, what is under way ends well.
    routes = (await open([newKey, oldKey])).routes()
    assert.match((await tab.site.open(underway)).html, /店铺已连接|The shop is connected/)
    routes = (await open([newKey])).routes()
    assert.match((await tab.site.open(lost)).html, /state_unknown/)
    assert.equal((await tab.site.open(link)).status, 400)
  })
})
