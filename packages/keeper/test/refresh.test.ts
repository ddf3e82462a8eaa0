/* The refresh protocol against the platform half, over real HTTP, in one process. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Policy } from '@hufu/dialects'
import { KeeperError, type NewEvent, sqliteKeeperStore } from '@hufu/keeper'
import { failing } from './failing.ts'
import { type Kept, keep, newFile, newFolder } from './kept.ts'
import { type TestSandbox, startSandbox } from './sandbox.ts'
import { warningsTo } from './warnings.ts'

/** New tokens for old ones, both; its answers are sealed. */
const ROTATING = 'chainup'
/** The refresh token stays; so many calls a month. */
const COUNTED = 'jd-central'
/** Refreshes only shortly before the end. */
const WINDOWED = 'jos2'

let sandbox: TestSandbox
before(async () => {
  sandbox = await startSandbox()
})
after(() => sandbox.close())
beforeEach(() => sandbox.ask('DELETE', '/requests'))

const failureOf = async (promise: Promise<unknown>): Promise<KeeperError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof KeeperError, String(error))
  return error
}
const brief: Partial<Policy> = { reuse: { replaySeconds: 2, then: 'revoke-family' } }
const noReplay: Partial<Policy> = { reuse: { replaySeconds: 0, then: 'revoke-family' } }

/** Runs with the platform's policy, and sets it back. */
async function under(platform: string, policy: Partial<Policy>, act: () => Promise<void>): Promise<void> {
  await sandbox.policy(platform, policy)
  try {
    await act()
  } finally {
    await sandbox.ask('DELETE', '/faults')
    await sandbox.policy(platform, {})
  }
}
const one = ({ names: [name], seeded: [seeded] }: Kept) => {
  assert.ok(name && seeded)
  return { name, seeded }
}

describe('a token', () => {
  test('is handed out as it was given, and refreshed by force', async () => {
    const kept = await keep(sandbox, ROTATING, 1)
    const { name, seeded } = one(kept)
    const first = await kept.keeper.token(name)
    assert.equal(first.accessToken, seeded.tokens.accessToken)
    const view = await kept.keeper.refresh(name)
    assert.deepEqual([view.generation, view.status], [2, 'active'])
    const second = await kept.keeper.invalidate(name, first.accessToken)
    assert.notEqual(second.accessToken, first.accessToken)
    assert.equal(second.generation, 2, 'the refused token was not the current one any more')
    assert.equal((await sandbox.totals()).received, 1)
    await kept.keeper.close()
  })

  test('that many callers saw refused is refreshed once', async () => {
    const kept = await keep(sandbox, ROTATING, 1)
    const { name } = one(kept)
    const { accessToken } = await kept.keeper.token(name)
    const all = await Promise.all(
      Array.from({ length: 100 }, () => kept.keeper.invalidate(name, accessToken)),
    )
    assert.deepEqual([...new Set(all.map(({ generation }) => generation))], [2])
    assert.equal((await sandbox.totals()).received, 1)
    await kept.keeper.close()
  })

  test('whose text a refresh leaves as it was is known by its generation', async () => {
    const kept = await keep(sandbox, COUNTED, 1)
    const { name } = one(kept)
    const token = await kept.keeper.token(name)
    const next = await kept.keeper.invalidate(name, token)
    assert.deepEqual([next.accessToken, next.generation], [token.accessToken, 2])
    assert.equal((await kept.keeper.invalidate(name, token)).generation, 2, 'a late caller costs no refresh')
    assert.equal((await sandbox.totals()).received, 1)
    await kept.keeper.close()
  })

  test('of a shop that is not connected, or of an app that is not configured, is refused in words', async () => {
    const { keeper } = await keep(sandbox, ROTATING, 0)
    const unknown = await failureOf(keeper.token({ tenant: 'acme', platform: ROTATING, shop: 'nobody' }))
    assert.deepEqual([unknown.error, unknown.retry], ['connection_unknown', 'reauth'])
    await assert.rejects(keeper.token({ tenant: 'acme', platform: COUNTED, shop: 'x' }), /app_unknown/)
    await keeper.close()
  })

  test('goes on while it lives, when the platform is away', async () => {
    const kept = await keep(sandbox, ROTATING, 1, { policy: brief })
    const { name, seeded } = one(kept)
    await under(ROTATING, brief, async () => {
      await sandbox.fault({ kind: 'unavailable', platform: ROTATING, grantId: seeded.grantId })
      const failed = await failureOf(kept.keeper.refresh(name))
      assert.equal(failed.error, 'platform_unavailable')
      assert.ok(failed.retryAt)
      assert.equal((await kept.keeper.token(name)).accessToken, seeded.tokens.accessToken)
      const view = await kept.keeper.connection(name)
      assert.deepEqual([view.status, view.uncertain, view.generation], ['degraded', true, 1])
      assert.equal(view.lastError?.status, 503)
    })
    await kept.keeper.close()
  })
})

