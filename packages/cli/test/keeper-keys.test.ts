/* A keeper that runs, and a key that another process puts into the ring's file meanwhile. */
import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, describe, test } from 'node:test'
import { type RingKey, formatKeys, generateKey } from '@hufu/crypto'
import { createKeeper } from '@hufu/keeper'
import { eventually } from '../../keeper/test/receiver.ts'
import { loadKeeperConfig, openConfigured } from '@hufu/keeper-daemon/open'

const [oldKey, newKey, strangeKey] = [generateKey(), generateKey(), generateKey()]
const name = { tenant: 'acme', platform: 'oauth2', shop: 'S1' }
const apps = { oauth2: { clientId: 'APP', clientSecret: 'S', baseUrl: 'http://127.0.0.1:9' } }
const expiresAt = Math.floor(Date.now() / 1000) + 86_400
const tokens = { ...name, accessToken: 'A0', refreshToken: 'R0', expiresAt, replace: true }

/** A folder with a configuration whose ring is in a file, which `save` writes. */
function folder() {
  const at = mkdtempSync(join(tmpdir(), 'hufu-keeper-keys-'))
  const save = (...ring: readonly RingKey[]) =>
    writeFileSync(join(at, 'ring'), formatKeys(ring), { mode: 0o600 })
  const config = {
    store: 'sqlite:keeper.db',
    keys: { file: 'ring' },
    apps,
    maxStaleSeconds: 0,
    pollSeconds: 60,
  }
  writeFileSync(join(at, 'keeper.json'), JSON.stringify(config))
  return { at, save }
}

async function opened(t: TestContext, at: string) {
  const { keeper } = await openConfigured(await loadKeeperConfig({ config: join(at, 'keeper.json') }), {
    makes: true,
  })
  t.after(() => keeper.close())
  return keeper
}

describe('a keeper whose key ring is in a file', () => {
  test('opens what another process sealed with a key that was put there after it began', async (t) => {
    const { at, save } = folder()
    save(oldKey)
    const running = await opened(t, at)
    await running.add(tokens)
    assert.equal((await running.token(name)).accessToken, 'A0')

    save(newKey, oldKey)
    const other = await opened(t, at)
    assert.equal((await other.rekey()).done, true)
    await other.add({ ...tokens, accessToken: 'A1', refreshToken: 'R1', expiresAt: expiresAt + 9 })
    assert.equal((await running.token(name)).accessToken, 'A1')

    // What it seals from now on is sealed with the new key too.
    await running.add({ ...tokens, accessToken: 'A2', refreshToken: 'R2', expiresAt: expiresAt + 99 })
    save(newKey)
    const later = await opened(t, at)
    assert.equal((await later.token(name)).accessToken, 'A2')
  })

  test('goes on with its keys while the file is no ring', async (t) => {
    const { at, save } = folder()
    save(oldKey)
    const running = await opened(t, at)
    await running.add(tokens)
    writeFileSync(join(at, 'ring'), 'half a k', { mode: 0o600 })
    // Something that needs another key makes it look.
    const store = `sqlite:${join(at, 'keeper.db')}`
    const other = await createKeeper({ store, keys: formatKeys([newKey, oldKey]), apps, schedule: false })
    t.after(() => other.close())
    await other.add({ ...tokens, shop: 'S2' })
    await assert.rejects(running.token({ ...name, shop: 'S2' }), { error: 'key_missing' })
    assert.equal((await running.token(name)).accessToken, 'A0')
    save(newKey, oldKey)
    await eventually('the key is read', async () => {
      const { accessToken } = await running.token({ ...name, shop: 'S2' }).catch(() => ({ accessToken: '' }))
      return accessToken === 'A0'
    })
  })

  test('is asked for its keys once, however many tokens need one that it lacks', async (t) => {
    const { at, save } = folder()
    save(oldKey)
    const first = await opened(t, at)
    await first.add(tokens)
    let asked = 0
    const keys = () => {
      asked++
      return formatKeys([strangeKey])
    }
    const store = `sqlite:${join(at, 'keeper.db')}`
    const keeper = await createKeeper({ store, keys, apps, schedule: false, pollSeconds: 3600 })
    t.after(() => keeper.close())
    for (let times = 0; times < 50; times++)
      await assert.rejects(keeper.token(name), { error: 'key_missing' })
    assert.ok(asked < 10, `${asked} times`)
  })
})
