import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Found, Grant, GrantDecision } from '@hufu/engine'
import type { Store } from '@hufu/accounts'
import {
  T0,
  accessAt,
  codeAt,
  codeOf,
  entry,
  grantOf,
  indexed,
  redeem,
  refresh,
  refreshAt,
  rotated,
} from '../rows.ts'
import type { Open } from '../store-contract.ts'

/** Grants 1 to `count`; their tokens are in the index, too. */
export async function issue(
  store: Store,
  count: number,
  more: (id: number) => Partial<Grant> = () => ({}),
): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, async (_, nth) => {
      const id = nth + 1
      const index = [entry(accessAt(id).digest, id), entry(refreshAt(id).digest, id)]
      await store.issueCode(codeOf(id), [])
      await store.redeemCode(codeAt(id), redeem(more(id), index))
    }),
  )
}

const next = (id: number, generation: number) => [
  entry(accessAt(id, generation).digest, id),
  entry(refreshAt(id, generation).digest, id),
]

export function grantContract(open: Open): void {
  test('a grant is found by the id that its tokens carry, and through the index', async () => {
    const { store } = await open()
    await issue(store, 2)
    for (const found of [accessAt(1), refreshAt(1), indexed(accessAt(1)), indexed(refreshAt(1))]) {
      assert.deepEqual(await store.grant(found), grantOf(1))
    }
    assert.equal(await store.grant(accessAt(3)), undefined)
    assert.equal(await store.grant(indexed(accessAt(3))), undefined)
  })

  test('a code that nobody redeemed is no grant', async () => {
    const { store } = await open()
    await store.issueCode(codeOf(1), [entry(codeOf(1).digest, 1)])
    assert.equal(await store.grant(accessAt(1)), undefined)
    assert.equal(
      await store.grant({ ...accessAt(1), digest: codeOf(1).digest } as unknown as Found<'access'>),
      undefined,
    )
  })

  test('exactly one of sixteen rotates a refresh token', async () => {
    const { store } = await open()
    await issue(store, 1)
    const found = indexed(refreshAt(1))
    const won = await Promise.all(
      Array.from({ length: 16 }, () => store.refreshGrant(found, refresh(found, next(1, 1)))),
    )
    assert.deepEqual(won.filter(Boolean), [true])
    assert.deepEqual(await store.grant(indexed(refreshAt(1, 1))), rotated(grantOf(1)))
  })

  test('tokens that a grant has spent still lead to it', async () => {
    const { store } = await open()
    await issue(store, 2)
    for (const generation of [0, 1, 2, 3]) {
      const found = indexed(refreshAt(1, generation))
      assert.equal(await store.refreshGrant(found, refresh(found, next(1, generation + 1))), true)
    }
    for (const generation of [0, 1, 2, 3, 4]) {
      const grant = await store.grant(indexed(refreshAt(1, generation)))
      assert.deepEqual([grant?.id, grant?.generation, grant?.refresh], [1, 4, refreshAt(1, 4).digest])
      assert.equal((await store.grant(indexed(accessAt(1, generation))))?.generation, 4)
      assert.equal((await store.grant(refreshAt(1, generation)))?.generation, 4)
    }
    assert.equal(await store.refreshGrant(refreshAt(1, 0), refresh(refreshAt(1, 0))), false)
    assert.deepEqual(await store.grant(accessAt(2)), grantOf(2))
  })

  test('all that a decision writes is stored', async () => {
    const { store } = await open()
    await issue(store, 1)
    const { refresh: _refresh, ...without } = grantOf(1)
    const whole: Grant = {
      ...without,
      generation: 7,
      accessExpiresAt: T0 + 400 * 86_400,
      refreshExpiresAt: 0,
      refreshes: { period: '2026-11', count: 3 },
      lastUsedDay: 20_000,
      scope: [],
      openId: 'with "quotes", 表情 🐯 and \u0000',
    }
    await store.refreshGrant(refreshAt(1), () => ({ answer: 0, write: { grant: whole, index: [] } }))
    assert.deepEqual(await store.grant(refreshAt(1)), whole)
  })

  test('200 simultaneous refreshes of one grant are counted one by one, soon', async () => {
    const { store } = await open()
    await issue(store, 1)
    const count = (grant: Grant | undefined): GrantDecision<number | 'too many'> => {
      if (!grant) throw new Error('no grant')
      const refreshes = { period: '2026-11', count: (grant.refreshes?.count ?? 0) + 1 }
      const extended = { ...grant, refreshes, refreshExpiresAt: grant.refreshExpiresAt + 1 }
      return refreshes.count > 150
        ? { answer: 'too many' }
        : { answer: refreshes.count, write: { grant: extended, index: next(1, 0) } }
    }
    const start = performance.now()
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => store.refreshGrant(refreshAt(1), count)),
    )
    assert.ok(performance.now() - start < 1000)
    assert.deepEqual(
      answers.slice(0, 150),
      Array.from({ length: 150 }, (_, nth) => nth + 1),
    )
    assert.ok(answers.slice(150).every((answer) => answer === 'too many'))
    assert.equal((await store.grant(refreshAt(1)))?.refreshes?.count, 150)
  })

  test('a refresh may begin another grant, which ends with the first, and with what the first would have ended with', async () => {
    const { store } = await open()
    await issue(store, 2)
    const part = { shopId: '1000000002', grantId: 7, salt: 's', at: T0, until: T0 }
    const parting = (grant: Grant | undefined, id: number): GrantDecision<number> => ({
      answer: id,
      write: { grant: { ...(grant ?? grantOf(0)), parts: [{ ...part, grantId: id }] }, index: [] },
      issue: { grant: grantOf(id, { shopId: part.shopId }), index: next(id, 0) },
    })
    assert.equal(await store.refreshGrant(refreshAt(1), (grant) => parting(grant, 7)), 7)
    assert.deepEqual(await store.grant(indexed(refreshAt(7))), grantOf(7, { shopId: part.shopId }))
    assert.deepEqual(
      (await store.grants({ shopId: part.shopId, limit: 10 })).map(({ id }) => id),
      [7],
    )
    await store.revokeGrant(1, T0 + 1, 'client')
    for (const id of [1, 7]) assert.equal((await store.grantById(id))?.revoked?.because, 'client')

    await store.refreshGrant(refreshAt(2), (grant) => parting(grant, 8))
    await store.revokeGrant(8, T0 + 1, 'client')
    assert.equal((await store.grantById(2))?.revoked, undefined)
    await store.endGrants({ appId: 'app-1' }, T0 + 2, 'operator')
    assert.equal((await store.grantById(2))?.revoked?.because, 'operator')
    assert.equal((await store.grantById(8))?.revoked?.because, 'client')
  })

  test('a decision that throws harms no other', async () => {
    const { store } = await open()
    await issue(store, 20)
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, nth) => {
        const found = refreshAt(nth + 1)
        return store.refreshGrant(found, (grant) => {
          if (nth % 5 === 0) throw new Error('a bug')
          return refresh(found)(grant)
        })
      }),
    )
    assert.deepEqual(
      results.map(({ status }) => status),
      Array.from({ length: 20 }, (_, nth) => (nth % 5 === 0 ? 'rejected' : 'fulfilled')),
    )
    const generations = await Promise.all(
      Array.from({ length: 20 }, async (_, nth) => (await store.grant(refreshAt(nth + 1)))?.generation),
    )
    assert.deepEqual(
      generations,
      Array.from({ length: 20 }, (_, nth) => (nth % 5 === 0 ? 0 : 1)),
    )
  })

  test('a decision on one grant does not write another', async () => {
    const { store } = await open()
    await issue(store, 2)
    await assert.rejects(
      store.refreshGrant(refreshAt(1), () => ({
        answer: 0,
        write: { grant: rotated(grantOf(2)), index: [] },
      })),
    )
    await assert.rejects(
      store.refreshGrant(refreshAt(3), () => ({ answer: 0, write: { grant: grantOf(3), index: [] } })),
    )
    for (const id of [1, 2]) assert.deepEqual(await store.grant(refreshAt(id)), grantOf(id))
    assert.equal(await store.grant(refreshAt(3)), undefined)
  })

  test('revoked is revoked: by whom first, and no refresh brings it back', async () => {
    const { store } = await open()
    await issue(store, 2)
    await store.revokeGrant(1, T0 + 1, 'user')
    await store.revokeGrant(1, T0 + 2, 'operator')
    await store.revokeGrant(99, T0, 'operator')
    assert.deepEqual((await store.grantById(1))?.revoked, { at: T0 + 1, because: 'user' })
    assert.equal(await store.grantById(99), undefined)
    const revoked = { at: T0 + 1, because: 'user' } as const
    assert.deepEqual(await store.grant(accessAt(1)), grantOf(1, { revoked }))
    assert.equal(await store.refreshGrant(refreshAt(1), refresh(refreshAt(1))), false)
    // Even a decision that forgets about it:
    await store.refreshGrant(refreshAt(1), () => ({
      answer: 0,
      write: { grant: rotated(grantOf(1)), index: [] },
    }))
    assert.deepEqual((await store.grant(accessAt(1)))?.revoked, revoked)
    assert.deepEqual(await store.grant(accessAt(2)), grantOf(2))
  })

  test('a refresh may end its grant, and a grant that ended is read so by the next in the same turn', async () => {
    const { store } = await open()
    await issue(store, 1)
    const revoked = { at: T0, because: 'refresh_token_reused' } as const
    const [, seen] = await Promise.all([
      store.refreshGrant(refreshAt(1), (grant) => ({
        answer: 0,
        write: { grant: { ...(grant as Grant), revoked }, index: [] },
      })),
      store.refreshGrant(refreshAt(1), (grant) => ({ answer: grant?.revoked })),
    ])
    assert.deepEqual(seen, revoked)
    assert.deepEqual(await store.grant(refreshAt(1)), grantOf(1, { revoked }))
  })
}
