/* Each event that the keeper tells: in process, and kept in the store for webhooks and stories. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import {
  type EventOf,
  type EventType,
  type KeeperStore,
  type NewEvent,
  eventTypes,
  sqliteKeeperStore,
} from '@hufu/keeper'
import { failing } from './failing.ts'
import { type Kept, keep, newFile, newFolder } from './kept.ts'
import { type TestSandbox, startSandbox } from './sandbox.ts'

const ROTATING = 'chainup'
const COUNTED = 'jd-central'
const DAY = 86_400

let sandbox: TestSandbox
before(async () => {
  sandbox = await startSandbox()
})
after(() => sandbox.close())
beforeEach(() => sandbox.ask('DELETE', '/requests'))

const listening = ({ keeper }: Pick<Kept, 'keeper'>): NewEvent[] => {
  const told: NewEvent[] = []
  keeper.on('*', (event) => void told.push(event))
  return told
}
const typesOf = (told: readonly NewEvent[]) => told.map(({ type }) => type)
const stored = async (store: KeeperStore, type: EventType) =>
  (await store.eventsAfter(0, 1000)).filter((event) => event.type === type)
const one = ({ names: [name], seeded: [seeded] }: Kept) => {
  assert.ok(name && seeded)
  return { name, seeded }
}

/** Heard once, kept once, and both say the same. */
async function toldOnce<Type extends EventType>(
  kept: Kept,
  told: readonly NewEvent[],
  type: Type,
): Promise<EventOf<Type>> {
  const heard = told.filter((event) => event.type === type)
  const [keptOne, ...more] = await stored(kept.store, type)
  assert.equal(heard.length, 1, `${type} was heard ${heard.length} times`)
  assert.ok(keptOne && more.length === 0, `${type} was kept ${more.length + (keptOne ? 1 : 0)} times`)
  assert.deepEqual(keptOne.data, JSON.parse(JSON.stringify(heard[0]?.data)))
  assert.equal(keptOne.connectionId, heard[0]?.connectionId)
  return heard[0] as EventOf<Type>
}

