import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DAY,
  T0,
  codeAt,
  codeOf,
  digestOf,
  entry,
  grantOf,
  indexed,
  accessAt,
  redeem,
  refreshAt,
} from '../rows.ts'
import type { Open } from '../store-contract.ts'

export function codeContract(open: Open): void {
  test('a code comes back as it was issued, by the id that it carries or through the index', async () => {
    const { store } = await open()
    assert.equal(await store.code(codeAt(1)), undefined)
    await store.issueCode(codeOf(1), [])
    await store.issueCode(codeOf(2), [entry(codeOf(2).digest, 2)])
    assert.deepEqual(await store.code(codeAt(1)), codeOf(1))
    assert.deepEqual(await store.code(codeAt(2)), codeOf(2))
    assert.deepEqual(await store.code(indexed(codeAt(2))), codeOf(2))
    assert.equal(await store.code(indexed(codeAt(1))), undefined)
  })

  test('a code that carries the id of another, or of a grant, is none', async () => {
    const { store } = await open()
    await store.issueCode(codeOf(1), [])
    await store.redeemCode(codeAt(1), redeem())
    const forged = { ...codeAt(1), digest: digestOf('code', 'forged') }
    assert.equal(await store.code(forged), undefined)
    assert.equal(await store.redeemCode(forged, (code) => ({ answer: code })), undefined)
    assert.equal(await store.grant({ kind: 'access', digest: digestOf('access', 'x'), id: 2 }), undefined)
  })

  test('an id is issued once', async () => {
    const { store } = await open()
    await store.issueCode(codeOf(1), [])
    await assert.rejects(store.issueCode(codeOf(1, { openId: 'another' }), []))
    assert.deepEqual(await store.code(codeAt(1)), codeOf(1))
  })

  test('exactly one of sixteen redeems a code, and the code says when', async () => {
    const { store } = await open()
    await store.issueCode(codeOf(1), [])
    const won = await Promise.all(
      Array.from({ length: 16 }, (_, nth) => store.redeemCode(codeAt(1), redeem({ openId: `of ${nth}` }))),
    )
    assert.deepEqual(won.filter(Boolean), [true])
    assert.deepEqual(await store.code(codeAt(1)), { ...codeOf(1), usedAt: T0 })
    assert.deepEqual(await store.grant(accessAt(1)), grantOf(1, { openId: `of ${won.indexOf(true)}` }))
  })

  test('a code that is not there is decided on as such', async () => {
    const { store } = await open()
    assert.equal(await store.redeemCode(codeAt(1), redeem()), false)
    assert.equal(await store.redeemCode(indexed(codeAt(1)), redeem()), false)
    assert.equal(await store.grant(accessAt(1)), undefined)
  })

  test('a decision that writes nothing leaves the code as it is', async () => {
    const { store } = await open()
    await store.issueCode(codeOf(1), [])
    assert.equal(await store.redeemCode(codeAt(1), () => ({ answer: 'no' })), 'no')
    assert.deepEqual(await store.code(codeAt(1)), codeOf(1))
  })

  test('a second use may end the grant, which stays as it was first ended', async () => {
    const { store } = await open()
    await store.issueCode(codeOf(1), [])
    await store.redeemCode(codeAt(1), redeem())
    for (const at of [T0 + 1, T0 + 2]) {
      await store.redeemCode(codeAt(1), () => ({ answer: 0, revoke: { at, because: 'code_reused' } }))
    }
    assert.deepEqual(
      await store.grant(refreshAt(1)),
      grantOf(1, { revoked: { at: T0 + 1, because: 'code_reused' } }),
    )
  })

  test('a decision that throws fails alone, and leaves nothing', async () => {
    const { store } = await open()
    for (const id of [1, 2, 3, 4]) await store.issueCode(codeOf(id), [])
    const results = await Promise.allSettled([
      store.redeemCode(codeAt(1), redeem()),
      store.redeemCode(codeAt(2), () => {
        throw new Error('a bug')
      }),
      store.redeemCode(codeAt(3), redeem()),
      store.redeemCode(codeAt(3), redeem()),
      // Writes the code before it fails: this grant is there already.
      store.redeemCode(codeAt(4), () => ({ answer: true, redeem: { at: T0, grant: grantOf(1), index: [] } })),
      store.once(digestOf('once', 'form'), T0 + DAY),
    ])
    assert.deepEqual(
      results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed')),
      [true, 'failed', true, false, 'failed', true],
    )
    assert.deepEqual(await store.code(codeAt(2)), codeOf(2))
    assert.deepEqual(await store.code(codeAt(4)), codeOf(4))
    assert.deepEqual(await store.grant(accessAt(1)), grantOf(1))
    assert.deepEqual(await store.grant(accessAt(3)), grantOf(3))
    assert.equal(await store.redeemCode(codeAt(4), redeem()), true)
  })

  test('redeeming what is used, or not there, is a bug and changes nothing', async () => {
    const { store } = await open()
    const blindly = () => ({ answer: 0, redeem: { at: T0 + 5, grant: grantOf(1), index: [] } })
    await assert.rejects(store.redeemCode(codeAt(1), blindly))
    await store.issueCode(codeOf(1), [])
    await store.redeemCode(codeAt(1), redeem({ openId: 'the first' }))
    await assert.rejects(store.redeemCode(codeAt(1), blindly))
    assert.equal((await store.code(codeAt(1)))?.usedAt, T0)
    assert.equal((await store.grant(accessAt(1)))?.openId, 'the first')
  })
}
