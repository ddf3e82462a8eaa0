/*
 * Links that are sent by mail and are good once: an invitation, a new password, a lost second factor. And, under a name
 * that no link has, what a developer is trying for the length of an hour, what was answered to a consent form, and what was
 * typed while a session ended.
 */
import { randomBytes } from 'node:crypto'
import { digest } from '@hufu/engine'
import type { Store } from './store.ts'
import type { TicketPurpose, Ticket, TicketStore } from './ticket-store.ts'

type Tickets = TicketStore & Pick<Store, 'now'>

export interface NewTicket extends Pick<Ticket, 'purpose' | 'subject'> {
  readonly payload?: Readonly<Record<string, string>>
  readonly seconds: number
}

/** The text that the link carries: 256 random bits, of which the store keeps a digest. */
export async function issueTicket(
  { purpose, subject, payload = {}, seconds }: NewTicket,
  store: Tickets,
): Promise<string> {
  const secret = randomBytes(32).toString('base64url')
  const createdAt = store.now()
  const id = digest('ticket', secret)
  await store.putTicket({ id, purpose, subject, payload, createdAt, expiresAt: createdAt + seconds })
  return secret
}

/** The ticket of a link that is still valid. A text that cannot be a ticket never reaches the store. */
export const findTicket = async (
  secret: string,
  purpose: TicketPurpose,
  store: Tickets,
): Promise<Ticket | undefined> =>
  isTicketText(secret) ? store.ticket(digest('ticket', secret), purpose, store.now()) : undefined

/** The same, and spends it. */
export const spendTicket = async (
  secret: string,
  purpose: TicketPurpose,
  store: Tickets,
): Promise<Ticket | undefined> =>
  isTicketText(secret) ? store.takeTicket(digest('ticket', secret), purpose, store.now()) : undefined

const isTicketText = (text: string): boolean => /^[\w-]{43}$/.test(text)