describe('events', () => {
  test('of a connection that begins, is refreshed, and authorized again', async () => {
    const kept = await keep(sandbox, ROTATING, 0)
    const told = listening(kept)
    const [grant, later] = await sandbox.grants(kept.sandboxApp, 2)
    assert.ok(grant && later)
    const { accessToken, refreshToken, openId } = grant.tokens
    const given = {
      tenant: 'acme',
      platform: ROTATING,
      shop: 'S1',
      accessToken,
      refreshToken,
      openId,
      expiresAt: Math.floor(Date.now() / 1000) + DAY,
    }
    const { id, app } = await kept.keeper.add(given)
    const created = await toldOnce(kept, told, 'connection.created')
    assert.equal(created.connectionId, id)
    assert.equal(created.tenant, 'acme')
    assert.deepEqual(created.data, { platform: ROTATING, app, shop: 'S1' })

    const view = await kept.keeper.refresh(given)
    const refreshed = await toldOnce(kept, told, 'connection.refreshed')
    assert.equal(refreshed.data.generation, 2)
    assert.equal(refreshed.data.accessExpiresAt, view.accessExpiresAt)

    await kept.keeper.add({ ...given, ...later.tokens })
    const again = await toldOnce(kept, told, 'connection.reauthorized')
    assert.equal(again.connectionId, id)
    assert.deepEqual(typesOf(told), ['connection.created', 'connection.refreshed', 'connection.reauthorized'])
    await kept.keeper.close()
  })

  test('are heard by type, and by nobody who stopped', async () => {
    const kept = await keep(sandbox, ROTATING, 1)
    const { name } = one(kept)
    const generations: number[] = []
    const stop = kept.keeper.on('connection.refreshed', ({ data }) => generations.push(data.generation))
    kept.keeper.on('connection.created', () => assert.fail('it is no new one'))
    kept.keeper.on('*', () => {
      throw new Error('a listener on its own')
    })
    await kept.keeper.refresh(name)
    stop()
    await kept.keeper.refreshAfter(name)
    assert.deepEqual(generations, [2])
    await kept.keeper.close()
  })

  test('of a refusal, and of a failure that is none', async () => {
    const kept = await keep(sandbox, ROTATING, 2)
    const told = listening(kept)
    const [first, second] = kept.names
    const [, lost] = kept.seeded
    assert.ok(first && second && lost)
    await sandbox.fault({
      kind: 'error',
      reason: 'refresh_token_unknown',
      platform: ROTATING,
      grantId: lost.grantId,
      times: 1,
    })
    await assert.rejects(kept.keeper.refresh(second))
    const required = await toldOnce(kept, told, 'connection.reauth_required')
    assert.equal(required.data.error, 'refresh_token_unknown')
    assert.equal(required.data.uncertain, false)
    assert.equal(required.data.shop, second.shop)
    assert.equal(required.tenant, 'acme')
    await kept.keeper.close()

    const wrong = await keep(sandbox, COUNTED, 1, { app: { clientSecret: 'wrong' } })
    const heard = listening(wrong)
    await assert.rejects(wrong.keeper.refresh(one(wrong).name))
    const failed = await toldOnce(wrong, heard, 'connection.refresh_failed')
    assert.equal(failed.data.outcome, 'rejected')
    assert.ok(failed.data.retryAt > Date.now() / 1000)
    assert.deepEqual(typesOf(heard), ['connection.refresh_failed'])
    await wrong.keeper.close()
  })

  test('of what people did', async () => {
    const kept = await keep(sandbox, ROTATING, 1)
    const told = listening(kept)
    const { name } = one(kept)
    await kept.keeper.disconnect(name)
    await kept.keeper.disconnect(name)
    const revoked = await toldOnce(kept, told, 'connection.revoked')
    assert.equal(revoked.data.shop, name.shop)
    await kept.keeper.close()
  })

  test('of a quota, at four fifths and at its end', async () => {
    const policy = { refreshQuota: { count: 5, per: 'month', timeZone: 'Asia/Bangkok' } } as const
    const kept = await keep(sandbox, COUNTED, 1, { policy })
    const told = listening(kept)
    const { name } = one(kept)
    for (let count = 0; count < 5; count++) {
      kept.moveClock(count * 2)
      await kept.keeper.refresh(name)
    }
    const low = told
      .filter(({ type }) => type === 'quota.low')
      .map(({ data }) => [data['used'], data['left']])
    assert.deepEqual(low, [
      [4, 1],
      [5, 0],
    ])
    assert.equal((await stored(kept.store, 'quota.low')).length, 2)
    await kept.keeper.close()
  })

  test("of a platform's clock that is off, once an hour", async () => {
    const kept = await keep(sandbox, COUNTED, 2)
    const told = listening(kept)
    const [first, second] = kept.names
    assert.ok(first && second)
    await sandbox.ask('POST', '/clock', { seconds: 120 })
    try {
      await kept.keeper.refresh(first)
      await kept.keeper.refresh(second)
    } finally {
      await sandbox.ask('DELETE', '/clock')
    }
    const { data, connectionId } = await toldOnce(kept, told, 'clock.skew')
    assert.ok(Math.abs(data.seconds - 120) < 10, String(data.seconds))
    assert.equal(data.platform, COUNTED)
    assert.equal(connectionId, undefined)
    await kept.keeper.close()
  })

  test('of tokens that the store did not take: at once in process, and kept when it takes them', async () => {
    const store = sqliteKeeperStore(newFile())
    const { state, wrapped } = failing(store, ['persist', 'journal', 'tell'])
    const kept = await keep(sandbox, ROTATING, 1, {
      keeper: { store: wrapped, spool: newFolder(), schedule: true, pollSeconds: 0.1 },
    })
    const told = listening(kept)
    const { name } = one(kept)
    state.failing = true
    await kept.keeper.refresh(name)
    const heard = told.filter(({ type }) => type === 'token.persist_failed')
    assert.equal(heard.length, 1)
    assert.equal(heard[0]?.data['reason'], 'the disk is full')
    assert.deepEqual(await stored(store, 'token.persist_failed'), [])
    state.failing = false
    await kept.until(async () => (await stored(store, 'token.persist_failed')).length > 0)
    const [keptOne, ...more] = await stored(store, 'token.persist_failed')
    assert.equal(keptOne?.connectionId, heard[0]?.connectionId)
    assert.deepEqual(more, [])
    assert.equal((await stored(store, 'token.journaled')).length, 1)
    await kept.until(() => typesOf(told).includes('connection.refreshed'))
    const refreshed = await toldOnce({ ...kept, store }, told, 'connection.refreshed')
    assert.equal(refreshed.data.generation, 2)
    await kept.keeper.close()
  })

  test('of an authorization that ends: 14, 7, 3 and 1 days ahead, once among several processes', async () => {
    const file = newFile()
    const clock = { ahead: 0 }
    const store = () => sqliteKeeperStore(file, { ahead: () => clock.ahead })
    const kept = await keep(sandbox, ROTATING, 1, { keeper: { store: store() } })
    const { name, seeded } = one(kept)
    const { accessToken, refreshToken, openId } = seeded.tokens
    const endsAt = Math.floor(Date.now() / 1000) + 20 * DAY
    const given = { ...name, accessToken, refreshToken, openId, expiresAt: endsAt + DAY }
    await kept.keeper.add({ ...given, authorizationExpiresAt: endsAt })
    const told: NewEvent[] = []
    for (const [nth, days] of [15, 14, 7, 3, 1, 0].entries()) {
      clock.ahead = endsAt - days * DAY - Date.now() / 1000 + 1
      const keepers = await Promise.all(
        [1, 2, 3].map(() =>
          keep(sandbox, ROTATING, 0, {
            of: kept,
            keeper: { store: store(), schedule: true, pollSeconds: 600 },
          }),
        ),
      )
      for (const { keeper } of keepers) keeper.on('connection.reauth_due', (event) => told.push(event))
      const due = [14, 7, 3, 1].includes(days)
      if (due) await kept.until(async () => (await stored(kept.store, 'connection.reauth_due')).length >= nth)
      await Promise.all(keepers.map(({ keeper }) => keeper.close()))
    }
    const all = await stored(kept.store, 'connection.reauth_due')
    assert.deepEqual(
      all.map(({ data }) => data['days']),
      [14, 7, 3, 1],
    )
    assert.ok(all.every(({ data }) => data['endsAt'] === endsAt && data['shop'] === name.shop))
    assert.ok(told.length <= 4, 'two processes told the same')
    await kept.keeper.close()
  })

  test('are all in the list that webhooks may ask for', () => {
    for (const type of [
      'connection.created',
      'connection.refreshed',
      'connection.reauthorized',
      'connection.reauth_due',
      'connection.reauth_required',
      'connection.revoked',
      'token.persist_failed',
      'quota.low',
      'clock.skew',
    ] as const)
      assert.ok(eventTypes.includes(type), type)
  })
})
