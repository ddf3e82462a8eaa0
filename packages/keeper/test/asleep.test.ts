/* What a process does that slept: its lease may be another's, and what it was told is old. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { KeeperStore } from '@hufu/keeper'
import { storeClock } from '../src/storing/clock.ts'
import { NAME, granted, repeating, scene, sleeper, strict } from './asleep.ts'

/** Another keeper takes the lease over, and gives it back with new tokens. */
async function overtakes(store: KeeperStore, row: Awaited<ReturnType<Scene['row']>>): Promise<void> {
  const intent = { attempt: 2, refreshHash: 'x' }
  const lease = await store.claim(row, { owner: 'another', seconds: 5, intent })
  assert.ok(lease, 'the lease is over')
  const { access, refresh = '', accessExpiresAt, issuedAt, facts } = row
  const tokens = { access, refresh, accessExpiresAt, issuedAt, facts, nextAllowedAt: 0 }
  assert.ok(await store.persist(lease, tokens, []))
}
type Scene = Awaited<ReturnType<typeof scene>>

describe('a process that slept between its claim and its call', () => {
  for (const [kind, policy, seconds] of [
    ['a short lease', repeating, 5],
    ['a lease that outlives the call', strict, 30],
  ] as const) {
    test(`sends nothing where another has taken over ${kind}`, async (t) => {
      const { sleep } = sleeper(t)
      let asleep = true
      const { keeper, sent, row, store }: Scene = await scene(t, {
        policy,
        after: {
          async claim() {
            if (!asleep) return
            asleep = false
            sleep(seconds)
            await overtakes(store, await row())
          },
        },
      })
      const { id } = await row()
      assert.equal((await keeper.refresh(NAME)).generation, 2)
      assert.deepEqual(sent, [], 'the token was replaced meanwhile')
      assert.equal((await keeper.story(id)).length, 1)
    })

    test(`asks for ${kind} once more, and sends once, where nobody has`, async (t) => {
      const { sleep } = sleeper(t)
      let asleep = true
      const { keeper, sent } = await scene(t, {
        policy,
        after: {
          claim() {
            if (asleep) sleep(seconds)
            asleep = false
          },
        },
      })
      assert.equal((await keeper.refresh(NAME)).generation, 2)
      assert.deepEqual(sent, ['r0'])
    })
  }

  test('knows it by the wall clock too, where the machine was suspended', async (t) => {
    const { suspend } = sleeper(t)
    let asleep = true
    const { keeper, sent, row, store }: Scene = await scene(t, {
      policy: strict,
      after: {
        async claim() {
          if (!asleep) return
          asleep = false
          suspend(30)
          await overtakes(store, await row())
        },
      },
    })
    assert.equal((await keeper.refresh(NAME)).generation, 2)
    assert.deepEqual(sent, [])
  })

  test('gives up where the store never confirms in time, and says so; nothing is counted', async (t) => {
    const { sleep } = sleeper(t)
    const refreshQuota = { count: 5, per: 'day', timeZone: 'Asia/Shanghai' } as const
    const { keeper, sent, row } = await scene(t, {
      policy: { ...repeating, refreshQuota },
      after: { claim: () => sleep(2), renew: () => sleep(2), again: () => sleep(2) },
    })
    await assert.rejects(keeper.refresh(NAME), /the store confirmed the lease too late/)
    const { lease, intent, quota, status } = await row()
    assert.deepEqual([sent, lease, intent, quota?.count, status], [[], undefined, undefined, 0, 'degraded'])
  })
})

describe('a process that slept before it asked once more', () => {
  test('sends nothing where another has taken over', async (t) => {
    const { sleep } = sleeper(t)
    const { keeper, sent, row, store }: Scene = await scene(t, {
      policy: repeating,
      after: {
        async again() {
          sleep(5)
          await overtakes(store, await row())
        },
      },
      platform: () => Promise.reject(new TypeError('broken')),
    })
    await assert.rejects(keeper.refresh(NAME), /answer_lost|./)
    assert.deepEqual(sent, ['r0'])
  })

  test('sends nothing where the platform repeats its answer no more', async (t) => {
    const { sleep } = sleeper(t)
    const { keeper, sent } = await scene(t, {
      policy: repeating,
      platform: () => {
        sleep(11.2)
        return Promise.reject(new TypeError('broken'))
      },
      after: { again: () => sleep(1) },
    })
    await assert.rejects(keeper.refresh(NAME))
    assert.deepEqual(sent, ['r0'])
  })

  test('does not show the token before, where another has taken over', async (t) => {
    const { sleep } = sleeper(t)
    let refused = 0
    const { keeper, sent, row, store }: Scene = await scene(t, {
      policy: { reuse: { replaySeconds: 12, then: 'reject' } },
      platform(token, nth) {
        if (nth === 1) return granted(1, 60)
        if (token !== 'r1') return granted(9, 60)
        if (refused++ === 0) throw new TypeError('broken')
        return Response.json({ error: 'invalid_grant' }, { status: 400 })
      },
      after: {
        async again() {
          if (refused < 2) return
          sleep(5)
          await overtakes(store, await row())
        },
      },
    })
    await keeper.refresh(NAME)
    sleep(10)
    await keeper.refresh(NAME).catch(() => undefined)
    assert.deepEqual(sent, ['r0', 'r1', 'r1'])
  })
})

