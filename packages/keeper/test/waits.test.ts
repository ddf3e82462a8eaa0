/* How long a failed refresh waits, and what ends the wait. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { KeeperError } from '@hufu/keeper'
import { type Answering, type Reply, type Watched, answering, renews, watched } from './answering.ts'

let platform: Answering
before(async () => {
  platform = await answering()
})
after(() => platform.close())
beforeEach(() => {
  platform.asked.length = 0
  platform.answer = renews
})

const unavailable = (): Reply => ({ status: 503, body: 'busy' })
const refused = (error: string) => (): Reply => ({ status: 400, body: { error } })
/** So that a failed call leaves nothing uncertain. */
const same = { policy: { refresh: { accessToken: 'new', refreshToken: 'same' } } } as const
const HOUR = 3600

async function failing(act: Promise<unknown>): Promise<KeeperError> {
  const error = await act.then(
    () => assert.fail('it did not fail'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof KeeperError)) throw error
  return error
}
const seconds = () => Date.now() / 1000

/** Fails again and again, each time as soon as it may. The longest wait once it has failed `from` times. */
async function longestWait({ keeper, clock, name }: Watched, times: number, from: number): Promise<number> {
  let longest = 0
  for (let nth = 0; nth < times; nth++) {
    const { retryAt = 0 } = await failing(keeper.token(name('S1')))
    const wait = retryAt - seconds() - clock.ahead
    if (nth >= from) longest = Math.max(longest, wait)
    clock.ahead += Math.max(0, wait) + 0.1
  }
  return longest
}

describe('a wait', () => {
  test('is a few minutes at most once the access token has ended, and no hour', async () => {
    const kept = await watched(platform, same)
    await kept.add('S1')
    platform.answer = unavailable
    kept.clock.ahead = HOUR + 1
    const longest = await longestWait(kept, 14, 10)
    assert.ok(longest > 100 && longest <= 301, `${longest} s`)
    assert.equal(platform.asked.length, 14)
    await kept.keeper.close()
  })

  test('that begins while the token lives ends with it, give or take minutes', async () => {
    const kept = await watched(platform, same)
    await kept.add('S1')
    platform.answer = refused('invalid_client')
    for (const _ of [1, 2, 3, 4, 5, 6]) {
      const { retryAt = 0, retry } = await failing(kept.keeper.refresh(kept.name('S1')))
      assert.equal(retry, 'fix_config')
      assert.ok(retryAt <= seconds() + kept.clock.ahead + HOUR, 'the token lives an hour')
      kept.clock.ahead += 2
    }
    await kept.keeper.close()
  })

  test('of the platform’s own is bounded by an hour', async () => {
    const kept = await watched(platform, same)
    await kept.add('S1')
    kept.clock.ahead = HOUR + 1
    platform.answer = () => ({ status: 503, headers: { 'retry-after': '7200' }, body: '' })
    const { retryAt = 0 } = await failing(kept.keeper.token(kept.name('S1')))
    assert.ok(retryAt <= seconds() + kept.clock.ahead + HOUR)
    const { connection, findings } = await kept.keeper.doctor(kept.name('S1'))
    assert.equal(connection.lastError?.waits, 'platform')
    const next = findings.find(({ code }) => code === 'next_refresh')
    assert.match(next?.why ?? '', /platform said/)
    await kept.keeper.close()
  })

  test('is over at once where a person asks: refresh, and enable', async () => {
    const kept = await watched(platform, same)
    const { keeper, clock, name } = kept
    await kept.add('S1')
    clock.ahead = HOUR + 1
    platform.answer = unavailable
    await longestWait(kept, 10, 0)
    await failing(keeper.token(name('S1')))
    clock.ahead += 2
    // A caller waits, a person need not.
    const calls = platform.asked.length
    platform.answer = renews
    await failing(keeper.token(name('S1')))
    assert.equal(platform.asked.length, calls)
    const { generation } = await keeper.refresh(name('S1'))
    assert.equal(generation, 2)

    platform.answer = unavailable
    clock.ahead += HOUR
    await longestWait(kept, 10, 0)
    await failing(keeper.token(name('S1')))
    clock.ahead += 2
    platform.answer = renews
    const { id } = await keeper.connection(name('S1'))
    await keeper.disable(id)
    await keeper.enable(id)
    assert.equal((await keeper.token(name('S1'))).generation, 3)
    await keeper.close()
  })

  test('does not end by hand where a spent refresh token would be shown again', async () => {
    const kept = await watched(platform, { policy: { reuse: { replaySeconds: 0, then: 'revoke-family' } } })
    await kept.add('S1')
    platform.answer = unavailable
    await failing(kept.keeper.refresh(kept.name('S1')))
    const { retryAt = 0 } = await failing(kept.keeper.refresh(kept.name('S1')))
    assert.ok(retryAt > seconds() + 3000)
    assert.equal(platform.asked.length, 1)
    await kept.keeper.close()
  })

  test('is over for all shops that waited for the platform as soon as it is seen well, and for no other', async () => {
    const kept = await watched(platform, same)
    const { keeper, clock, name } = kept
    await kept.add('S1', 'S2', 'S3')
    clock.ahead = HOUR + 1
    platform.answer = unavailable
    for (let nth = 0; nth < 10; nth++) {
      for (const shop of ['S1', 'S2']) await failing(keeper.refresh(name(shop)))
      clock.ahead += 1.5
    }
    // What the platform says of one shop alone is that shop's.
    platform.answer = (asked) =>
      asked.get('refresh_token') === 'R-S3'
        ? { status: 429, headers: { 'retry-after': '1800' }, body: 'too many' }
        : renews(asked)
    await failing(keeper.refresh(name('S3')))
    assert.equal((await keeper.refresh(name('S1'))).generation, 2)
    const until = seconds() + 5
    while ((await keeper.connection(name('S2'))).nextRefreshAt! > seconds() + clock.ahead)
      assert.ok(seconds() < until, 'S2 still waits')
    assert.equal((await keeper.token(name('S2'))).generation, 2)
    assert.ok((await keeper.connection(name('S3'))).nextRefreshAt! > seconds() + clock.ahead + 1000)
    await keeper.close()
  })
})

