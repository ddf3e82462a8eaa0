import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Store } from '@hufu/accounts'
import {
  DAY,
  T0,
  accessAt,
  codeAt,
  codeOf,
  digestOf,
  entry,
  indexed,
  redeem,
  refresh,
  refreshAt,
} from '../rows.ts'
import type { Open } from '../store-contract.ts'

async function sweepAll(store: Store, now: number, limit = 1000): Promise<number> {
  let count = 0
  for (let removed = 1; removed > 0; count += removed) removed = await store.sweep(now, limit)
  return count
}

const hour = 3600

export function sweepContract(open: Open): void {
  test('a code is known until a day after it expires, used or not', async () => {
    const { store } = await open()
    await store.issueCode(codeOf(1, { expiresAt: T0 + 600 }), [])
    await store.issueCode(codeOf(2, { expiresAt: T0 + 600 }), [])
    await store.redeemCode(codeAt(2), redeem())
    assert.equal(await sweepAll(store, T0 + 600 + DAY - 1), 0)
    assert.equal((await store.code(codeAt(2)))?.usedAt, T0)
    assert.equal(await sweepAll(store, T0 + 600 + DAY), 2)
    assert.equal(await store.code(codeAt(1)), undefined)
    assert.equal(await store.code(codeAt(2)), undefined)
    assert.notEqual(await store.grant(accessAt(2)), undefined)
  })

  test('a grant goes when its access and its refresh token have expired, within a day', async () => {
    const { store } = await open()
    const terms = [
      { accessExpiresAt: T0 + hour, refreshExpiresAt: T0 + 10 * DAY },
      { accessExpiresAt: T0 + 20 * DAY, refreshExpiresAt: 0 },
      { accessExpiresAt: T0 + hour, refreshExpiresAt: T0 + 30 * DAY },
    ]
    for (const [nth, more] of terms.entries()) {
      await store.issueCode(codeOf(nth + 1), [])
      await store.redeemCode(codeAt(nth + 1), redeem(more))
    }
    const left = async () => (await store.grants({ limit: 9 })).map(({ id }) => id)
    await sweepAll(store, T0 + 10 * DAY - 1)
    assert.deepEqual(await left(), [3, 2, 1])
    assert.equal(await sweepAll(store, T0 + 11 * DAY), 1)
    assert.deepEqual(await left(), [3, 2])
    // A refresh gives the third more time.
    await store.refreshGrant(refreshAt(3), (grant) => {
      if (!grant) throw new Error('no grant')
      return { answer: 0, write: { grant: { ...grant, refreshExpiresAt: T0 + 60 * DAY }, index: [] } }
    })
    await sweepAll(store, T0 + 40 * DAY)
    assert.deepEqual(await left(), [3])
    await sweepAll(store, T0 + 61 * DAY)
    assert.deepEqual(await left(), [])
  })

  test('a revoked grant stays for some days, for whoever looks into it', async () => {
    const { store } = await open()
    for (const id of [1, 2]) {
      await store.issueCode(codeOf(id), [])
      await store.redeemCode(codeAt(id), redeem())
    }
    await store.revokeGrant(1, T0 + hour, 'user')
    await store.refreshGrant(refreshAt(2), (grant) => {
      if (!grant) throw new Error('no grant')
      const revoked = { at: T0 + hour, because: 'refresh_token_reused' } as const
      return { answer: 0, write: { grant: { ...grant, revoked }, index: [] } }
    })
    await sweepAll(store, T0 + 3 * DAY)
    assert.equal((await store.grants({ limit: 9 })).length, 2)
    await sweepAll(store, T0 + 9 * DAY)
    assert.equal((await store.grants({ limit: 9 })).length, 0)
  })

  test('an index entry lives as long as the token said last', async () => {
    const { store } = await open()
    const [one, two] = [indexed(accessAt(1)), indexed(refreshAt(1))]
    await store.issueCode(codeOf(1), [])
    const index = [entry(one.digest, 1, T0 + DAY), entry(two.digest, 1, T0 + DAY)]
    await store.redeemCode(codeAt(1), redeem({}, index))
    // The access token is said again for longer, and once for shorter.
    for (const until of [T0 + 20 * DAY, T0 + 2 * DAY]) {
      await store.refreshGrant(refreshAt(1), (grant) => {
        if (!grant) throw new Error('no grant')
        return { answer: 0, write: { grant, index: [entry(one.digest, 1, until)] } }
      })
    }
    await sweepAll(store, T0 + DAY - 1)
    assert.equal((await store.grant(two))?.id, 1)
    await sweepAll(store, T0 + 3 * DAY)
    assert.equal(await store.grant(two), undefined)
    assert.equal((await store.grant(one))?.id, 1)
    assert.equal((await store.grant(refreshAt(1)))?.id, 1)
    await sweepAll(store, T0 + 22 * DAY)
    assert.equal(await store.grant(one), undefined)
  })

  test('an entry may outlive its grant, and then leads nowhere', async () => {
    const { store } = await open()
    const found = indexed(refreshAt(1))
    await store.issueCode(codeOf(1), [])
    await store.redeemCode(
      codeAt(1),
      redeem({ refreshExpiresAt: T0 + DAY }, [entry(found.digest, 1, T0 + 90 * DAY)]),
    )
    await sweepAll(store, T0 + 5 * DAY)
    assert.equal(await store.grant(found), undefined)
    assert.equal(await store.refreshGrant(found, refresh(found)), false)
  })

  test('single-use marks, sessions and failures are deleted when they expire', async () => {
    const { store } = await open()
    const id = digestOf('session', 's')
    const key = digestOf('once', 'form')
    await store.once(key, T0 + 60)
    await store.putSession({ id, kind: 'operator', accountId: 'root', createdAt: T0, expiresAt: T0 + 60 })
    await store.countLoginFailure('demo', T0, T0 - 60, T0 + 60)
    assert.equal(await sweepAll(store, T0 + 59), 0)
    assert.equal(await store.once(key, T0 + 60), false)
    assert.equal(await sweepAll(store, T0 + 60), 3)
    assert.equal(await store.once(key, T0 + 99), true)
    assert.equal(await store.session(id), undefined)
    assert.equal(await store.loginFailures('demo', 0), 0)
  })

  test('a sweep removes no more of a kind than its limit, the next goes on', async () => {
    const { store } = await open()
    const count = 25
    await Promise.all(
      Array.from({ length: count }, (_, nth) =>
        store.issueCode(codeOf(nth + 1), [entry(codeOf(nth + 1).digest, nth + 1)]),
      ),
    )
    const later = T0 + 90 * DAY
    assert.deepEqual(
      [
        await store.sweep(later, 10),
        await store.sweep(later, 10),
        await store.sweep(later, 10),
        await store.sweep(later, 10),
      ],
      [20, 20, 10, 0],
    )
  })
}
