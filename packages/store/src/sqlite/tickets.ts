import type { Ticket, TicketStore } from '@hufu/accounts'
import type { Connection } from './file/connection.ts'

export function ticketVerbs({ prepare, read, write }: Connection): TicketStore {
  const replace = prepare('delete from tickets where purpose = ? and subject = ?')
  const insert = prepare(
    'insert into tickets (id, purpose, subject, expires_at, body) values (?, ?, ?, ?, ?)',
  )
  const select = prepare<[body: string]>(
    'select body from tickets where id = ? and purpose = ? and expires_at > ?',
  )
  const take = prepare<[body: string]>(
    'delete from tickets where id = ? and purpose = ? and expires_at > ? returning body',
  )
  const ticketOf = (row: [body: string] | undefined): Ticket | undefined =>
    row && (JSON.parse(row[0]) as Ticket)
  return {
    putTicket: (ticket) =>
      write(() => {
        const { id, purpose, subject, expiresAt } = ticket
        replace.run(purpose, subject)
        insert.run(id, purpose, subject, expiresAt, JSON.stringify(ticket))
      }),
    ticket: (id, purpose, now) => read(() => ticketOf(select.get(id, purpose, now))),
    takeTicket: (id, purpose, now) => write(() => ticketOf(take.get(id, purpose, now))),
    dropTicket: (purpose, subject) => write(() => void replace.run(purpose, subject)),
  }
}
