/* What people do to a connection: end it, pause it, call it otherwise. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { keeperOf, newStore, ofClient } from './browsing.ts'
import { type Seeded, type TestSandbox, startSandbox } from './sandbox.ts'

let sandbox: TestSandbox
before(async () => {
  sandbox = await startSandbox()
})
after(() => sandbox.close())

async function keeping(platform: string, count = 1, changes: object = {}) {
  const app = await sandbox.app(platform)
  const store = newStore()
  const apps = { [platform]: { ...ofClient(app), ...changes } }
  const { keeper } = await keeperOf(apps, { store })
  after(() => keeper.close())
  const told: string[] = []
  keeper.on('*', ({ type }) => told.push(type))
  const seeded = await sandbox.grants(app, count)
  const names = []
  for (const { tokens } of seeded) {
    const expiresAt = Math.floor(Date.now() / 1000) + tokens.expiresIn
    const { shop } = await keeper.add({ tenant: 'acme', platform, ...held(tokens), expiresAt })
    names.push({ tenant: 'acme', platform, shop })
  }
  const [name] = names
  assert.ok(name)
  return { keeper, app, apps, store, told, seeded, names, name }
}
const held = ({ accessToken, refreshToken, openId, userId }: Seeded['tokens']) => ({
  accessToken,
  refreshToken,
  openId,
  userId,
})

describe('disconnect', () => {
  test('ends the authorization at the platform too, and is told once', async () => {
    const { keeper, app, told, name, seeded } = await keeping('jos')
    const { id } = await keeper.connection(name)
    await keeper.token(name)
    const done = await keeper.disconnect(name)
    assert.equal(done.atPlatform, 'revoked')
    assert.equal(done.connection.status, 'revoked')
    assert.equal(done.connection.nextRefreshAt, undefined)
    await assert.rejects(keeper.token(name), { error: 'connection_revoked' })
    await assert.rejects(keeper.refresh(name), { error: 'connection_revoked' })
    await assert.rejects(keeper.invalidate(name, seeded[0]?.tokens.accessToken ?? ''), {
      error: 'connection_revoked',
    })
    assert.equal((await keeper.disconnect(id)).atPlatform, 'revoked')
    assert.deepEqual(
      told.filter((type) => type === 'connection.revoked'),
      ['connection.revoked'],
    )
    assert.equal((await keeper.connection(name)).id, id, 'the row stays')
    // Who asks the platform itself hears the same.
    const { keeper: other } = await keeperOf({ jos: ofClient(app) })
    after(() => other.close())
    const expiresAt = Math.floor(Date.now() / 1000) + 1000
    await other.add({ ...name, accessToken: 'x', refreshToken: seeded[0]?.tokens.refreshToken, expiresAt })
    await assert.rejects(other.refresh(name), ({ retry }: { retry: string }) => retry === 'reauth')
  })

  test('says where the platform cannot be asked, and ends it here', async () => {
    // The real platform's own address: no request may go there.
    const { keeper, name } = await keeping('jd-central', 1, {
      baseUrl: undefined,
      fetch: () => assert.fail('nothing is sent'),
    })
    const done = await keeper.disconnect(name)
    assert.equal(done.atPlatform, 'not_offered')
    await assert.rejects(keeper.token(name), { error: 'connection_revoked' })
  })

  test('that the platform does not hear ends it here, and can be repeated', async () => {
    let away = true
    const { keeper, name } = await keeping('jos', 1, {
      fetch: (url: string, init: RequestInit) =>
        away ? Promise.reject(new TypeError('away')) : fetch(url, init),
    })
    const first = await keeper.disconnect(name)
    assert.equal(first.atPlatform, 'failed')
    assert.ok(first.failure?.hint)
    assert.equal(first.connection.status, 'revoked')
    away = false
    assert.equal((await keeper.disconnect(name)).atPlatform, 'revoked')
  })

  test('during a refresh revokes what the refresh brings, and stays ended', async () => {
    const { keeper, app, name } = await keeping('jos')
    await sandbox.fault({
      kind: 'slow',
      seconds: 1,
      when: 'after',
      platform: 'jos',
      clientId: app.clientId,
      endpoint: 'refresh',
    })
    const refreshed = keeper.refresh(name)
    await new Promise((later) => setTimeout(later, 300))
    const done = await keeper.disconnect(name)
    assert.equal(done.atPlatform, 'revoked')
    assert.equal(done.connection.generation, 2)
    assert.equal((await refreshed).status, 'revoked')
    await assert.rejects(keeper.token(name), { error: 'connection_revoked' })
  })

  test('is heard by other processes within the bound', async () => {
    const { keeper, apps, store, name } = await keeping('jos')
    const { keeper: other } = await keeperOf(apps, { store, maxStaleSeconds: 0.2 })
    after(() => other.close())
    await other.token(name)
    await keeper.disconnect(name)
    await new Promise((later) => setTimeout(later, 250))
    await assert.rejects(other.token(name), { error: 'connection_revoked' })
  })

  test('of a connection that there is none of', async () => {
    const { keeper, name } = await keeping('jos')
    await assert.rejects(keeper.disconnect({ ...name, shop: 'nobody' }), { error: 'connection_unknown' })
    await assert.rejects(keeper.disconnect('cn_0'), { error: 'connection_unknown' })
  })
})

describe('disable', () => {
  test('pauses, and enable goes on with the same tokens', async () => {
    const { keeper, name, told } = await keeping('jos')
    const before = await keeper.token(name)
    const paused = await keeper.disable(name)
    assert.equal(paused.status, 'disabled')
    assert.equal(paused.nextRefreshAt, undefined)
    await assert.rejects(keeper.token(name), { error: 'connection_disabled' })
    await assert.rejects(keeper.refresh(name), { error: 'connection_disabled' })
    await keeper.disable(name)
    const on = await keeper.enable(paused.id)
    assert.equal(on.status, 'pending', 'nothing has proved its tokens yet')
    assert.ok((on.nextRefreshAt ?? 0) > Date.now() / 1000)
    assert.equal((await keeper.token(name)).accessToken, before.accessToken)
    assert.equal(told.filter((type) => type === 'connection.changed').length, 2)
    await keeper.refresh(name)
    await keeper.disable(name)
    assert.equal((await keeper.enable(name)).status, 'active')
  })

  test('does not wake what was ended', async () => {
    const { keeper, name } = await keeping('jos')
    await keeper.disconnect(name)
    await assert.rejects(keeper.enable(name), { error: 'connection_revoked' })
    await assert.rejects(keeper.disable(name), { error: 'connection_revoked' })
  })
})

describe('rename', () => {
  test('gives an alias, another and none', async () => {
    const { keeper, name } = await keeping('jos')
    const { accessToken } = await keeper.token(name)
    for (const alias of ['ร้านของฉัน', 'second']) {
      assert.equal((await keeper.rename(name, alias)).alias, alias)
      assert.equal((await keeper.token({ ...name, shop: alias })).accessToken, accessToken)
    }
    await assert.rejects(keeper.token({ ...name, shop: 'ร้านของฉัน' }), { error: 'connection_unknown' })
    assert.equal((await keeper.rename({ ...name, shop: 'second' }, null)).alias, undefined)
    await assert.rejects(keeper.token({ ...name, shop: 'second' }), { error: 'connection_unknown' })
  })

  test('takes no name that another has, and none that hides', async () => {
    const { keeper, names } = await keeping('jos', 2)
    const [one, two] = names
    assert.ok(one && two)
    await keeper.rename(one, 'taken')
    await assert.rejects(keeper.rename(two, 'taken'), { error: 'alias_taken' })
    await assert.rejects(keeper.rename(two, one.shop), { error: 'alias_taken' })
    for (const alias of ['', ' x', 'a\nb', 'a\u202eb', 'x'.repeat(201)])
      await assert.rejects(keeper.rename(two, alias), { error: 'alias_unfit' })
    await keeper.rename(two, 'fits')
    const both = await Promise.allSettled([keeper.rename(one, 'race'), keeper.rename(two, 'race')])
    const refused = both.filter((each) => each.status === 'rejected')
    assert.equal(refused.length, 1)
    assert.equal(refused[0]?.reason.error, 'alias_taken')
  })
})
