import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Code, Grant } from '@hufu/engine'
import type { Store } from '@hufu/accounts'
import { DAY, T0, accessAt, codeAt, codeOf, grantOf, redeem, refresh, refreshAt } from '../rows.ts'
import type { Open } from '../store-contract.ts'
import { issue } from './grants.ts'

const ids = (grants: readonly Grant[]) => grants.map(({ id }) => id)

/** Twelve grants: two apps, three users, two shops; the third user has changed shops. */
const mixed = (id: number): Partial<Grant> => ({
  appId: `app-${id % 2}`,
  userId: `user-${id % 3}`,
  shopId: id % 3 === 2 && id < 7 ? 'shop-1' : `shop-${id % 3 === 0 ? 0 : 1}`,
})

export function grantSetContract(open: Open): void {
  test('grants of an app, of a user, of both, or all: the newest first, and no more than asked for', async () => {
    const { store } = await open()
    await issue(store, 12, mixed)
    assert.deepEqual(ids(await store.grants({ limit: 5 })), [12, 11, 10, 9, 8])
    assert.deepEqual(ids(await store.grants({ appId: 'app-1', limit: 100 })), [11, 9, 7, 5, 3, 1])
    assert.deepEqual(ids(await store.grants({ userId: 'user-2', limit: 3 })), [11, 8, 5])
    assert.deepEqual(ids(await store.grants({ appId: 'app-0', userId: 'user-2', limit: 9 })), [8, 2])
    assert.deepEqual(await store.grants({ userId: 'nobody', limit: 9 }), [])
    assert.deepEqual(await store.grants({ userId: 'user-2', limit: 1 }), [grantOf(11, mixed(11))])
  })

  test('live grants of an app by the day of their granting: the last day first, no more than asked for', async () => {
    const { store } = await open()
    const days = [0, 0, 1, 1, 1, 3]
    await issue(store, 6, (id) => ({ appId: 'app-1', createdAt: T0 + (days[id - 1] ?? 0) * DAY }))
    await store.revokeGrant(4, T0, 'operator')
    const first = Math.floor(T0 / DAY)
    const all = await store.liveGrantDays('app-1', T0, 99)
    assert.deepEqual(all, [
      { day: first + 3, count: 1 },
      { day: first + 1, count: 2 },
      { day: first, count: 2 },
    ])
    assert.deepEqual(await store.liveGrantDays('app-1', T0, 2), [
      { day: first + 3, count: 1 },
      { day: first + 1, count: 1 },
    ])
    assert.deepEqual(await store.liveGrantDays('app-2', T0, 9), [])
    assert.deepEqual(await store.liveGrantDays('app-1', T0 + 4000 * DAY, 9), [])
  })

  for (const [which, expected] of [
    [{ appId: 'app-1' }, [1, 3, 5, 7, 9, 11]],
    [{ userId: 'user-0' }, [3, 6, 9, 12]],
    [{ shopId: 'shop-1' }, [1, 2, 4, 5, 7, 8, 10, 11]],
    [{ shopId: 'shop-1', userId: 'user-2' }, [2, 5, 8, 11]],
    [{ shopId: 'shop-1', appId: 'app-0' }, [2, 4, 8, 10]],
    [{ appId: 'app-0', userId: 'user-1', shopId: 'shop-1' }, [4, 10]],
    [{ appId: 'app-0', userId: 'user-1', shopId: 'shop-0' }, []],
  ] as const) {
    test(`revokes the grants of ${JSON.stringify(which)}, and no other`, async () => {
      const { store } = await open()
      await issue(store, 12, mixed)
      assert.equal(await store.revokeGrants(which, T0 + 5, 'operator'), expected.length)
      const revoked = (await store.grants({ limit: 100 })).filter((grant) => grant.revoked)
      assert.deepEqual(ids(revoked).toReversed(), expected)
      assert.ok(
        revoked.every((grant) => grant.revoked?.at === T0 + 5 && grant.revoked.because === 'operator'),
      )
      assert.equal(await store.revokeGrants(which, T0 + 9, 'user'), 0)
    })
  }

  test('revoking ends codes that nobody has redeemed, of the same app, user and shop alone', async () => {
    const { store } = await open()
    await issue(store, 1, () => ({ appId: 'app-1', userId: 'user-1' }))
    const waiting: readonly Partial<Code>[] = [
      { appId: 'app-1', userId: 'user-1' },
      { appId: 'app-1', userId: 'user-2' },
      { appId: 'app-2', userId: 'user-1' },
      { appId: 'app-1', userId: 'user-1', shopId: 'other' },
      { appId: 'app-1', userId: 'user-1', platform: 'kept' },
    ]
    for (const [nth, more] of waiting.entries()) await store.issueCode(codeOf(nth + 2, more), [])
    const left = async () => {
      const codes = await Promise.all(waiting.map((_, nth) => store.code(codeAt(nth + 2))))
      return codes.flatMap((code) => (code ? [code.id] : []))
    }
    const which = { appId: 'app-1', userId: 'user-1', shopId: '1000000001', exceptPlatforms: ['kept'] }
    assert.equal(await store.revokeGrants(which, T0 + 5, 'user'), 1)
    assert.deepEqual(await left(), [3, 4, 5, 6])
    assert.equal(await store.redeemCode(codeAt(2), redeem()), false)
    await store.revokeGrants({ userId: 'user-1' }, T0 + 5, 'user')
    assert.deepEqual(await left(), [3])
    // A code that was redeemed is still known for what it is.
    assert.ok((await store.code(codeAt(1)))?.usedAt)
  })

  test('all pending codes are ended, however many there are', async () => {
    const { store } = await open()
    const ids_ = Array.from({ length: 4500 }, (_, nth) => nth + 1)
    await Promise.all(ids_.map((id) => store.issueCode(codeOf(id, { userId: `user-${id % 2}` }), [])))
    await store.revokeGrants({ userId: 'user-1' }, T0, 'user')
    const left = await Promise.all(ids_.map((id) => store.code(codeAt(id))))
    assert.equal(left.filter((code) => code?.userId === 'user-0').length, 2250)
    assert.equal(left.filter((code) => code?.userId === 'user-1').length, 0)
  })

  test('grants on platforms that are excepted go on', async () => {
    const { store } = await open()
    await issue(store, 4, (id) => ({ platform: id % 2 === 0 ? 'kept' : 'tong' }))
    assert.equal(
      await store.revokeGrants({ userId: 'user-1', exceptPlatforms: ['kept'] }, T0, 'password_changed'),
      2,
    )
    assert.deepEqual(ids(await store.grants({ limit: 9, aliveAt: T0 })), [4, 2])
    await assert.rejects(store.revokeGrants({ exceptPlatforms: [] }, T0, 'user'), /of which app/)
  })

  test('living grants alone, of a shop too', async () => {
    const { store } = await open()
    await issue(store, 6, mixed)
    await store.revokeGrant(4, T0, 'user')
    assert.deepEqual(ids(await store.grants({ limit: 9, aliveAt: T0 })), [6, 5, 3, 2, 1])
    assert.deepEqual(ids(await store.grants({ shopId: 'shop-1', limit: 9, aliveAt: T0 })), [5, 2, 1])
    assert.deepEqual(await store.grants({ limit: 9, aliveAt: T0 + 90 * DAY }), [])
  })

  test('revoking what fits nothing is refused', async () => {
    const { store } = await open()
    await issue(store, 1)
    await assert.rejects(store.revokeGrants({}, T0, 'operator'), /of which app, user or shop/)
    assert.equal((await store.grant(accessAt(1)))?.revoked, undefined)
  })

  test('many are revoked as well as few', async () => {
    const { store } = await open()
    await issue(store, 1234)
    assert.equal(await store.revokeGrants({ appId: 'app-1' }, T0, 'operator'), 1234)
    assert.ok((await store.grants({ limit: 2000 })).every((grant) => grant.revoked))
  })

  /** As the janitor does it. */
  const swept = async (store: Store, now: number) => {
    let pieces = 0
    while ((await store.sweep(now, 100)) > 0) pieces++
    return pieces
  }

  test('the rows of many grants follow a piece at a time, and what was granted since goes on', async () => {
    const { store } = await open()
    await issue(store, 250)
    await store.revokeGrants({ appId: 'app-1' }, T0 + 1, 'operator')
    await store.issueCode(codeOf(251), [])
    assert.equal(await store.redeemCode(codeAt(251), redeem()), true)
    await store.revokeGrant(7, T0 + 2, 'user')
    const shown = async () =>
      (await store.grants({ limit: 999 })).map(({ id, revoked }) => [id, revoked?.at, revoked?.because])
    const before = await shown()
    assert.deepEqual(before[0], [251, undefined, undefined])
    assert.ok(before.slice(1).every(([, at, because]) => at === T0 + 1 && because === 'operator'))
    assert.ok((await swept(store, T0 + 3)) >= 3)
    assert.deepEqual(await shown(), before)
    // When no code of that time lives any more the end itself has nothing left to say.
    await swept(store, T0 + DAY)
    assert.deepEqual(await shown(), before)
    assert.equal((await store.grant(accessAt(251)))?.revoked, undefined)
    assert.deepEqual(await store.liveGrantDays('app-1', T0, 9), [{ day: Math.floor(T0 / DAY), count: 1 }])
  })

  test('a code from before an end stays none when the rows have followed, and one from after it is good', async () => {
    const { store } = await open()
    await store.issueCode(codeOf(1), [])
    await store.revokeGrants({ userId: 'user-1' }, T0, 'password_changed')
    await store.issueCode(codeOf(2), [])
    await swept(store, T0)
    assert.equal(await store.code(codeAt(1)), undefined)
    assert.equal(await store.redeemCode(codeAt(1), redeem()), false)
    assert.equal(await store.redeemCode(codeAt(2), redeem()), true)
    // What such a code would have become cannot be ended by an end from before it.
    await swept(store, T0)
    assert.equal((await store.grant(accessAt(2)))?.revoked, undefined)
  })

  test('ends of a user, a shop and an app at once each say their own cause, the first one of each grant', async () => {
    const { store } = await open()
    await issue(store, 12, mixed)
    await store.endGrants({ userId: 'user-0', appId: 'app-0' }, T0 + 1, 'user')
    await store.endGrants({ shopId: 'shop-1' }, T0 + 2, 'operator')
    await store.endGrants({ appId: 'app-0', exceptPlatforms: ['other'] }, T0 + 3, 'client')
    const causes = async () =>
      Object.fromEntries((await store.grants({ limit: 99 })).map(({ id, revoked }) => [id, revoked?.because]))
    const expected = {
      ...Object.fromEntries([1, 2, 4, 5, 7, 8, 10, 11].map((id) => [id, 'operator'])),
      ...Object.fromEntries([6, 12].map((id) => [id, 'user'])),
      ...Object.fromEntries([3, 9].map((id) => [id, undefined])),
    }
    assert.deepEqual(await causes(), expected)
    assert.equal(await store.countGrants({ userId: 'user-0' }), 2)
    await swept(store, T0 + 4)
    assert.deepEqual(await causes(), expected)
    await assert.rejects(store.endGrants({}, T0, 'operator'), /of which app, user or shop/)
  })

  test('days of use are marked, never back, and outlive a refresh', async () => {
    const { store } = await open()
    await issue(store, 3)
    const today = T0 / DAY
    await store.markUsed(
      new Map([
        [1, Math.floor(today)],
        [2, 5],
        [99, 5],
      ]),
    )
    await store.markUsed(new Map([[1, 7]]))
    await store.markUsed(new Map())
    await store.refreshGrant(refreshAt(1), refresh(refreshAt(1)))
    const days = await Promise.all(
      [1, 2, 3, 99].map(async (id) => (await store.grant(accessAt(id)))?.lastUsedDay),
    )
    assert.deepEqual(days, [Math.floor(today), 5, undefined, undefined])
  })

  test('a key is in use while a grant made with it lives', async () => {
    const { store } = await open()
    const access = T0 + 60
    const terms: readonly Partial<Grant>[] = [
      { keyId: 'k1', accessExpiresAt: access, refreshExpiresAt: T0 + 90 },
      { keyId: 'k2', accessExpiresAt: access, refreshExpiresAt: T0 + 40 * DAY },
      { keyId: 'k2', accessExpiresAt: access, refreshExpiresAt: 0 },
      { keyId: 'k3', accessExpiresAt: access, refreshExpiresAt: T0 + 50 * DAY },
      { keyId: 'k4', accessExpiresAt: T0 + 60 * DAY, refreshExpiresAt: 0 },
    ]
    for (const [nth, more] of terms.entries()) {
      await store.issueCode(codeOf(nth + 1), [])
      await store.redeemCode(codeAt(nth + 1), redeem(more))
    }
    assert.deepEqual(await store.keyIdsInUse(T0), ['k1', 'k2', 'k3', 'k4'])
    assert.deepEqual(await store.keyIdsInUse(T0 + 89), ['k1', 'k2', 'k3', 'k4'])
    assert.deepEqual(await store.keyIdsInUse(T0 + 90), ['k2', 'k3', 'k4'])
    await store.revokeGrant(4, T0 + 100, 'user')
    assert.deepEqual(await store.keyIdsInUse(T0 + 100), ['k2', 'k4'])
    assert.deepEqual(await store.keyIdsInUse(T0 + 41 * DAY), ['k4'])
    assert.deepEqual(await store.keyIdsInUse(T0 + 61 * DAY), [])
  })
}
