import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { keyRing } from '@hufu/crypto'
import { builtInPlatforms, servedIn } from '@hufu/dialects'
import { memoryStore } from '@hufu/store'
import { type ConfigInput, readConfig } from '../src/config.ts'
import { platformSettings } from '../src/settings/platform-settings.ts'

const ring = keyRing([{ id: 'test', key: new Uint8Array(32).fill(7) }])

suite('what operators set of a platform while servers run', () => {
  for (const platform of servedIn(builtInPlatforms)) {
    const { dialect, scopeWords = {} } = platform
    const { id, envelope } = dialect
    const policy = { ...dialect.policy, scopeWords }
    const opened = async (config: ConfigInput = {}, store = memoryStore()) => ({
      store,
      settings: await platformSettings(readConfig(config, [platform]), store, ring),
    })

    test(`${id}: a change is in force here at once, elsewhere when it looks again, and after a restart`, async () => {
      const { store, settings } = await opened()
      const { settings: elsewhere } = await opened({}, store)
      assert.deepEqual(settings.policyOf(id), policy)
      assert.deepEqual(await settings.change(id, { codeLifetime: 77, rateLimit: null }), [])
      assert.deepEqual([settings.policyOf(id).codeLifetime, settings.policyOf(id).rateLimit], [77, undefined])
      assert.equal(elsewhere.policyOf(id).codeLifetime, policy.codeLifetime)
      await elsewhere.read()
      assert.equal(elsewhere.policyOf(id).codeLifetime, 77)
      assert.equal((await opened({}, store)).settings.policyOf(id).codeLifetime, 77)
      assert.deepEqual(await settings.change(id, {}), [])
      assert.deepEqual(settings.policyOf(id), policy, 'nothing is set any more')
    })

    test(`${id}: a look that began before a change does not end after it`, async () => {
      const store = memoryStore()
      const gate = Promise.withResolvers<void>()
      let isSlow = false
      const setting = async (name: string) => {
        const wait = isSlow
        const value = await store.setting(name)
        if (wait) await gate.promise
        return value
      }
      const { settings } = await opened({}, { ...store, setting })
      isSlow = true
      const before = settings.read()
      await nextTurn()
      isSlow = false
      const changed = settings.change(id, { codeLifetime: 77 })
      // Time enough for a look that waits for no other.
      for (let turn = 0; turn < 100; turn++) await nextTurn()
      gate.resolve()
      await Promise.all([before, changed])
      assert.equal(settings.policyOf(id).codeLifetime, 77)
    })

    test(`${id}: what the configuration's file sets is not to be set`, async () => {
      const { settings } = await opened({ platforms: { [id]: { policy: { codeLifetime: 60 } } } })
      assert.deepEqual(settings.fixedOf(id), ['codeLifetime'])
      assert.match(
        (await settings.change(id, { codeLifetime: 77 })).join(),
        /^codeLifetime: the configuration/,
      )
      assert.equal(settings.policyOf(id).codeLifetime, 60)
    })

    test(`${id}: what does not fit is refused by name, and nothing changes`, async () => {
      const { settings } = await opened()
      for (const [wrong, named] of [
        [{ codeLifetime: 0 }, /^codeLifetime: /],
        [{ codeLifetime: '60' }, /^codeLifetime: /],
        [{ accessTokenLifetime: { online: 5 } }, /accessTokenLifetime/],
        [{ refreshQuota: { count: 5, per: 'month', timeZone: 'Mars/Base' } }, /timeZone/],
        [{ defaultScope: ['no such scope'] }, /defaultScope/],
        [{ unheardOf: 1 }, /unheardOf/],
        ['text', /./],
      ] as const) {
        assert.match((await settings.change(id, wrong)).join('\n'), named)
        assert.deepEqual(settings.policyOf(id), policy)
      }
    })

    test(`${id}: ${envelope === undefined ? 'has no key' : 'a new key seals, the one before still opens'}`, async () => {
      const { store, settings } = await opened()
      if (envelope === undefined) {
        assert.deepEqual(settings.keysOf(id), { privateKeys: [] })
        await assert.rejects(settings.rotateKey(id), /does not encrypt its requests/)
        return
      }
      const before = settings.keysOf(id)
      const { settings: elsewhere } = await opened({}, store)
      await settings.rotateKey(id)
      const after = settings.keysOf(id)
      assert.notEqual(after.publicKey, before.publicKey)
      assert.equal(after.privateKeys.length, 2)
      assert.ok(after.privateKeys[1]?.equals(before.privateKeys[0] ?? assert.fail()))
      await elsewhere.read()
      assert.equal(elsewhere.keysOf(id).publicKey, after.publicKey)
      await settings.rotateKey(id)
      assert.equal(settings.keysOf(id).privateKeys.length, 2, 'the oldest has gone')
    })
  }
})
