import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Session } from '@hufu/engine'
import { T0, digestOf } from '../rows.ts'
import type { Open } from '../store-contract.ts'

const sessionOf = (name: string, accountId: string): Session => ({
  id: digestOf('session', name),
  kind: 'merchant',
  accountId,
  createdAt: T0,
  expiresAt: T0 + 3600,
})

export function sessionContract(open: Open): void {
  test('sessions end one by one, and all of an account but one', async () => {
    const { store } = await open()
    const [a1, a2, a3, b1] = [
      sessionOf('1', 'a'),
      sessionOf('2', 'a'),
      sessionOf('3', 'a'),
      sessionOf('4', 'b'),
    ]
    for (const session of [a1, a2, a3, b1]) await store.putSession(session)
    assert.deepEqual(await store.session(a1.id), a1)
    assert.equal(await store.session(digestOf('session', 'x')), undefined)
    await store.endSession(a1.id)
    await store.endSession(a1.id)
    assert.equal(await store.session(a1.id), undefined)
    await store.endSessions('a', a2.id)
    assert.equal(await store.session(a3.id), undefined)
    assert.deepEqual(await store.session(a2.id), a2)
    await store.endSessions('a')
    assert.equal(await store.session(a2.id), undefined)
    assert.deepEqual(await store.session(b1.id), b1)
  })

  test('a session is extended where it is, and an ended one stays ended', async () => {
    const { store } = await open()
    const session = sessionOf('1', 'a')
    await store.putSession(session)
    await store.extendSession(session.id, T0 + 7200)
    assert.deepEqual(await store.session(session.id), { ...session, expiresAt: T0 + 7200 })
    await store.sweep(T0 + 7199, 9)
    assert.ok(await store.session(session.id))
    await store.endSession(session.id)
    await store.extendSession(session.id, T0 + 9000)
    assert.equal(await store.session(session.id), undefined)
  })

  test("an account's sessions are listed, the newest first, without those that have expired", async () => {
    const { store } = await open()
    const mine = [
      sessionOf('1', 'a'),
      { ...sessionOf('2', 'a'), createdAt: T0 + 5, expiresAt: T0 + 9000, network: '192.0.2.0/24' },
    ]
    for (const session of [...mine, sessionOf('3', 'b')]) await store.putSession(session)
    assert.deepEqual(await store.sessions('a', T0), mine.toReversed())
    assert.deepEqual(await store.sessions('a', T0 + 3600), [mine[1]])
    assert.deepEqual(await store.sessions('c', T0), [])
  })

  test('keys of login failures that still count are listed by how they begin', async () => {
    const { store } = await open()
    const fail = (key: string, at: number) => store.countLoginFailure(key, at, at - 100, at + 100)
    await fail('frozen user b', T0)
    await fail('frozen user b', T0 + 50)
    await fail('frozen user a', T0 + 10)
    await fail('wrong user a', T0)
    assert.deepEqual(await store.loginFailureKeys('frozen ', T0 + 60, 9), [
      { key: 'frozen user a', expiresAt: T0 + 110 },
      { key: 'frozen user b', expiresAt: T0 + 150 },
    ])
    assert.deepEqual(await store.loginFailureKeys('frozen ', T0 + 60, 1), [
      { key: 'frozen user a', expiresAt: T0 + 110 },
    ])
    assert.deepEqual(await store.loginFailureKeys('frozen ', T0 + 110, 9), [
      { key: 'frozen user b', expiresAt: T0 + 150 },
    ])
    assert.deepEqual(await store.loginFailureKeys('f_ozen', T0, 9), [])
  })

  test('login failures are counted within the window, which ends now', async () => {
    const { store } = await open()
    const fail = (at: number, key = 'demo 10.0.0.0') => store.countLoginFailure(key, at, at - 100, at + 100)
    assert.equal(await store.loginFailures('demo 10.0.0.0', T0 - 100), 0)
    assert.deepEqual([await fail(T0), await fail(T0), await fail(T0 + 50), await fail(T0 + 99)], [1, 2, 3, 4])
    // What is exactly as old as the window is long is outside of it.
    assert.equal(await fail(T0 + 100), 3)
    assert.equal(await store.loginFailures('demo 10.0.0.0', T0), 3)
    assert.equal(await store.loginFailures('demo 10.0.0.0', T0 - 1), 5)
    assert.equal(await store.loginFailures('demo', T0 - 100), 0)
    const last = [1, 2, 3, 4, 5, 6].map((nth) => store.loginFailureAt('demo 10.0.0.0', nth))
    assert.deepEqual(await Promise.all(last), [T0 + 100, T0 + 99, T0 + 50, T0, T0, undefined])
    assert.equal(await store.loginFailureAt('demo', 1), undefined)
    assert.equal(await fail(T0, 'another'), 1)
    await store.clearLoginFailures('demo 10.0.0.0')
    assert.equal(await store.loginFailures('demo 10.0.0.0', 0), 0)
    assert.equal(await store.loginFailures('another', 0), 1)
  })

  test('each of many simultaneous failures gets its own count', async () => {
    const { store } = await open()
    const counts = await Promise.all(
      Array.from({ length: 20 }, (_, nth) =>
        store.countLoginFailure('demo', T0 + (nth % 3), T0 - 60, T0 + 60),
      ),
    )
    assert.deepEqual(
      counts,
      Array.from({ length: 20 }, (_, nth) => nth + 1),
    )
  })
}