describe('an old answer of the store', () => {
  test('is not the time now, and no clock that was set', async (t) => {
    const { sleep } = sleeper(t)
    let asleep = 0
    const jumps: number[] = []
    const clock = await storeClock(
      async () => {
        const said = Date.now() / 1000
        sleep(asleep)
        return said
      },
      (seconds) => jumps.push(seconds),
    )
    asleep = 30
    await clock.ask()
    assert.deepEqual(jumps, [])
    assert.ok(Math.abs(clock.now() - Date.now() / 1000) < 1)
    assert.ok(clock.unheardFor() >= 30, 'its age is counted from the question')
  })

  test('after the very first question is asked for again', async (t) => {
    const { sleep } = sleeper(t)
    const asleep = [30, 0]
    const jumps: number[] = []
    const clock = await storeClock(
      async () => {
        const said = Date.now() / 1000
        sleep(asleep.shift() ?? 0)
        return said
      },
      (seconds) => jumps.push(seconds),
    )
    assert.deepEqual([jumps, Math.abs(clock.now() - Date.now() / 1000) < 1], [[], true])
  })

  test('that another question has overtaken sets nothing back', async () => {
    let ahead = 0
    const jumps: number[] = []
    const clock = await storeClock(
      () => Promise.resolve(Date.now() / 1000 + ahead),
      (seconds) => jumps.push(Math.round(seconds)),
    )
    const [asked, said] = [performance.now() - 1, Date.now() / 1000]
    ahead = 100
    await clock.ask()
    clock.heard(said, asked)
    assert.deepEqual([jumps, Math.round(clock.now() - Date.now() / 1000)], [[100], 100])
  })

  test('and a clock that did jump is told, on and back', async () => {
    let ahead = 0
    const jumps: number[] = []
    const clock = await storeClock(
      () => Promise.resolve(Date.now() / 1000 + ahead),
      (seconds) => jumps.push(Math.round(seconds)),
    )
    for (ahead of [100, 60]) await clock.ask()
    assert.deepEqual(jumps, [100, -40])
  })

  test('does not make a process hand out a token that has ended', async (t) => {
    const { sleep } = sleeper(t)
    let asleep = 0
    const { keeper } = await scene(t, {
      policy: strict,
      keeper: { maxStaleSeconds: 5 },
      after: { now: () => sleep(asleep) },
    })
    sleep(10)
    asleep = 588
    await keeper.token(NAME)
    asleep = 0
    sleep(4)
    assert.equal((await keeper.token(NAME)).accessToken, 'a1')
  })

  test('is not handed out for longer than maxStaleSeconds from the question on', async (t) => {
    const { sleep } = sleeper(t)
    let asleep = 0
    const { keeper, store, row }: Scene = await scene(t, {
      policy: strict,
      keeper: { maxStaleSeconds: 5 },
      after: {
        find: () => {
          sleep(asleep)
          asleep = 0
        },
      },
    })
    asleep = 30
    assert.equal((await keeper.token(NAME)).generation, 1)
    await overtakes(store, await row())
    assert.equal((await keeper.token(NAME)).generation, 2, 'what is 30 s old is asked for again')
  })
})

test('tokens of a repeated answer live from the first request on', async (t) => {
  const { sleep } = sleeper(t)
  const { keeper, row, store } = await scene(t, {
    policy: repeating,
    platform(_, nth) {
      if (nth > 1) return granted(1, 60)
      sleep(6)
      throw new TypeError('broken')
    },
  })
  const began = await store.now()
  await keeper.refresh(NAME)
  assert.ok(Math.abs((await row()).accessExpiresAt - began - 60) < 2)
})

test('a process that starts after a clock was set on waits for a call that may still be under way', async (t) => {
  const { sleep } = sleeper(t)
  const first = await scene(t, { policy: strict })
  const row = await first.row()
  const intent = { attempt: 1, refreshHash: 'x' }
  assert.ok(await first.store.claim(row, { owner: 'under way', seconds: 23, intent }))
  sleep(700)
  const { keeper, sent } = await scene(t, { policy: strict, store: first.store })
  await assert.rejects(keeper.refresh(NAME), { error: 'refresh_uncertain' })
  assert.deepEqual(sent, [])
  sleep(23)
  assert.equal((await keeper.refresh(NAME)).generation, 2)
  assert.deepEqual(sent, ['r0'])
})
