import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewExchange, Usage } from '@hufu/engine'
import { EXCHANGE_DAYS, KEPT_EXCHANGES, USAGE_DAYS } from '@hufu/store'
import { DAY, T0 } from '../rows.ts'
import type { Open } from '../store-contract.ts'

const exchangeOf = (nth: number, change: Partial<NewExchange> = {}): NewExchange => ({
  appId: 'app-1',
  at: T0,
  step: 'token',
  requestId: `r${nth}`,
  ms: 1.5,
  address: '192.0.2.1',
  ...change,
})
const refused = (nth: number, change: Partial<NewExchange> = {}) =>
  exchangeOf(nth, { error: 'code_unknown', parameter: 'code', detail: '码', ...change })

const day = T0 / DAY - 0.5
const usageOf = (change: Partial<Usage> = {}): Usage => ({
  appId: 'app-1',
  day,
  kind: 'token',
  count: 1,
  ...change,
})

export function exchangeLogContract(open: Open): void {
  test('an app’s log gives its exchanges back, the newest first, and nobody else’s', async () => {
    const { store } = await open()
    const explanation = { keys: { own: ['a'], peer: ['b', 'c'] } }
    const entries = [exchangeOf(1), refused(2, { problem: 'malformed', explanation }), exchangeOf(3)]
    await store.recordExchanges([...entries, exchangeOf(4, { appId: 'app-2' })], [])
    const found = await store.exchanges({ appId: 'app-1', limit: 9 })
    assert.deepEqual(
      found.map(({ id: _id, ...entry }) => entry),
      entries.toReversed(),
    )
    assert.deepEqual(await store.exchanges({ appId: 'app-3', limit: 9 }), [])
    assert.equal((await store.exchanges({ appId: 'app-1', limit: 2 })).length, 2)
  })

  test('a log is searched by outcome, step, reason and request', async () => {
    const { store } = await open()
    await store.recordExchanges(
      [exchangeOf(1), refused(2), refused(3, { step: 'refresh', error: 'refresh_token_used' })],
      [],
    )
    const found = async (which: object) =>
      (await store.exchanges({ appId: 'app-1', limit: 9, ...which }))
        .map(({ requestId }) => requestId)
        .join(' ')
    assert.equal(await found({ refused: true }), 'r3 r2')
    assert.equal(await found({ refused: false }), 'r1')
    assert.equal(await found({ step: 'token' }), 'r2 r1')
    assert.equal(await found({ reason: 'refresh_token_used' }), 'r3')
    assert.equal(await found({ requestId: 'r2' }), 'r2')
    assert.equal(await found({ requestId: 'r2', refused: false }), '')
    assert.equal(await found({ requestId: "r2' or '1" }), '')
  })

  test('the log keeps the last exchanges of each outcome per app: successes never replace refusals', async () => {
    const { store } = await open()
    await store.recordExchanges([refused(0), exchangeOf(0, { appId: 'app-2' })], [])
    const many = Array.from({ length: KEPT_EXCHANGES + 50 }, (_, nth) => exchangeOf(nth + 1))
    for (let from = 0; from < many.length; from += 100)
      await store.recordExchanges(many.slice(from, from + 100), [])
    const kept = await store.exchanges({ appId: 'app-1', limit: 9999 })
    assert.equal(kept.length, KEPT_EXCHANGES + 1)
    assert.equal(kept[0]?.requestId, `r${KEPT_EXCHANGES + 50}`)
    assert.equal(kept.at(-2)?.requestId, 'r51')
    assert.equal(kept.at(-1)?.requestId, 'r0')
    assert.equal((await store.exchanges({ appId: 'app-2', limit: 9 })).length, 1)
  })

  test('counts are added up by app, day and kind', async () => {
    const { store } = await open()
    await store.recordExchanges([], [usageOf(), usageOf({ kind: 'refused code_used', count: 3 })])
    await Promise.all([
      store.recordExchanges([], [usageOf({ count: 5 }), usageOf({ day: day + 1 })]),
      store.recordExchanges([], [usageOf({ count: 7 }), usageOf({ appId: 'app-2', count: 100 })]),
    ])
    assert.deepEqual(await store.usage('app-1', day, day), [
      usageOf({ kind: 'refused code_used', count: 3 }),
      usageOf({ count: 13 }),
    ])
    assert.deepEqual(await store.usage('app-1', day + 1, day + 9), [usageOf({ day: day + 1 })])
    assert.equal((await store.usage('app-1', day - 9, day + 9)).length, 3)
    assert.deepEqual(await store.usage('app-1', day - 9, day - 1), [])
  })

  test('logs go after days, counts after more than a year', async () => {
    const { store } = await open()
    await store.recordExchanges([exchangeOf(1), exchangeOf(2, { at: T0 + 1 })], [usageOf()])
    await store.sweep(T0 + EXCHANGE_DAYS * DAY - 1, 100)
    assert.equal((await store.exchanges({ appId: 'app-1', limit: 9 })).length, 2)
    assert.equal(await store.sweep(T0 + EXCHANGE_DAYS * DAY, 100), 1)
    assert.deepEqual(
      (await store.exchanges({ appId: 'app-1', limit: 9 })).map(({ requestId }) => requestId),
      ['r2'],
    )
    await store.sweep((day + USAGE_DAYS) * DAY - 1, 100)
    assert.equal((await store.usage('app-1', 0, day)).length, 1)
    await store.sweep((day + USAGE_DAYS) * DAY, 100)
    assert.equal((await store.usage('app-1', 0, day)).length, 0)
  })
}
