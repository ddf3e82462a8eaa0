import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewAuditEntry } from '@hufu/accounts'
import { T0 } from '../rows.ts'
import type { Open } from '../store-contract.ts'

const entryOf = (change: Partial<NewAuditEntry> = {}): NewAuditEntry => ({
  at: T0,
  actor: { kind: 'operator', id: 'alice' },
  action: 'app.approve',
  subject: 'app_1',
  detail: {},
  address: '192.0.2.1',
  requestId: 'r1',
  ...change,
})

export function auditContract(open: Open): void {
  test('the audit log gives its entries back, the newest first, a page at a time', async () => {
    const { store } = await open()
    const entries = [1, 2, 3, 4, 5].map((nth) => entryOf({ requestId: `r${nth}`, at: T0 + nth }))
    await store.appendAuditEntries(entries.slice(0, 2))
    await store.appendAuditEntries(entries.slice(2))
    const first = await store.auditEntries({ limit: 2 })
    assert.deepEqual(
      first.map(({ id: _id, ...entry }) => entry),
      [entries[4], entries[3]],
    )
    const rest = await store.auditEntries({ limit: 9, before: first.at(-1)?.id ?? 0 })
    assert.deepEqual(
      rest.map(({ requestId }) => requestId),
      ['r3', 'r2', 'r1'],
    )
  })

  test('a rare entry is found however old it is, and each page continues where the last ended', async () => {
    const { store } = await open()
    const entries = Array.from({ length: 1200 }, (_, nth) =>
      entryOf({
        requestId: `r${nth}`,
        at: T0 + nth,
        action: nth % 3 === 0 ? 'app.reject' : 'app.approve',
        detail: nth % 400 === 7 ? { reason: 'Rare' } : {},
      }),
    )
    await store.appendAuditEntries(entries)
    const all = async (which: object, limit: number) => {
      const found: string[] = []
      for (let before = Number.MAX_SAFE_INTEGER; ;) {
        const page = await store.auditEntries({ ...which, before, limit })
        found.push(...page.map(({ requestId }) => requestId))
        before = page.at(-1)?.id ?? before
        if (page.length < limit) return found.join()
      }
    }
    const expected = (fits: (entry: NewAuditEntry, nth: number) => boolean) =>
      entries
        .filter(fits)
        .map(({ requestId }) => requestId)
        .toReversed()
        .join()
    assert.equal(await all({ text: 'rare' }, 1), 'r807,r407,r7')
    assert.equal(
      await all({ action: 'app.reject' }, 100),
      expected(({ action }) => action === 'app.reject'),
    )
    assert.equal(
      await all({ action: 'app.reject', from: T0 + 10, to: T0 + 1000 }, 300),
      expected(({ action }, nth) => action === 'app.reject' && nth >= 10 && nth < 1000),
    )
    assert.equal(
      await all({ actor: 'alice' }, 500),
      expected(() => true),
    )
  })

  test('the audit log is searched by each member, and by any text in it', async () => {
    const { store } = await open()
    const other = { kind: 'developer', id: 'dev_1' } as const
    await store.appendAuditEntries([
      entryOf({ requestId: 'a' }),
      entryOf({ requestId: 'b', action: 'app.reject', detail: { reason: '图标 Too Small' } }),
      entryOf({ requestId: 'c', actor: other, at: T0 + 10 }),
      entryOf({ requestId: 'd', subject: 'app_2', at: T0 + 20 }),
    ])
    const found = async (which: object) =>
      (await store.auditEntries({ limit: 9, ...which })).map(({ requestId }) => requestId).join('')
    assert.equal(await found({ actor: 'dev_1' }), 'c')
    assert.equal(await found({ action: 'app.reject' }), 'b')
    assert.equal(await found({ action: ['app.reject', 'app.approve'] }), 'dcba')
    assert.equal(await found({ action: ['app.reject', 'app.lift'] }), 'b')
    assert.equal(await found({ action: ['app.reject', 'app.approve'], subject: 'app_1' }), 'cba')
    assert.equal(await found({ action: ['app.approve', 'app.reject'], limit: 2 }), 'dc')
    assert.equal(await found({ subject: 'app_1' }), 'cba')
    assert.equal(await found({ text: 'too small' }), 'b')
    assert.equal(await found({ text: '%' }), '')
    assert.equal(await found({ from: T0 + 10, to: T0 + 20 }), 'c')
    assert.equal(await found({ subject: "app_1' or '1" }), '')
  })

  test('the audit log forgets by age alone, a little at a time, and gives no number twice', async () => {
    const { store } = await open()
    await store.appendAuditEntries(
      [T0 + 30, T0 + 10, T0 + 20].map((at) => entryOf({ at, requestId: `at ${at - T0}` })),
    )
    const [newest] = await store.auditEntries({ limit: 1 })
    assert.equal(await store.deleteAuditEntries(T0 + 10, 9), 0)
    assert.equal(await store.deleteAuditEntries(T0 + 99, 2), 2)
    const left = await store.auditEntries({ limit: 9 })
    assert.deepEqual(
      left.map(({ requestId }) => requestId),
      ['at 30'],
    )
    assert.equal(await store.deleteAuditEntries(T0 + 99, 2), 1)
    await store.appendAuditEntries([entryOf()])
    assert.ok(((await store.auditEntries({ limit: 1 }))[0]?.id ?? 0) > (newest?.id ?? 0))
  })
}
