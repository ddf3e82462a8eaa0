import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ticket } from '@hufu/accounts'
import { T0, digestOf } from '../rows.ts'
import type { Open } from '../store-contract.ts'

const ticketOf = (name: string, more: Partial<Ticket> = {}): Ticket => ({
  id: digestOf('ticket', name),
  purpose: 'user_password',
  subject: 'user_1',
  payload: { by: 'mail' },
  createdAt: T0,
  expiresAt: T0 + 3600,
  ...more,
})

export function ticketContract(open: Open): void {
  test('a ticket is looked at as often as one likes, and taken once, by one of many', async () => {
    const { store } = await open()
    const ticket = ticketOf('a')
    await store.putTicket(ticket)
    for (const _ of [1, 2]) assert.deepEqual(await store.ticket(ticket.id, 'user_password', T0), ticket)
    const taken = await Promise.all(
      Array.from({ length: 16 }, () => store.takeTicket(ticket.id, 'user_password', T0 + 9)),
    )
    assert.deepEqual(
      taken.filter((each) => each !== undefined),
      [ticket],
    )
    assert.equal(await store.ticket(ticket.id, 'user_password', T0), undefined)
  })

  test('a ticket is nothing for another purpose, by another text, or after its time', async () => {
    const { store } = await open()
    const ticket = ticketOf('a')
    await store.putTicket(ticket)
    assert.equal(await store.takeTicket(ticket.id, 'developer_password', T0), undefined)
    assert.equal(await store.takeTicket(digestOf('ticket', 'b'), 'user_password', T0), undefined)
    assert.equal(await store.takeTicket(ticket.id, 'user_password', T0 + 3600), undefined)
    assert.equal(await store.ticket(ticket.id, 'user_password', T0 + 3600), undefined)
    assert.deepEqual(await store.takeTicket(ticket.id, 'user_password', T0 + 3599), ticket)
  })

  test('a newer ticket takes the place of the one before, for the same purpose and subject alone', async () => {
    const { store } = await open()
    const [a, b] = [ticketOf('a'), ticketOf('b')]
    const others = [ticketOf('c', { subject: 'user_2' }), ticketOf('d', { purpose: 'user_invitation' })]
    for (const each of [a, ...others, b]) await store.putTicket(each)
    assert.equal(await store.ticket(a.id, a.purpose, T0), undefined)
    for (const each of [b, ...others]) assert.deepEqual(await store.ticket(each.id, each.purpose, T0), each)
    await store.dropTicket('user_password', 'user_1')
    assert.equal(await store.ticket(b.id, b.purpose, T0), undefined)
    assert.deepEqual(await store.ticket(others[0]!.id, 'user_password', T0), others[0])
  })

  test('a ticket goes with its second', async () => {
    const { store } = await open()
    await store.putTicket(ticketOf('a'))
    assert.equal(await store.sweep(T0 + 3599, 10), 0)
    assert.equal(await store.sweep(T0 + 3600, 10), 1)
  })
}
