/* The refresh protocol against the platform half, over real HTTP, in one process. */
import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { generateKey, formatKeys } from '@hufu/crypto'
import { type Keeper, type KeeperOptions, createKeeper } from '@hufu/keeper'
import { type Seeded, type TestSandbox, startSandbox } from './sandbox.ts'

let sandbox: TestSandbox
before(async () => {
  sandbox = await startSandbox()
})
after(() => sandbox.close())

const keys = formatKeys([generateKey()])
const folder = mkdtempSync(join(tmpdir(), 'hufu-keeper-'))
let files = 0

/** A keeper of one app with some shops, on a file of its own. */
async function keep(platform: string, shops: number, options: Partial<KeeperOptions> = {}) {
  const app = await sandbox.app(platform)
  const { platform: _, ...ofClient } = app
  const keeper = await createKeeper({
    store: `sqlite:${join(folder, `keeper-${files++}.db`)}`,
    keys,
    apps: { [platform]: ofClient },
    schedule: false,
    ...options,
  })
  const seeded = await sandbox.grants(app, shops)
  const names = await Promise.all(seeded.map((grant) => connect(keeper, platform, grant)))
  return { keeper, app, seeded, names }
}

async function connect(keeper: Keeper, platform: string, { tokens }: Seeded) {
  const { accessToken, refreshToken, expiresIn, openId, userId } = tokens
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
  return { tenant: 'acme', platform, shop }
}

describe('a keeper', () => {
  test('hands out what it holds, and refreshes by force', async () => {
    const { keeper, seeded, names } = await keep('chainup', 1)
    const [name] = names
    assert.ok(name)
    const first = await keeper.token(name)
    assert.equal(first.accessToken, seeded[0]?.tokens.accessToken)
    const view = await keeper.refresh(name)
    assert.equal(view.generation, 2)
    assert.equal(view.status, 'active')
    const second = await keeper.invalidate(name, first.accessToken)
    assert.notEqual(second.accessToken, first.accessToken)
    assert.equal(second.generation, 2, 'the refused token was not the current one any more')
    await keeper.close()
  })
})
