import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LoginRecord, Store } from '@hufu/accounts'
import { DAY, T0 } from '../rows.ts'
import type { Open } from '../store-contract.ts'

const login = (at: number, outcome: LoginRecord['outcome'] = 'in'): LoginRecord => ({
  at,
  outcome,
  network: '192.0.2.0/24',
  browser: 'Chrome, Android',
})

const MOST = 30
const keep = (store: Store, accountId: string, record: LoginRecord) =>
  store.recordLogin(accountId, record, { most: MOST, until: record.at + DAY })

export function loginHistoryContract(open: Open): void {
  test('the last logins of an account, the newest first, and of nobody else', async () => {
    const { store } = await open()
    assert.deepEqual(await store.logins('a'), [])
    for (const at of [T0, T0 + 1, T0 + 1]) await keep(store, 'a', login(at))
    await keep(store, 'b', login(T0 + 2, 'password_wrong'))
    assert.deepEqual(await store.logins('a'), [login(T0 + 1), login(T0 + 1), login(T0)])
    await store.forgetLogins('a')
    assert.deepEqual(await store.logins('a'), [])
    assert.equal((await store.logins('b')).length, 1)
  })

  test('a hundred failed logins hide no successful one', async () => {
    const { store } = await open()
    await keep(store, 'a', login(T0))
    for (let nth = 1; nth <= 100; nth++) await keep(store, 'a', login(T0 + nth, 'password_wrong'))
    const kept = await store.logins('a')
    assert.equal(kept.length, MOST + 1)
    assert.deepEqual(kept.at(-1), login(T0))
    assert.equal(kept[0]?.at, T0 + 100)
    for (let nth = 1; nth <= 100; nth++) await keep(store, 'a', login(T0 + 200 + nth))
    assert.equal((await store.logins('a')).length, 2 * MOST)
  })

  test('a login is forgotten in its time', async () => {
    const { store } = await open()
    await keep(store, 'a', login(T0))
    await store.sweep(T0 + DAY - 1, 9)
    assert.equal((await store.logins('a')).length, 1)
    await store.sweep(T0 + DAY, 9)
    assert.deepEqual(await store.logins('a'), [])
  })
}
