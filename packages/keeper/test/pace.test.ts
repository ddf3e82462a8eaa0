/* Calls within the rate that a platform allows: of one keeper, of several, and who goes first. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { KeeperError, type KeeperStore, createKeeper, sqliteKeeperStore } from '@hufu/keeper'
import { pace, ratesOf } from '../src/app/pace.ts'
import type { RateAsked } from '@hufu/keeper-store/store'
import { type Answering, answering, renews, watched } from './answering.ts'
import { newFile, newFolder } from './kept.ts'

const now = () => performance.now() / 1000
const app = { platform: 'jos', app: 'app-1' }

describe('a pace', () => {
  const fifty = { ...app, rates: [{ count: 50, perSeconds: 1 }] }

  test('asks the store for several calls at once', async () => {
    const asked: number[] = []
    const paced = pace(
      fifty,
      ({ wanted }) => {
        asked.push(wanted)
        return Promise.resolve({ given: wanted, next: 0 })
      },
      now,
    )
    await Promise.all(Array.from({ length: 20 }, () => paced.next({ urgent: true })))
    for (let nth = 0; nth < 4; nth++) await paced.next({ urgent: false })
    assert.ok(asked.length <= 3, asked.join(' '))
    assert.ok(asked.every((each) => each >= 5))
  })

  test('serves callers first, those too that joined what the scheduler began; the scheduler leaves them a fifth', async () => {
    let open = false
    const shares: number[] = []
    const paced = pace(
      { ...app, rates: [{ count: 1, perSeconds: 1 }] },
      ({ share }) => {
        shares.push(share)
        return Promise.resolve({ given: open ? 1 : 0, next: now() + 0.02 })
      },
      now,
    )
    const order: string[] = []
    const joined = { urgent: false }
    const all = [
      paced.next({ urgent: false }).then(() => order.push('scheduler')),
      paced.next(joined).then(() => order.push('joined')),
      paced.next({ urgent: true }).then(() => order.push('caller')),
    ]
    joined.urgent = true
    open = true
    await Promise.all(all)
    assert.deepEqual(order, ['joined', 'caller', 'scheduler'])
    assert.deepEqual([shares.includes(1), shares.at(-1)], [true, 0.8])
  })

  test('refuses who would wait longer than anybody does, and says when; and all when it is closed', async () => {
    const none = (next: number) => () => Promise.resolve({ given: 0, next })
    const long = pace(fifty, none(now() + 3600), now)
    await assert.rejects(
      long.next({ urgent: true }),
      (error) =>
        error instanceof KeeperError && error.error === 'rate_reached' && (error.retryAt ?? 0) > now() + 3500,
    )
    const soon = pace(fifty, none(now() + 3), now)
    const waiting = assert.rejects(soon.next({ urgent: true }), /closed/)
    soon.close()
    await waiting
    await assert.rejects(soon.next({ urgent: true }), /closed/)
  })

  test('passes on that the store is away', async () => {
    const paced = pace(fifty, () => Promise.reject(new Error('the disk is full')), now)
    await assert.rejects(paced.next({ urgent: true }), /store_unavailable.*the disk is full/)
  })

  test('gives what was not sent to the next', async () => {
    let given = 0
    const paced = pace(
      { ...app, rates: [{ count: 1, perSeconds: 1 }] },
      ({ wanted }: RateAsked) => {
        given += wanted
        return Promise.resolve({ given: wanted, next: 0 })
      },
      now,
    )
    await paced.next({ urgent: true })
    paced.giveBack()
    await paced.next({ urgent: true })
    assert.equal(given, 1)
  })

  test('is kept by the narrower of two rates of as many seconds, and by both of two others', () => {
    const [wide, narrow, day] = [
      { count: 50, perSeconds: 1 },
      { count: 20, perSeconds: 1 },
      { count: 900, perSeconds: 86_400 },
    ]
    assert.deepEqual(ratesOf(wide, narrow), [narrow])
    assert.deepEqual(ratesOf(narrow, wide), [narrow])
    assert.deepEqual(ratesOf(wide, day), [wide, day])
    assert.deepEqual(ratesOf(undefined, null), [])
  })
})

describe('a herd', () => {
  let platform: Answering
  before(async () => {
    platform = await answering()
  })
  after(() => platform.close())
  beforeEach(() => {
    platform.asked.length = 0
  })

  test('of ended tokens at two keepers of one store stays within the rate, and each is served', async () => {
    // Faster than real platforms are, so that the test is.
    const rate = { count: 200, perSeconds: 1 }
    const given: { readonly after: number; readonly before: number; readonly calls: number }[] = []
    const same = { refresh: { accessToken: 'new', refreshToken: 'same' } } as const
    const clock = { ahead: 0 }
    const file = newFile()
    /** What it gives, and between which times of its own clock. */
    const noting = (): KeeperStore => {
      const store = sqliteKeeperStore(file, { ahead: () => clock.ahead })
      return {
        ...store,
        async takeRate(asked) {
          const after = await store.now()
          const answer = await store.takeRate(asked)
          given.push({ after, before: await store.now(), calls: answer.given })
          return answer
        },
      }
    }
    const kept = await watched(platform, { policy: { ...same, rateLimit: rate } }, { store: noting() })
    const other = await createKeeper({ ...kept.options, spool: newFolder(), store: noting() })
    const shops = Array.from({ length: 300 }, (_, nth) => `S${nth}`)
    await kept.add(...shops)
    clock.ahead = 3601
    await Promise.all(shops.map((shop, nth) => (nth % 2 ? kept.keeper : other).token(kept.name(shop))))
    assert.equal(platform.asked.length, 300)
    for (const { after: from } of given) {
      const within = given.filter(({ after, before }) => after >= from && before < from + 1)
      assert.ok(within.reduce((sum, { calls }) => sum + calls, 0) <= 200)
    }
    assert.ok(given.reduce((sum, { calls }) => sum + calls, 0) >= 300)
    const writes = given.filter(({ calls }) => calls > 0).length
    assert.ok(writes < 200, `${writes} writes for 300 calls`)
    await kept.keeper.close()
    await other.close()
  })

  test('an app’s own limit holds for every call of it; a caller who would wait too long is told when', async () => {
    platform.answer = renews
    const { keeper, add, name } = await watched(platform, { rateLimit: { count: 2, perSeconds: 3600 } })
    await add('S1', 'S2', 'S3')
    await keeper.refresh(name('S1'))
    await keeper.refresh(name('S2'))
    await assert.rejects(
      keeper.refresh(name('S3')),
      (error) =>
        error instanceof KeeperError &&
        error.error === 'rate_reached' &&
        (error.retryAt ?? 0) > Date.now() / 1000 + 3000,
    )
    assert.equal(platform.asked.length, 2)
    // The refresh that had to wait has not failed.
    assert.equal((await keeper.connection(name('S3'))).failures, 0)
    await keeper.close()
  })
})
