/* What goes wrong beside the platform: stores that come back, spools of others, clocks, aliases that move. */
import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { KeeperError, sqliteKeeperStore } from '@hufu/keeper'
import { failing } from './failing.ts'
import { type KeptOptions, keep, newFile, newFolder } from './kept.ts'
import { type TestSandbox, startSandbox } from './sandbox.ts'
import { warningsTo } from './warnings.ts'

const PLATFORM = 'chainup'

let sandbox: TestSandbox
before(async () => {
  sandbox = await startSandbox()
})
after(() => sandbox.close())

/** Without what is remembered of the store. */
const spooledIn = (folder: string) => readdirSync(folder).filter((name) => name.includes('.tokens.'))

const one = async (options: KeptOptions = {}) => {
  const kept = await keep(sandbox, PLATFORM, 1, options)
  const [name] = kept.names
  assert.ok(name)
  return { ...kept, name }
}

describe('an alias that moved', () => {
  test('leads to the other shop, at once', async () => {
    const kept = await keep(sandbox, PLATFORM, 2)
    const [a, b] = kept.names
    assert.ok(a && b)
    const alias = { ...a, shop: 'main shop' }
    await kept.keeper.rename(a, 'main shop')
    await kept.keeper.refresh(a)
    const before = await kept.keeper.token(alias)
    assert.equal(before.generation, 2)
    await kept.keeper.rename(a, null)
    await kept.keeper.disconnect(a)
    await kept.keeper.rename(b, 'main shop')
    const token = await kept.keeper.token(alias)
    assert.deepEqual([token.shop, token.generation], [b.shop, 1])
    assert.equal((await kept.keeper.invalidate(alias, before.accessToken)).shop, b.shop)
    await kept.keeper.close()
  })
})

describe('tokens that the store did not take', () => {
  const away = ['persist', 'journal', 'adopt'] as const

  test('and no spool either, are brought home by the end of the process', async () => {
    const file = newFile()
    const { state, wrapped } = failing(sqliteKeeperStore(file), away)
    const spool = join(newFolder(), 'a file')
    writeFileSync(spool, 'where the folder should be')
    const kept = await one({ keeper: { store: wrapped, spool, pollSeconds: 60 } })
    state.failing = true
    assert.equal((await kept.keeper.refresh(kept.name)).generation, 2)
    state.failing = false
    await kept.keeper.close()
    const store = sqliteKeeperStore(file)
    assert.equal((await store.list({ limit: 1 }))[0]?.generation, 2)
    await store.close()
  })

  test('go home by themselves when it is back, also without a scheduler; nobody waits for ever', async () => {
    const { state, wrapped } = failing(sqliteKeeperStore(newFile()), away)
    const kept = await one({ keeper: { store: wrapped, spool: newFolder(), pollSeconds: 0.1 } })
    state.failing = true
    const { id } = await kept.keeper.refresh(kept.name)
    state.failing = false
    await kept.until(async () => (await wrapped.connection(id))?.generation === 2)
    assert.equal((await kept.keeper.refreshAfter(kept.name)).generation, 3)
    await kept.keeper.close()
  })

  test('of another store stay in the spool for the keeper of that store', async () => {
    const spool = newFolder()
    const file = newFile()
    const { state, wrapped } = failing(sqliteKeeperStore(file), away)
    const kept = await one({ keeper: { store: wrapped, spool, pollSeconds: 60 } })
    state.failing = true
    await kept.keeper.refresh(kept.name)
    assert.equal(spooledIn(spool).length, 1)
    for (const which of ['a stranger', 'and another one in the same process']) {
      const said: string[] = []
      const log = warningsTo((text) => said.push(text))
      const stranger = await one({ keeper: { spool, log } })
      await stranger.keeper.close()
      assert.equal(said.filter((text) => text.includes('not in this store')).length, 1, which)
    }
    assert.equal(spooledIn(spool).length, 1)
    await ended(kept)
    const again = await keep(sandbox, PLATFORM, 0, {
      of: kept,
      keeper: { store: sqliteKeeperStore(file), spool },
    })
    assert.equal((await again.keeper.connection(kept.name)).generation, 2)
    assert.deepEqual(spooledIn(spool), [])
    await again.keeper.close()
  })

  /** As a killed process leaves it: the store fails until the end. */
  const ended = ({ keeper }: Awaited<ReturnType<typeof one>>) => keeper.close()

  test('are told to be in one place, that which has them', async () => {
    const spool = join(newFolder(), 'a file')
    writeFileSync(spool, 'where the folder should be')
    const { state, wrapped } = failing(sqliteKeeperStore(newFile()), away)
    const said: string[] = []
    const log = warningsTo((message) => said.push(message))
    const kept = await one({ keeper: { store: wrapped, spool, log, pollSeconds: 60 } })
    state.failing = true
    await kept.keeper.refresh(kept.name)
    assert.equal(said.length, 1)
    assert.match(said[0] ?? '', /only in the memory of this process/)
    await kept.keeper.close()
    assert.match(said[1] ?? '', /lost/)
  })

  for (const [how, harm] of [
    ['cut', (file: string) => truncateSync(file, 100)],
    ['removed', unlinkSync],
  ] as const)
    test(`and whose file in the spool is ${how}, are written there again by the process that has them`, async () => {
      const spool = newFolder()
      const file = newFile()
      const { state, wrapped } = failing(sqliteKeeperStore(file), away)
      const kept = await one({ keeper: { store: wrapped, spool, pollSeconds: 0.05 } })
      state.failing = true
      await kept.keeper.refresh(kept.name)
      const [name = ''] = spooledIn(spool)
      const whole = readFileSync(join(spool, name), 'utf8')
      harm(join(spool, name))
      await kept.until(
        () => existsSync(join(spool, name)) && readFileSync(join(spool, name), 'utf8') === whole,
      )
      await ended(kept)
      assert.deepEqual(spooledIn(spool), [name])
      const again = await keep(sandbox, PLATFORM, 0, {
        of: kept,
        keeper: { store: sqliteKeeperStore(file), spool },
      })
      assert.equal((await again.keeper.connection(kept.name)).generation, 2)
      await again.keeper.close()
    })

  test('a damaged file of the spool is set aside, and told', async () => {
    const spool = newFolder()
    mkdirSync(spool, { recursive: true })
    for (const [name, text] of [
      ['a', 'null'],
      ['b', '{}'],
      ['c', '{"id":"c"'],
    ] as const)
      writeFileSync(join(spool, `${name}.tokens.json`), text)
    const said: string[] = []
    const log = warningsTo((text) => said.push(text))
    const kept = await one({ keeper: { spool, log } })
    assert.equal(said.filter((text) => text.includes('damaged')).length, 3)
    assert.deepEqual(
      spooledIn(spool).toSorted(),
      ['a', 'b', 'c'].map((name) => `${name}.tokens.json.bad`),
    )
    assert.ok((await kept.keeper.token(kept.name)).accessToken)
    await kept.keeper.close()
  })
})

describe('a machine that slept', () => {
  test('asks the time before it hands out a token, also without a scheduler', async () => {
    const kept = await one()
    const { accessToken, expiresAt = 0 } = await kept.keeper.token(kept.name)
    kept.moveClock(expiresAt - Date.now() / 1000 + 3600)
    const token = await kept.keeper.token(kept.name).catch((error: unknown) => error)
    assert.ok(token instanceof KeeperError || (token as { accessToken: string }).accessToken !== accessToken)
    await kept.keeper.close()
  })
})
