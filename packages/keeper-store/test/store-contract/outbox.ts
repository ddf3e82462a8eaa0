import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection } from '../../src/connection.ts'
import type { Message } from '../../src/outbox.ts'
import type { Open } from '../store-contract.ts'
import { DAY, connected, entryFor, told } from './rows.ts'

const message = (nth: number) => ({ id: `msg_${nth}`, type: 'quota.low', body: `{"nth":${nth}}` }) as const

export function outboxContract(open: Open): void {
  test('an endpoint begins with what is told from then on, and its messages are put in once', async () => {
    const { store, other } = await open()
    await store.tell([told('quota.low', 'a')])
    const { seq } = await store.endpoint('crm')
    assert.equal((await other.endpoint('crm')).seq, seq)
    await store.tell([told('quota.low', 'b')])
    const [event] = await store.eventsAfter(seq, 9)
    assert.equal(event?.connectionId, 'b')
    const put = await Promise.all(
      Array.from({ length: 8 }, (_, nth) =>
        (nth % 2 ? store : other).enqueue('crm', seq, event?.seq ?? 0, [message(nth)]),
      ),
    )
    assert.equal(put.filter(Boolean).length, 1)
    assert.equal((await other.endpoint('crm')).seq, event?.seq)
    assert.deepEqual(
      (await store.outbox()).map(({ endpoint, waiting, dead }) => [endpoint, waiting, dead]),
      [['crm', 1, 0]],
    )
  })

  test('a message is taken by one, and by another if that one is never heard of', async () => {
    const { store, other, clock } = await open()
    await store.endpoint('crm')
    await store.enqueue(
      'crm',
      0,
      1,
      Array.from({ length: 20 }, (_, nth) => message(nth)),
    )
    const taken = await Promise.all(
      Array.from({ length: 8 }, (_, nth) => (nth % 2 ? store : other).takeMessages('crm', 60, 5)),
    )
    const ids = taken.flat().map(({ id }) => id)
    assert.equal(new Set(ids).size, ids.length, 'one was taken twice')
    for (let more: readonly Message[] = taken.flat(); more.length > 0; ids.push(...more.map(({ id }) => id)))
      more = await store.takeMessages('crm', 60, 5)
    assert.equal(new Set(ids).size, 20)
    assert.deepEqual(await store.takeMessages('other', 60, 5), [])
    clock.ahead = 61
    const [again] = await other.takeMessages('crm', 60, 1)
    assert.ok(again)
    assert.equal(again.attempts, 2)
    // Whoever had it first comes too late.
    await store.messageSent({ id: again.id, attempts: 1 })
    await store.messageFailed({ id: again.id, attempts: 1 }, { error: 'late' })
    assert.equal((await store.outbox())[0]?.waiting, 20)
    await store.messageSent(again)
    assert.equal((await store.outbox())[0]?.waiting, 19)
  })

  test('one that fails waits, or is dead until it is sent again', async () => {
    const { store, clock } = await open()
    await store.endpoint('crm')
    await store.enqueue('crm', 0, 1, [message(1), message(2)])
    const [first, second] = (await store.takeMessages('crm', 60, 9)).toSorted((a, b) =>
      a.id < b.id ? -1 : 1,
    )
    assert.ok(first && second)
    assert.equal(first.body, '{"nth":1}')
    await store.messageFailed(first, { error: 'status 500', seconds: 5.25 })
    assert.deepEqual((await store.outbox())[0]?.failing, { messages: 1, error: 'status 500' })
    await store.messageFailed(second, { error: 'status 503' })
    assert.deepEqual(await store.takeMessages('crm', 60, 9), [])
    clock.ahead = 6
    assert.deepEqual(
      (await store.takeMessages('crm', 60, 9)).map(({ id }) => id),
      ['msg_1'],
    )
    const [dead] = await store.deadLetters({ limit: 9 })
    assert.equal(dead?.id, 'msg_2')
    assert.equal(dead.lastError, 'status 503')
    assert.ok((dead.deadAt ?? 0) >= dead.createdAt)
    assert.deepEqual(await store.deadLetters({ endpoint: 'other', limit: 9 }), [])
    assert.deepEqual(await store.deadLetters({ endpoint: 'crm', after: 'msg_2', limit: 9 }), [])
    assert.equal(await store.resend({ id: 'msg_1' }), 0, 'it is not dead')
    assert.equal(await store.resend({ endpoint: 'other' }), 0)
    assert.equal(await store.resend({ id: 'msg_2' }), 1)
    const [again] = await store.takeMessages('crm', 60, 9)
    assert.deepEqual([again?.id, again?.attempts], ['msg_2', 1])
    assert.deepEqual(await store.deadLetters({ limit: 9 }), [])
  })

  test('one that is given back untried is due at once, and the try is not counted', async () => {
    const { store, other, clock } = await open()
    await store.endpoint('crm')
    await store.enqueue('crm', 0, 1, [message(1)])
    const [first] = await store.takeMessages('crm', 60, 9)
    assert.ok(first)
    await store.messageUntried(first)
    const [second] = await other.takeMessages('crm', 60, 9)
    assert.deepEqual([second?.id, second?.attempts], [first.id, 1])
    clock.ahead = 61
    assert.equal((await store.takeMessages('crm', 60, 9))[0]?.attempts, 2)
    // Whoever had it before comes too late.
    await other.messageUntried(first)
    assert.deepEqual(await store.takeMessages('crm', 60, 9), [])
  })

  test('a disabled endpoint gets no events, and continues where it stopped when it is enabled', async () => {
    const { store, other } = await open()
    const { seq } = await store.endpoint('crm')
    assert.equal(await store.setEndpoint('other', 'it answered 410 Gone'), false)
    assert.equal(await store.setEndpoint('crm', 'it answered 410 Gone'), true)
    const [figures] = await other.outbox()
    assert.deepEqual([figures?.endpoint, figures?.waiting, figures?.dead], ['crm', 0, 0])
    assert.equal(figures?.disabled?.why, 'it answered 410 Gone')
    assert.equal((await other.endpoint('crm')).disabled?.why, 'it answered 410 Gone')
    assert.equal(await store.enqueue('crm', seq, seq + 1, [message(1)]), false)
    assert.equal(await other.setEndpoint('crm', undefined), true)
    assert.deepEqual(await store.outbox(), [{ endpoint: 'crm', waiting: 0, dead: 0 }])
    assert.deepEqual(await store.endpoint('crm'), { seq })
    assert.equal(await store.enqueue('crm', seq, seq + 1, [message(1)]), true)
  })

  test('an event that no receiver accepted is deleted after 30 days', async () => {
    const { store, clock } = await open()
    await store.endpoint('crm')
    await store.enqueue('crm', 0, 1, [message(1)])
    clock.ahead = 29 * DAY
    await store.enqueue('crm', 1, 2, [message(2)])
    assert.equal(await store.sweep(9), 0)
    clock.ahead = 31 * DAY
    assert.equal(await store.sweep(9), 1)
    assert.deepEqual(
      (await store.takeMessages('crm', 60, 9)).map(({ id }) => id),
      ['msg_2'],
    )
  })

  test('tokens that are taken from the journal are told of, if they are', async () => {
    const { store } = await open()
    const one = await connected(store, 'S1')
    const [first, late] = [entryFor(one, 1), entryFor(one, 2)]
    await store.journal(first)
    await store.journal(late)
    const refreshed = (adopted: Connection) => [
      told('connection.refreshed', adopted.id, { generation: adopted.generation }),
    ]
    assert.equal(await store.adopt(first, 'me', refreshed), 'adopted')
    assert.equal(await store.adopt(late, 'me', refreshed), 'superseded')
    const [event, ...more] = (await store.story(one.id, 9)).filter(
      ({ type }) => type === 'connection.refreshed',
    )
    assert.deepEqual(event?.data, { generation: 2 })
    assert.deepEqual(more, [])
  })

  test('tokens that came late are told of once', async () => {
    const { store } = await open()
    const entry = entryFor(await connected(store, 'S1'), 1)
    const more = [told('token.persist_failed', entry.connectionId)]
    await store.journal(entry, more)
    await store.journal(entry, more)
    const types = (await store.story(entry.connectionId, 9)).map(({ type }) => type)
    assert.deepEqual(types.slice(0, 2).toSorted(), ['token.journaled', 'token.persist_failed'])
    assert.ok(!types.slice(2).includes('token.persist_failed'))
  })
}
