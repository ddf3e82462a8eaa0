/* Two processes' keepers on one PostgreSQL: what one begins, the other ends. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Keeper } from '@hufu/keeper'
import { formatKeys, generateKey } from '@hufu/crypto'
import { browser, keeperOf, listening, ofClient } from './browsing.ts'
import { newFolder } from './kept.ts'
import { type TestDatabases, someDatabases } from '../../keeper-store/test/postgres.ts'
import { noPostgres } from '../../keeper-store/test/postgres/binaries.ts'
import { type TestSandbox, startSandbox } from './sandbox.ts'

suite('two keepers on one PostgreSQL', { skip: noPostgres }, () => {
  let server: TestDatabases
  let sandbox: TestSandbox
  let store: string
  const [oldKey, newKey] = [generateKey(), generateKey()]
  before(async () => {
    ;[server, sandbox] = await Promise.all([someDatabases(), startSandbox()])
    store = await server.newDatabase()
  })
  const open: Keeper[] = []
  after(async () => {
    await Promise.all(open.map((keeper) => keeper.close()))
    await Promise.all([server.stop(), sandbox.close()])
  })

  /** Two, of an application whose requests go to either in turn. */
  async function pair(platform: string) {
    const here = await listening()
    after(() => here.close())
    const app = await sandbox.app(platform, `${here.origin}/oauth/callback/${platform}/main`)
    const opened = async () => {
      const more = { store, keys: formatKeys([oldKey]), spool: newFolder() }
      const { keeper } = await keeperOf({ [platform]: ofClient(app) }, more)
      open.push(keeper)
      return keeper
    }
    const [one, two] = [await opened(), await opened()]
    const routes = [one.routes(), two.routes()]
    let turn = 0
    here.use((request, response) => routes[turn++ % 2]?.(request, response))
    return { one, two, app, newBrowser: () => browser(here.origin, sandbox.url) }
  }

  test('a shop connects and reconnects, and another does not take its place', async () => {
    const { one, two, newBrowser } = await pair('jd-central')
    const who = await sandbox.shopkeeper()
    const link = await two.connectUrl('jd-central', { tenant: 'acme', shop: 'TH123', locale: 'en' })
    assert.match((await newBrowser().connect(link, who)).html, /The shop is connected/)
    const name = { tenant: 'acme', platform: 'jd-central', shop: 'TH123' }
    const { id } = await one.connection(name)
    const again = await one.reconnectUrl(name, { locale: 'en' })
    assert.match((await newBrowser().connect(again, who)).html, /The shop is connected/)
    assert.equal((await newBrowser().connect(again, await sandbox.shopkeeper())).status, 409)
    const after = await two.connection(name)
    assert.equal(after.id, id)
    assert.equal(after.generation, 2)
    assert.equal((await one.disconnect(id)).atPlatform, 'revoked')
    await assert.rejects(two.token(name), { error: 'connection_revoked' })
  })

  test('files go in and out, names are given once, and a new key seals all', async () => {
    const { one, two, app } = await pair('jos')
    const lines = Array.from(
      { length: 600 },
      (_, at) => `acme,jos,shop ${at},T${at},R${at},2027-01-01T00:00:00Z`,
    )
    const text = ['tenant,platform,shop,access_token,refresh_token,expires_at', ...lines].join('\n')
    const both = await Promise.all([one, two].map((keeper) => keeper.import([text], { format: 'csv' })))
    assert.deepEqual(
      both.flatMap(({ problems }) => problems),
      [],
    )
    assert.equal(
      both.reduce((sum, { created }) => sum + created, 0),
      lines.length,
    )

    const named = (at: number) => ({ tenant: 'acme', platform: 'jos', shop: `shop ${at}` })
    const race = await Promise.allSettled([one.rename(named(1), 'best'), two.rename(named(2), 'best')])
    const refused = race.filter((each) => each.status === 'rejected')
    assert.deepEqual(
      refused.map(({ reason }) => reason.error),
      ['alias_taken'],
    )

    const { keeper } = await keeperOf(
      { jos: ofClient(app) },
      {
        store,
        keys: formatKeys([newKey, oldKey]),
        spool: newFolder(),
      },
    )
    open.push(keeper)
    const { resealed, done } = await keeper.rekey()
    assert.ok(done && resealed >= lines.length)
    const { keeper: later } = await keeperOf(
      { jos: ofClient(app) },
      {
        store,
        keys: formatKeys([newKey]),
        spool: newFolder(),
      },
    )
    open.push(later)
    assert.equal((await later.token(named(599))).accessToken, 'T599')
    let exported = 0
    for await (const _ of later.export({ format: 'jsonl', secrets: true, platform: 'jos' })) exported++
    assert.equal(exported, lines.length)
  })
})
