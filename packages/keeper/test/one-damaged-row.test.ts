/* What stops one connection stops neither the others nor the process. */
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { type KeeperStore, createKeeper, sqliteKeeperStore } from '@hufu/keeper'
import { KEYS, NAME, PLATFORM, granted, repeating, scene } from './asleep.ts'
import { newFile } from './kept.ts'
import { eventually } from './receiver.ts'

/** A file with shops that are all due, of which something damages the first. */
async function damagedFile(damage: (database: DatabaseSync, id: string) => void) {
  const file = newFile()
  const options = {
    keys: KEYS,
    apps: { [PLATFORM]: { clientId: 'app', clientSecret: 's', baseUrl: 'http://a.test' } },
  }
  const keeper = await createKeeper({ ...options, store: `sqlite:${file}`, schedule: false })
  const ids: string[] = []
  for (const shop of ['S1', 'S2', 'S3'])
    ids.push(
      (
        await keeper.add({
          ...NAME,
          shop,
          accessToken: `a-${shop}`,
          refreshToken: `r-${shop}`,
          expiresAt: Date.now() / 1000 + 1,
          authorizationExpiresAt: Date.now() / 1000 + 86_400,
        })
      ).id,
    )
  await keeper.close()
  const database = new DatabaseSync(file)
  database.exec('update connections set due_at = 1, notice_at = 1, next_allowed_at = 0')
  damage(database, ids[0] ?? '')
  database.close()
  return { file, ids }
}
const journaled = (tokens: string) => (database: DatabaseSync, id: string) =>
  database.exec(`insert into token_journal (id, connection_id, generation, lease_epoch, refresh_hash, tokens, at)
    values ('j', '${id}', 1, 1, 'h', '${tokens}', 1)`)
const column = (set: string) => (database: DatabaseSync, id: string) =>
  database.exec(`update connections set ${set} where id = '${id}'`)

describe('a damaged row', () => {
  for (const [what, damage] of [
    ['facts', column('facts = \'{"openId":\'')],
    ['facts that are none', column("facts = 'null'")],
    ['last_error', column("last_error = 'oops'")],
    ['an access token that is not sealed', column("access_ct = ''")],
    ['a refresh token that is not sealed', column("refresh_ct = 'x.y'")],
    ['a journal entry', journaled('{')],
    ['a journal entry without tokens', journaled('{}')],
  ] as const)
    test(`(${what}) stops neither the start nor the others, and is named by its connection`, async (t) => {
      const { file, ids } = await damagedFile(damage)
      const sent: string[] = []
      const { keeper, warnings } = await scene(t, {
        store: sqliteKeeperStore(file),
        keeper: { schedule: true, pollSeconds: 0.05 },
        platform: (token) => {
          sent.push(token)
          return granted(sent.length, 3600)
        },
      })
      await eventually('the others are refreshed', () => sent.includes('r-S2') && sent.includes('r-S3'))
      const [id = ''] = ids
      await eventually('each end is told', async () => {
        const told = (await Promise.all(ids.map((each) => keeper.story(each, 20)))).map((events) =>
          events.some(({ type }) => type === 'connection.reauth_due'),
        )
        return told.every(Boolean)
      })
      await eventually('it is named', () => warnings.some((warning) => warning.includes(id)))
      assert.equal(
        warnings.filter((warning) => ids.slice(1).some((other) => warning.includes(other))).length,
        0,
      )
      assert.equal((await keeper.connections({})).length, 3)
      await keeper.doctor(id)
    })

  test('(an event) does not keep webhooks and stories from the others', async (t) => {
    const { file, ids } = await damagedFile((database) => database.exec("update events set data = '{'"))
    const { store, keeper } = await scene(t, { store: sqliteKeeperStore(file) })
    assert.equal((await store.eventsAfter(0, 100)).length, 3)
    assert.equal((await keeper.story(ids[0] ?? '')).length, 1)
  })
})

/** Once armed, each verb fails after this one has found something, until the store is back. */
function goingAway(store: KeeperStore, verb: keyof KeeperStore) {
  const state = { armed: false, away: false }
  const wrapped = new Proxy(store, {
    get: (target, asked: keyof KeeperStore) => {
      if (asked === 'close') return () => target.close()
      return async (...all: readonly unknown[]) => {
        if (state.away) throw new Error('the store is away')
        const answer = await (target[asked] as (...given: readonly unknown[]) => Promise<unknown>)(...all)
        const found = Array.isArray(answer) ? answer.length > 0 : answer !== undefined
        if (state.armed && asked === verb && found) state.away = true
        return answer
      }
    },
  })
  return { state, wrapped }
}

describe('a store that goes away', () => {
  for (const verb of ['interrupted', 'due', 'claim', 'noticeable', 'sweep', 'now'] as const)
    test(`after ${verb} ends nothing: what is due is refreshed when it is back`, async (t) => {
      const unhandled: unknown[] = []
      const hear = (error: unknown) => void unhandled.push(error)
      process.on('unhandledRejection', hear)
      t.after(() => process.off('unhandledRejection', hear))
      const store = sqliteKeeperStore(':memory:')
      const { state, wrapped } = goingAway(store, verb)
      const { keeper, sent } = await scene(t, {
        policy: repeating,
        store: wrapped,
        keeper: { schedule: true, pollSeconds: 0.05 },
      })
      const expiresAt = Date.now() / 1000 + 3600
      const { id } = await keeper.add({ ...NAME, accessToken: 'a0', refreshToken: 'r0', expiresAt })
      const row = (await store.connection(id)) ?? assert.fail('no row')
      const intent = { attempt: 1, refreshHash: '' }
      state.armed = true
      // A row that is found as interrupted first is not found as due any more.
      if (verb !== 'due') assert.ok(await store.claim(row, { owner: 'one that died', seconds: 0.1, intent }))
      await store.change(id, { noticeAt: 1, ...(verb !== 'interrupted' && { dueAt: 1 }) }, [])
      if (verb !== 'sweep') await eventually('the store is away', () => state.away)
      await new Promise((done) => setTimeout(done, 60))
      Object.assign(state, { away: false, armed: false })
      await eventually('it is refreshed', async () => (await store.connection(id))?.generation === 2)
      assert.deepEqual([unhandled, sent.length], [[], 1])
    })
})