describe('an answer that was lost', { concurrency: true }, () => {
  for (const fault of [
    { kind: 'lost', times: 1 },
    { kind: 'lost', times: 2 },
    { kind: 'dropped', times: 1 },
    { kind: 'unavailable', when: 'after', times: 2 },
    { kind: 'truncated', times: 1 },
    { kind: 'html', when: 'after', times: 1 },
    { kind: 'empty', when: 'after', times: 1 },
  ] as const) {
    test(`${JSON.stringify(fault)}: is asked for again while the platform repeats it`, async () => {
      const kept = await keep(sandbox, ROTATING, 1)
      const { name, seeded } = one(kept)
      await sandbox.fault({ ...fault, platform: ROTATING, grantId: seeded.grantId })
      assert.equal((await kept.keeper.refresh(name)).generation, 2)
      const soon = await failureOf(kept.keeper.refreshAfter(name))
      assert.equal(soon.error, 'refresh_too_soon', 'the first request may still wait to be processed')
      kept.moveClock(21)
      assert.equal((await kept.keeper.refresh(name)).generation, 3, 'the new refresh token is a good one')
      const { mostInFlight, revoked } = await sandbox.figuresOf(seeded.grantId)
      assert.deepEqual([mostInFlight, revoked], [1, undefined])
      await kept.keeper.close()
    })
  }
})

describe('an answer that was lost, and then', () => {
  for (const error of ['rate_limited', 'server_error'] as const)
    test(`${error}: is still asked for while the platform repeats it`, async () => {
      const kept = await keep(sandbox, ROTATING, 1)
      const { name, seeded } = one(kept)
      const { grantId } = seeded
      await sandbox.fault({ kind: 'lost', platform: ROTATING, grantId, times: 1 })
      await sandbox.fault({ kind: 'error', reason: error, platform: ROTATING, grantId, times: 2 })
      assert.equal((await kept.keeper.refresh(name)).generation, 2)
      const { committed, notProcessed } = await sandbox.figuresOf(grantId)
      assert.deepEqual([committed, notProcessed], [1, 2])
      await kept.keeper.close()
    })
})

