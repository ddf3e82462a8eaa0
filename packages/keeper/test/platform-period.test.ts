/* A platform counts refreshes by its own clock, and a call when it comes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sqliteKeeperStore } from '@hufu/keeper'
import { NAME, granted, scene, sleeper, strict } from './asleep.ts'

const refreshQuota = { count: 2, per: 'day', timeZone: 'Asia/Shanghai' } as const
const policy = { ...strict, refreshQuota }
const MIDNIGHT = Date.UTC(2027, 0, 1, 16) / 1000

/** A store whose clock says so many seconds before midnight in Shanghai. */
function before(seconds: number) {
  const ahead = MIDNIGHT - seconds - Date.now() / 1000
  return sqliteKeeperStore(':memory:', { ahead: () => ahead })
}
const given = { ...NAME, accessToken: 'a0', refreshToken: 'r0', expiresAt: MIDNIGHT + 9000 }

/** As a platform says whose clock is so far ahead. */
const dated = (seconds: number, ahead: number) => ({
  date: new Date((MIDNIGHT - seconds + ahead) * 1000).toUTCString(),
})

test('the period of a platform whose clock is ahead is by its clock, once it has said so', async (t) => {
  const { sleep } = sleeper(t)
  const { keeper, row } = await scene(t, {
    policy,
    store: before(300),
    platform: (_, nth) => granted(nth, 9000, dated(300, 600)),
  })
  await keeper.add(given)
  const refresh = async () => {
    await keeper.refresh(NAME)
    sleep(2)
    return (await row()).quota
  }
  assert.deepEqual(await refresh(), { period: '2027-01-01', count: 1 }, 'nothing is known of it yet')
  assert.deepEqual(await refresh(), { period: '2027-01-02', count: 1 })
  assert.deepEqual((await keeper.connection(NAME)).quota, { period: '2027-01-02', used: 1, most: 2 })
})

test('an answer of days ago, as a cache gives it, moves no period', async (t) => {
  const { sleep } = sleeper(t)
  const { keeper, row } = await scene(t, {
    policy,
    store: before(300),
    platform: (_, nth) => granted(nth, 9000, dated(300, -200_000)),
  })
  await keeper.add(given)
  await keeper.refresh(NAME)
  sleep(2)
  await keeper.refresh(NAME)
  assert.deepEqual((await row()).quota, { period: '2027-01-01', count: 2 })
})

test('a call that is sent after midnight counts in the new day, whenever it was claimed', async (t) => {
  const { sleep } = sleeper(t)
  let asleep = true
  const { keeper, row, sent } = await scene(t, {
    policy,
    store: before(1),
    after: {
      claim() {
        if (asleep) sleep(2)
        asleep = false
      },
    },
    platform: (_, nth) => granted(nth, 9000),
  })
  await keeper.add(given)
  await keeper.refresh(NAME)
  const { quota } = await row()
  assert.deepEqual([sent.length, quota?.period, quota?.count], [1, '2027-01-02', 1])
})
