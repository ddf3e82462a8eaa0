import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KeeperStore } from '@hufu/keeper'
import type { Open } from '../store-contract.ts'

const app = { platform: 'jos', app: 'app-1' }
const fifty = { count: 50, perSeconds: 1 }

const asked = (wanted: number, rates = [fifty], share = 1) => ({ ...app, rates, wanted, share })

export function rateContract(open: Open): void {
  test('two processes that ask for a thousand calls never get more than fifty in any second', async () => {
    const { store, other, clock } = await open()
    // The machine's own clock goes on meanwhile.
    const given: { readonly after: number; readonly before: number; readonly calls: number }[] = []
    for (clock.ahead = 1000; clock.ahead < 1006; clock.ahead += 0.05)
      for (const each of [store, other, store]) {
        const after = await each.now()
        const { given: calls } = await each.takeRate(asked(7))
        given.push({ after, before: await each.now(), calls })
      }
    for (const { after: from } of given) {
      const within = given.filter(({ after, before }) => after >= from && before < from + 1)
      assert.ok(within.reduce((sum, { calls }) => sum + calls, 0) <= 50)
    }
    const all = given.reduce((sum, { calls }) => sum + calls, 0)
    const seconds = (given.at(-1)?.before ?? 0) - (given[0]?.after ?? 0)
    assert.ok(all > 40 * seconds && all <= 50 * (seconds + 1), `${all} in ${seconds} seconds`)
  })

  test('simultaneous callers get as many calls as are left, together', async () => {
    const { store, other } = await open()
    const given = await Promise.all(
      Array.from({ length: 20 }, (_, nth) =>
        (nth % 2 ? store : other).takeRate(asked(8, [{ count: 50, perSeconds: 600 }])),
      ),
    )
    assert.equal(
      given.reduce((sum, each) => sum + each.given, 0),
      50,
    )
  })

  test('a refusal states when the next call may be sent, and then it may', async () => {
    const { store, clock } = await open()
    const few = [{ count: 2, perSeconds: 100 }]
    const now = await store.now()
    assert.equal((await store.takeRate(asked(5, few))).given, 2)
    const { given, next } = await store.takeRate(asked(1, few))
    assert.equal(given, 0)
    assert.ok(next > now + 99 && next <= now + 111, `${next - now}`)
    clock.ahead = next - now + 1
    assert.equal((await store.takeRate(asked(1, few))).given, 1)
  })

  test('what is allowed within seconds is given evenly, as it is on its way for a while', async () => {
    const { store } = await open()
    const five = [{ count: 50, perSeconds: 10 }]
    const { given, next } = await store.takeRate(asked(50, five))
    assert.equal(given, 5)
    const now = await store.now()
    assert.ok(next > now - 1 && next <= now + 1, `${next - now}`)
  })

  test('a share leaves the rest, but for one call; each of several rates holds; another app is another', async () => {
    const { store } = await open()
    const hour = { count: 10, perSeconds: 3600 }
    const take = async (...of: Parameters<typeof asked>) => (await store.takeRate(asked(...of))).given
    assert.equal(await take(99, [hour], 0.8), 8)
    assert.equal(await take(99, [hour], 0.8), 0)
    assert.equal(await take(99, [hour]), 2)
    assert.equal(await take(1, [{ count: 1, perSeconds: 70 }], 0.8), 1)
    const both = [
      { count: 3, perSeconds: 1800 },
      { count: 5, perSeconds: 900 },
    ]
    assert.equal(await take(99, both), 3)
    const another: KeeperStore['takeRate'] = (of) => store.takeRate({ ...of, app: 'app-2' })
    assert.equal((await another(asked(99, [hour]))).given, 10)
  })

  test('calls that were counted by a clock that was ahead are forgotten', async () => {
    const { store, clock } = await open()
    const wide = [{ count: 50, perSeconds: 600 }]
    clock.ahead = 90_000
    assert.equal((await store.takeRate(asked(60, wide))).given, 50)
    clock.ahead = 0
    assert.equal((await store.takeRate(asked(60, wide))).given, 50)
  })
}