describe('a platform that repeats nothing', () => {
  test('is not asked for again where that ends the authorization, until nothing is left to lose', async () => {
    await under(ROTATING, { ...noReplay, accessTokenLifetime: 3 }, async () => {
      const kept = await keep(sandbox, ROTATING, 1, { policy: noReplay })
      const { name, seeded } = one(kept)
      await sandbox.fault({ kind: 'dropped', platform: ROTATING, grantId: seeded.grantId, times: 1 })
      const first = await failureOf(kept.keeper.refresh(name))
      assert.equal(first.error, 'answer_lost')
      const again = await failureOf(kept.keeper.refresh(name))
      assert.equal(again.error, 'answer_lost', 'why, and not a second call')
      assert.equal((await sandbox.totals()).received, 1)
      assert.equal((await kept.keeper.token(name)).accessToken, seeded.tokens.accessToken)
      await new Promise((done) => setTimeout(done, 3300))
      assert.equal(
        (await kept.keeper.token(name)).generation,
        2,
        'it had not been processed: nothing was lost',
      )
      await kept.keeper.close()
    })
  })

  test('that was processed costs the connection there, and it is kept with its reason', async () => {
    await under(ROTATING, { ...noReplay, accessTokenLifetime: 2 }, async () => {
      const kept = await keep(sandbox, ROTATING, 1, { policy: noReplay })
      const { name, seeded } = one(kept)
      await sandbox.fault({ kind: 'lost', platform: ROTATING, grantId: seeded.grantId, times: 1 })
      await failureOf(kept.keeper.refresh(name))
      await new Promise((done) => setTimeout(done, 2200))
      const lost = await failureOf(kept.keeper.token(name))
      assert.equal(lost.retry, 'reauth')
      const { committedNotAnswered } = await sandbox.totals()
      assert.equal(committedNotAnswered, 1)
      const view = await kept.keeper.connection(name)
      assert.deepEqual([view.status, view.generation], ['reauth_required', 1])
      assert.ok((await kept.store.connection(view.id))?.refresh, 'nothing was deleted')
      await kept.keeper.close()
    })
  })

  test('of a token that stays the same is simply asked for again later', async () => {
    const kept = await keep(sandbox, COUNTED, 1)
    const { name, seeded } = one(kept)
    await sandbox.fault({ kind: 'lost', platform: COUNTED, grantId: seeded.grantId, times: 1 })
    const failed = await failureOf(kept.keeper.refresh(name))
    assert.equal((await kept.keeper.connection(name)).uncertain, false)
    assert.ok(failed.retryAt)
    kept.moveClock(10)
    assert.equal((await kept.keeper.refresh(name)).generation, 2)
    await kept.keeper.close()
  })
})

describe('the platform that counts', () => {
  test('is never asked once more than it allows', async () => {
    await under(COUNTED, { refreshQuota: { count: 3, per: 'month', timeZone: 'Asia/Bangkok' } }, async () => {
      const limit = { refreshQuota: { count: 3, per: 'month', timeZone: 'Asia/Bangkok' } } as const
      const told: NewEvent[] = []
      const kept = await keep(sandbox, COUNTED, 1, { policy: limit })
      kept.keeper.on('*', (event) => void told.push(event))
      const { name } = one(kept)
      for (let count = 0; count < 3; count++) await kept.keeper.refreshAfter(name)
      const over = await failureOf(kept.keeper.refreshAfter(name))
      assert.equal(over.error, 'quota_exceeded')
      assert.ok((over.retryAt ?? 0) > Date.now() / 1000)
      const { received, mostOverQuota } = await sandbox.totals()
      assert.deepEqual([received, mostOverQuota], [3, 0])
      assert.deepEqual(
        told.filter(({ type }) => type === 'quota.low').map(({ data }) => data['left']),
        [0],
      )
      await kept.keeper.close()
    })
  })

  test('that refuses early is not asked before its window opens', async () => {
    const kept = await keep(sandbox, WINDOWED, 1)
    const { name } = one(kept)
    const early = await failureOf(kept.keeper.refresh(name))
    assert.equal(early.error, 'refresh_too_soon')
    const { accessExpiresAt } = await kept.keeper.connection(name)
    assert.equal(early.retryAt, accessExpiresAt - 86_400)
    assert.equal((await sandbox.totals()).received, 0)
    await kept.keeper.close()
  })
})