describe('retries', () => {
  test('spend a tenth of a day’s quota at most, and come until the day ends', async () => {
    const refreshQuota = { count: 100, per: 'day', timeZone: 'UTC' } as const
    const kept = await watched(platform, { policy: { ...same.policy, refreshQuota } })
    const { keeper, clock, name } = kept
    // From a midnight on.
    clock.ahead = 86_400 - (seconds() % 86_400)
    await kept.add('S1')
    clock.ahead += HOUR + 1
    platform.answer = refused('invalid_client')
    const begun = clock.ahead
    const gaps: number[] = []
    while (clock.ahead < begun + 80_000) {
      const calls = platform.asked.length
      const { retryAt = 0 } = await failing(keeper.token(name('S1')))
      if (platform.asked.length === calls) break
      const wait = Math.max(0, retryAt - seconds() - clock.ahead) + 0.5
      gaps.push(wait)
      clock.ahead += wait
    }
    assert.ok(platform.asked.length <= 1 + 10, `${platform.asked.length} calls`)
    assert.ok(platform.asked.length >= 9, `${platform.asked.length} calls`)
    assert.ok(Math.max(...gaps) < 5 * HOUR, `${Math.max(...gaps)} s without a try`)
    const { connection } = await keeper.doctor(name('S1'))
    assert.equal(connection.lastError?.waits, 'quota_share')
    await keeper.close()
  })

  test('that the platform refused for their rate are not counted, unless it counts them', async () => {
    for (const [countsRateLimited, used] of [
      [undefined, 0],
      [true, 3],
    ] as const) {
      const refreshQuota = {
        count: 100,
        per: 'day',
        timeZone: 'UTC',
        ...(countsRateLimited && { countsRateLimited }),
      } as const
      const kept = await watched(platform, { policy: { ...same.policy, refreshQuota } })
      await kept.add('S1')
      platform.answer = () => ({ status: 429, body: 'too many' })
      for (const _ of [1, 2, 3]) {
        assert.equal((await failing(kept.keeper.refresh(kept.name('S1')))).error, 'rate_limited')
        kept.clock.ahead += 1.5
      }
      assert.equal((await kept.keeper.connection(kept.name('S1'))).quota?.used, used)
      await kept.keeper.close()
    }
  })
})

describe('a refusal in words that nobody knows', () => {
  const unknown = (): Reply => ({
    body: { error: 'token_is_sour', error_description: 'incorrect or expired' },
  })

  test('asks for the shop’s consent six hours after the token’s end, with the platform’s own words', async () => {
    const kept = await watched(platform)
    const { keeper, clock, name, told } = kept
    await kept.add('S1')
    platform.answer = unknown
    const statusAfter = async (hours: number) => {
      clock.ahead = hours * HOUR
      await failing(keeper.token(name('S1')))
      return (await keeper.connection(name('S1'))).status
    }
    assert.equal(await statusAfter(1.1), 'degraded')
    assert.equal(await statusAfter(3), 'degraded')
    assert.equal(await statusAfter(7), 'degraded')
    assert.equal(await statusAfter(7.2), 'reauth_required')
    const { connection, findings } = await keeper.doctor(name('S1'))
    const { error, retry, platformCode, platformMessage } = connection.lastError ?? {}
    assert.deepEqual(
      [error, retry, platformCode, platformMessage],
      ['refused_unclearly', 'reauth', 'token_is_sour', 'incorrect or expired'],
    )
    assert.match(findings.map(({ what }) => what).join('\n'), /token_is_sour incorrect or expired/)
    assert.equal(told.at(-1)?.type, 'connection.reauth_required')
    // It is a guess: a person may try again, and is right.
    platform.answer = renews
    clock.ahead += 2
    assert.equal((await keeper.refresh(name('S1'))).status, 'active')
    await keeper.close()
  })

  test('asks for it too where the words come without a code', async () => {
    const kept = await watched(platform)
    const { keeper, clock, name } = kept
    await kept.add('S1')
    platform.answer = () => ({ status: 403, body: { message: 'Forbidden for this shop' } })
    for (const hours of [1.1, 3, 5, 7.2]) {
      clock.ahead = hours * HOUR
      await failing(keeper.token(name('S1')))
    }
    const { status, lastError } = await keeper.connection(name('S1'))
    assert.deepEqual([status, lastError?.error], ['reauth_required', 'refused_unclearly'])
    assert.equal(lastError?.platformMessage, 'Forbidden for this shop')
    await keeper.close()
  })

  test('does not, where the token lives, the platform fails, or something else is in between', async () => {
    const kept = await watched(platform)
    const { keeper, clock, name } = kept
    await kept.add('S1')
    for (const [hours, answer] of [
      [0.5, unknown],
      [1.1, unavailable],
      [9, unavailable],
      [10, refused('invalid_client')],
      [11, unknown],
      [16, unavailable],
      [18, unavailable],
    ] as const) {
      clock.ahead = hours * HOUR
      platform.answer = answer
      await failing(keeper.refresh(name('S1')))
      assert.equal((await keeper.connection(name('S1'))).status, 'degraded')
    }
    await keeper.close()
  })
})
