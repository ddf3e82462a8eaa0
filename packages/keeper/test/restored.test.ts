/* A store that was put back from a backup, and what a platform says of its tokens. */
import assert from 'node:assert/strict'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type FindingCode, type Keeper, createKeeper, sqliteKeeperStore } from '@hufu/keeper'
import { type Answering, type Reply, answering, renews, watched } from './answering.ts'
import { newFolder } from './kept.ts'
import { warningsTo } from './warnings.ts'

let platform: Answering
before(async () => {
  platform = await answering()
})
after(() => platform.close())

/** Refresh tokens are good once. */
function rotating(): void {
  let current = 'R-S1'
  platform.answer = (asked): Reply => {
    if (asked.get('refresh_token') !== current) return { status: 400, body: { error: 'invalid_grant' } }
    const reply = renews(asked)
    current = (reply.body as { readonly refresh_token: string }).refresh_token
    return reply
  }
}
beforeEach(rotating)

const codes = async (keeper: Keeper, name: Parameters<Keeper['doctor']>[0]) =>
  new Map((await keeper.doctor(name)).findings.map((each) => [each.code, each] as const))
const has = (found: ReadonlyMap<FindingCode, unknown>, code: FindingCode) => found.has(code)

/** A keeper whose store is put back to how it was before the shop's last refresh. */
async function putBack(spool: string) {
  const kept = await watched(platform, {}, { spool })
  const { file, clock, name, options } = kept
  await kept.add('S1')
  await kept.keeper.close()
  copyFileSync(file, `${file}.backup`)
  const warned: { readonly message: string; readonly about: Readonly<Record<string, unknown>> }[] = []
  const told: { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[] = []
  const open = async () => {
    const keeper = await createKeeper({
      ...options,
      store: sqliteKeeperStore(file, { ahead: () => clock.ahead }),
      log: warningsTo((message, about) => warned.push({ message, about })),
    })
    keeper.on('*', ({ type, data }) => told.push({ type, data }))
    return keeper
  }
  const between = await open()
  clock.ahead = 2
  await between.refresh(name('S1'))
  await between.close()
  assert.equal(warned.length, 0)
  for (const ending of ['-wal', '-shm']) rmSync(`${file}${ending}`, { force: true })
  copyFileSync(`${file}.backup`, file)
  clock.ahead = 60
  return { open, warned, told, clock, name: name('S1') }
}

describe('a store that was put back from a backup', () => {
  test('is recognised at the start, once, and its tokens’ end is not called the shop’s', async () => {
    const { open, warned, told, clock, name } = await putBack(newFolder())
    const keeper = await open()
    assert.equal(warned.length, 1)
    assert.match(warned[0]?.message ?? '', /older copy.*docs\/keeper\.md/)
    assert.ok(has(await codes(keeper, name), 'restored'))
    await assert.rejects(keeper.refresh(name))
    const found = await codes(keeper, name)
    const likely = found.get('likely')
    assert.equal(likely?.code === 'likely' && likely.facts.cause, 'restored')
    assert.match(`${likely?.what} ${likely?.why}`, /backup.*The shop has not ended anything/)
    const { type, data } = told.at(-1) ?? assert.fail()
    assert.deepEqual([type, data['cause']], ['connection.reauth_required', 'restored'])
    assert.match(await keeper.metrics(), /hufu_keeper_connections_outdated_total 1\n/)
    assert.match(await keeper.metrics(), /hufu_keeper_connections_ended_total 0\n/)
    await keeper.close()
    // The next start knows it still, and says it no more.
    const again = await open()
    assert.equal(warned.length, 1)
    assert.ok(has(await codes(again, name), 'restored'))
    // Until the shop has consented again.
    clock.ahead = 120
    await again.doctor(name)
    const expiresAt = Date.now() / 1000 + 5000
    await again.add({ ...name, accessToken: 'new', refreshToken: 'R-new', expiresAt })
    assert.ok(!has(await codes(again, name), 'restored'))
    await again.close()
  })

  test('is not recognised where the spool’s folder is lost too; then the platform’s word is told', async () => {
    const spool = newFolder()
    const { open, warned, name } = await putBack(spool)
    rmSync(spool, { recursive: true })
    const keeper = await open()
    assert.equal(warned.length, 0)
    await assert.rejects(keeper.refresh(name))
    assert.equal((await keeper.connection(name)).lastError?.cause, 'ended_there')
    await keeper.close()
  })

  test('is no store that was made anew, none of another id, and none whose folder says nonsense', async () => {
    const spool = newFolder()
    const one = await watched(platform, {}, { spool })
    const two = await watched(platform, {}, { spool })
    await one.keeper.close()
    await two.keeper.close()
    for (const nonsense of ['', 'null', '[1]', '{"a":"b"}', '{"a":1e400}']) {
      writeFileSync(join(spool, 'store-epochs.json'), nonsense)
      const other = await watched(platform, {}, { spool })
      await other.keeper.close()
      assert.deepEqual(other.warned, [], nonsense)
    }
    assert.doesNotThrow(() => JSON.parse(readFileSync(join(spool, 'store-epochs.json'), 'utf8')) as unknown)
    assert.deepEqual([...one.warned, ...two.warned], [])
  })
})

describe('a refusal', () => {
  test('takes the place of what it contradicts, and the most likely reason is named', async () => {
    const { keeper, add, name } = await watched(platform)
    await add('S1')
    platform.answer = () => ({ status: 400, body: { error: 'invalid_grant' } })
    await assert.rejects(keeper.refresh(name('S1')))
    const found = await codes(keeper, name('S1'))
    assert.deepEqual(
      [found.get('refresh_token')?.severity, found.get('access_token')?.severity],
      ['error', 'info'],
    )
    assert.match(found.get('refresh_token')?.what ?? '', /does not accept the refresh token any more/)
    assert.ok(!has(found, 'no_end') && !has(found, 'ends'))
    assert.match(found.get('likely')?.what ?? '', /Most likely/)
    const wellSaid = [...found.values()].filter(({ severity }) => severity === 'ok').map(({ code }) => code)
    assert.deepEqual(wellSaid.toSorted(), ['policy', 'sealed_with'])
    await keeper.close()
  })

  test('of an answer that was lost before is that', async () => {
    const { keeper, add, name, clock } = await watched(platform)
    await add('S1')
    platform.answer = () => ({ status: 503, body: '' })
    await assert.rejects(keeper.refresh(name('S1')))
    platform.answer = () => ({ status: 400, body: { error: 'invalid_grant' } })
    clock.ahead = 3700
    await assert.rejects(keeper.token(name('S1')))
    assert.equal((await keeper.connection(name('S1'))).lastError?.cause, 'lost_answer')
    await keeper.close()
  })

  test('for a quota that was hardly used here is said beside what was counted', async () => {
    const refreshQuota = { count: 100, per: 'day', timeZone: 'UTC' } as const
    const body = { access_token: '', code: 2012, error_description: 'too many' }
    platform.answer = () => ({ body })
    const kept = await watched(platform, {}, {})
    await kept.keeper.close()
    const { keeper } = await watched(
      platform,
      {},
      {
        apps: {
          jos: { clientId: 'c', clientSecret: 'secret', baseUrl: platform.url, policy: { refreshQuota } },
        },
      },
    )
    const name = { tenant: 'acme', platform: 'jos', shop: 'S1' }
    const expiresAt = Date.now() / 1000 + 3600
    await keeper.add({ ...name, accessToken: 'A', refreshToken: 'R', expiresAt })
    await assert.rejects(keeper.refresh(name), /quota_exceeded/)
    const quota = (await codes(keeper, name)).get('quota')
    assert.equal(quota?.severity, 'error')
    assert.match(quota?.what ?? '', /used up, but only 1 of 100/)
    await keeper.close()
  })

  test('is not the end of an access token whose end nobody stated', async () => {
    const { keeper, add, name, clock } = await watched(platform)
    await add('S1')
    platform.answer = () => ({ body: { access_token: 'A', token_type: 'bearer', refresh_token: 'R' } })
    await keeper.refresh(name('S1'))
    clock.ahead = 40 * 86_400
    const access = (await codes(keeper, name('S1'))).get('access_token')
    assert.equal(access?.severity, 'ok')
    assert.match(access?.what ?? '', /does not say when the access token expires/)
    await keeper.close()
  })

  test('of an application without the right to refresh tokens is said by its name', async () => {
    const { keeper } = await watched(
      platform,
      {},
      {
        apps: { jos: { clientId: 'the-app', clientSecret: 'secret', baseUrl: platform.url } },
      },
    )
    const name = { tenant: 'acme', platform: 'jos', shop: 'S1' }
    await keeper.add({ ...name, accessToken: 'A', expiresAt: Date.now() / 1000 + 90_000 })
    const finding = (await codes(keeper, name)).get('no_refresh_token')
    assert.equal(finding?.severity, 'warning')
    assert.match(
      `${finding?.why} ${finding?.todo}`,
      /the-app seems not to have that right.*Ask the platform for that right/,
    )
    await keeper.close()
  })
})