describe('a refusal', () => {
  test('asks for consent, once, and keeps what lives', async () => {
    const told: NewEvent[] = []
    const kept = await keep(sandbox, ROTATING, 1)
    kept.keeper.on('*', (event) => void told.push(event))
    const { name, seeded } = one(kept)
    await sandbox.fault({
      kind: 'error',
      reason: 'refresh_token_unknown',
      platform: ROTATING,
      grantId: seeded.grantId,
      times: 1,
    })
    const refused = await failureOf(kept.keeper.refresh(name))
    assert.equal(refused.retry, 'reauth')
    assert.ok(refused.failure.platformCode)
    assert.equal((await kept.keeper.token(name)).accessToken, seeded.tokens.accessToken)
    assert.equal((await failureOf(kept.keeper.refresh(name))).error, 'reauth_required')
    assert.equal((await sandbox.totals()).received, 1)
    assert.deepEqual(
      told.map(({ type }) => type),
      ['connection.reauth_required'],
    )
    await kept.keeper.close()
  })

  test('for a wrong secret is tried again rarely, and asks nobody for consent', async () => {
    const kept = await keep(sandbox, COUNTED, 1, { app: { clientSecret: 'wrong' } })
    const { name } = one(kept)
    const refused = await failureOf(kept.keeper.refresh(name))
    assert.equal(refused.retry, 'fix_config')
    assert.equal((await kept.keeper.connection(name)).status, 'degraded')
    assert.ok((refused.retryAt ?? 0) > Date.now() / 1000 + 200)
    await kept.keeper.close()
  })
})

describe('a store that fails', () => {
  test('after the platform answered: the tokens are in the spool, and given out', async () => {
    const file = newFile()
    const { state, wrapped } = failing(sqliteKeeperStore(file), ['persist', 'journal', 'adopt'])
    const spool = newFolder()
    const warnings: string[] = []
    const kept = await keep(sandbox, ROTATING, 1, {
      keeper: { store: wrapped, spool, log: warningsTo((message) => warnings.push(message)) },
    })
    const { name, seeded } = one(kept)
    state.failing = true
    const view = await kept.keeper.refresh(name)
    assert.equal(view.generation, 2)
    const token = await kept.keeper.token(name)
    assert.notEqual(token.accessToken, seeded.tokens.accessToken)
    assert.match(warnings.join(), /spool/)
    state.failing = false
    await kept.keeper.close()

    const after = await keep(sandbox, ROTATING, 0, {
      of: kept,
      keeper: { spool, store: sqliteKeeperStore(file) },
    })
    assert.equal((await after.keeper.token(name)).accessToken, token.accessToken)
    assert.equal((await after.keeper.refreshAfter(name)).generation, 3)
    await after.keeper.close()
  })

  test('before: nothing is sent, and what lives goes on', async () => {
    const { state, wrapped } = failing(sqliteKeeperStore(newFile()), ['claim'])
    const kept = await keep(sandbox, ROTATING, 1, { keeper: { store: wrapped } })
    const { name, seeded } = one(kept)
    state.failing = true
    const failed = await failureOf(kept.keeper.refresh(name))
    assert.equal(failed.error, 'store_unavailable')
    assert.match(failed.message, /the disk is full/)
    assert.equal((await sandbox.totals()).received, 0)
    assert.equal((await kept.keeper.token(name)).accessToken, seeded.tokens.accessToken)
    state.failing = false
    await kept.keeper.close()
  })

  test('a lease that was lost on the way: the tokens go by the journal', async () => {
    const kept = await keep(sandbox, ROTATING, 1)
    const { name } = one(kept)
    await sandbox.fault({ kind: 'slow', seconds: 0.5, platform: ROTATING, times: 1 })
    const underway = kept.keeper.refresh(name)
    await new Promise((done) => setTimeout(done, 200))
    const { id } = await kept.keeper.connection(name)
    const row = await kept.store.connection(id)
    assert.ok(row?.lease)
    const { dueAt: _, ...schedule } = { dueAt: 0 }
    const lastError = { error: 'answer_late', retry: 'after', hint: '', outcome: 'ambiguous', at: 0 } as const
    const released = await kept.store.release(
      { id, generation: row.generation, epoch: row.epoch, owner: row.lease.owner, at: 0 },
      {
        status: 'degraded',
        nextAllowedAt: 0,
        lastError,
        ...schedule,
        ...(row.intent && { intent: row.intent }),
      },
      [],
    )
    assert.ok(released)
    assert.equal((await underway).generation, 2)
    const story = await kept.keeper.story(id)
    assert.ok(story.some(({ type }) => type === 'token.journaled'))
    assert.equal((await kept.keeper.refreshAfter(name)).generation, 3)
    await kept.keeper.close()
  })
})

