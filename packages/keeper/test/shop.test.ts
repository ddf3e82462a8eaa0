/* A shop's platform is called: signed, and with a token that works. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { KeeperError } from '@hufu/keeper'
import { keeperOf, ofClient } from './browsing.ts'
import { type TestSandbox, startSandbox } from './sandbox.ts'

const anyTime = { refreshWindow: { lastSeconds: 9e7 } }
let sandbox: TestSandbox
before(async () => {
  sandbox = await startSandbox()
  await sandbox.policy('jos2', anyTime)
})
after(() => sandbox.close())

async function keeping(platform: string, policy: object = anyTime) {
  const app = await sandbox.app(platform)
  const { keeper } = await keeperOf({ [platform]: { ...ofClient(app), policy } })
  after(() => keeper.close())
  const [grant] = await sandbox.grants(app, 1)
  assert.ok(grant)
  const { accessToken, refreshToken, expiresIn, openId, userId } = grant.tokens
  const expiresAt = Math.floor(Date.now() / 1000) + expiresIn
  const { shop } = await keeper.add({
    tenant: 'acme',
    platform,
    accessToken,
    refreshToken,
    expiresAt,
    openId,
    userId,
  })
  const told: string[] = []
  keeper.on('*', ({ type }) => told.push(type))
  const name = { tenant: 'acme', platform, shop }
  const fault = (changes: object) =>
    sandbox.fault({
      kind: 'error',
      reason: 'access_token_unknown',
      platform,
      clientId: app.clientId,
      endpoint: 'userInfo',
      ...changes,
    } as never)
  return { keeper, app, told, name, openId, fault }
}
const METHOD = 'jingdong.user.getUserInfoByOpenId'

describe('a call of a method', () => {
  test('is signed, with the token that is kept', async () => {
    const { keeper, name, openId, told } = await keeping('jos2')
    const shop = keeper.shop(name)
    const { result } = await shop.call(METHOD, { openId })
    assert.match(JSON.stringify(result), /getuserinfobyappidandopenid_result|data|openId/i)
    assert.equal((await shop.token()).accessToken, (await keeper.token(name)).accessToken)
    assert.deepEqual(told, [])
  })

  test('whose token is unknown to the platform is made once more, with a new one', async () => {
    const { keeper, name, openId, told, fault } = await keeping('jos2')
    await fault({ times: 1 })
    const shops = [keeper.shop(name), keeper.shop(name)]
    const [first] = await Promise.all(shops.map((shop) => shop.call(METHOD, { openId })))
    assert.ok(first?.result)
    assert.deepEqual(told, ['connection.refreshed'])
  })

  test('is made no third time', async () => {
    const { keeper, name, openId, told, fault } = await keeping('jos2')
    await fault({})
    await assert.rejects(keeper.shop(name).call(METHOD, { openId }), (error: KeeperError) => {
      assert.equal(error.error, 'access_token_unknown')
      assert.equal(error.failure.platformCode, '19')
      return true
    })
    assert.deepEqual(told, ['connection.refreshed'])
  })

  test('says what the platform said where no refresh is allowed yet', async () => {
    const { keeper, name, openId, fault } = await keeping('jos2', { refreshWindow: { lastSeconds: 60 } })
    await fault({})
    await assert.rejects(keeper.shop(name).call(METHOD, { openId }), { error: 'access_token_unknown' })
  })

  test('that fails otherwise is made once', async () => {
    const { keeper, app, name, openId, fault } = await keeping('jos2')
    await assert.rejects(keeper.shop(name).call('jingdong.no.such', {}), {
      error: 'method_unknown',
      retry: 'fix_config',
    })
    await fault({ kind: 'unavailable', reason: undefined, when: 'after' })
    await assert.rejects(keeper.shop(name).call(METHOD, { openId }), (error: KeeperError) => {
      assert.equal(error.error, 'platform_unavailable')
      assert.ok(!JSON.stringify(error.failure).includes(app.clientSecret))
      return true
    })
  })

  test('goes nowhere where the platform has no gateway, or the shop no token', async () => {
    const { keeper, name } = await keeping('jd-central', {})
    await assert.rejects(keeper.shop(name).call('any', {}), { error: 'no_gateway', retry: 'never' })
    const jos2 = await keeping('jos2')
    await jos2.keeper.disconnect(jos2.name)
    await assert.rejects(jos2.keeper.shop(jos2.name).call(METHOD), { error: 'connection_revoked' })
    assert.throws(() => keeper.shop({ ...name, platform: 'jos' }), { error: 'app_unknown' })
  })
})
