import type { Digest, Ticket, TicketPurpose, TicketStore } from '@hufu/engine'
import { type Sweep, sweepOf } from './sweep.ts'

export function ticketVerbs(): { readonly verbs: TicketStore; readonly sweeps: readonly Sweep[] } {
  const tickets = new Map<Digest<'ticket'>, Ticket>()
  const find = (id: Digest<'ticket'>, purpose: TicketPurpose, now: number): Ticket | undefined => {
    const ticket = tickets.get(id)
    return ticket?.purpose === purpose && ticket.expiresAt > now ? ticket : undefined
  }
  const drop = (purpose: TicketPurpose, subject: string): void => {
    for (const [id, ticket] of tickets)
      if (ticket.purpose === purpose && ticket.subject === subject) tickets.delete(id)
  }
  return {
    sweeps: [sweepOf(tickets, ({ expiresAt }, now) => expiresAt <= now)],
    verbs: {
      async putTicket(ticket) {
        drop(ticket.purpose, ticket.subject)
        tickets.set(ticket.id, ticket)
      },
      ticket: async (id, purpose, now) => find(id, purpose, now),
      async takeTicket(id, purpose, now) {
        const ticket = find(id, purpose, now)
        if (ticket) tickets.delete(id)
        return ticket
      },
      dropTicket: async (purpose, subject) => drop(purpose, subject),
    },
  }
}