describe('a clock that jumps', () => {
  test('while a call is under way does not send its token a second time', async () => {
    await under(ROTATING, noReplay, async () => {
      const file = newFile()
      const clock = { ahead: 0 }
      const store = () => sqliteKeeperStore(file, { ahead: () => clock.ahead })
      const warnings: string[] = []
      const kept = await keep(sandbox, ROTATING, 1, { policy: noReplay, keeper: { store: store() } })
      const other = await keep(sandbox, ROTATING, 0, {
        policy: noReplay,
        of: kept,
        keeper: { store: store(), log: warningsTo((message) => warnings.push(message)) },
      })
      const { name } = one(kept)
      await sandbox.fault({ kind: 'slow', seconds: 1.5, platform: ROTATING, times: 1 })
      const underway = kept.keeper.refresh(name)
      await new Promise((done) => setTimeout(done, 300))
      clock.ahead = 10_000
      const refused = await failureOf(other.keeper.refresh(name))
      assert.equal(refused.error, 'refresh_uncertain')
      assert.match(warnings.join(), /clock was set/)
      assert.equal((await underway).generation, 2)
      assert.equal((await sandbox.totals()).received, 1)
      clock.ahead = 0
      await failureOf(other.keeper.refresh(name))
      await other.until(
        async () => (await other.keeper.connection(name)).accessExpiresAt < Date.now() / 1000 + 7300,
      )
      assert.equal((await other.keeper.refreshAfter(name)).generation, 3, 'back again, and nothing is lost')
      await kept.keeper.close()
      await other.keeper.close()
    })
  })
})

describe('ahead of time', () => {
  test('all are refreshed before they end, a few at once', async () => {
    await under(ROTATING, { accessTokenLifetime: 4 }, async () => {
      const kept = await keep(sandbox, ROTATING, 30, {
        keeper: { schedule: true, pollSeconds: 0.2 },
        app: { concurrency: 4 },
      })
      await kept.until(async () => {
        const views = await kept.keeper.connections({ limit: 100 })
        return (
          views.length === 30 &&
          views.every(({ status, generation }) => status === 'active' && generation >= 2)
        )
      })
      assert.equal((await sandbox.totals()).mostInFlight, 1)
      await kept.keeper.close()
    })
  })

  test('the end of an authorization is told 14, 7, 3 and 1 days before', async () => {
    const kept = await keep(sandbox, ROTATING, 1, { keeper: { schedule: true, pollSeconds: 0.1 } })
    const told: NewEvent[] = []
    kept.keeper.on('*', (event) => void told.push(event))
    const { name, seeded } = one(kept)
    const endsAt = Math.floor(Date.now() / 1000) + 20 * 86_400
    const { accessToken, refreshToken, openId } = seeded.tokens
    await kept.keeper.add({
      ...name,
      accessToken,
      refreshToken,
      openId,
      expiresAt: endsAt + 86_400,
      authorizationExpiresAt: endsAt,
    })
    for (const days of [14, 7, 3, 1]) {
      kept.moveClock(endsAt - days * 86_400 - Date.now() / 1000 + 1)
      await kept.until(
        () =>
          told.filter(({ type }) => type === 'connection.reauth_due').length ===
          [14, 7, 3, 1].indexOf(days) + 1,
      )
    }
    assert.deepEqual(
      told.filter(({ type }) => type === 'connection.reauth_due').map(({ data }) => data['days']),
      [14, 7, 3, 1],
    )
    await kept.keeper.close()
  })
})
