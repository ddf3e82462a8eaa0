/*
 * Links that are sent by mail and are good once: an invitation, a new password, a lost second factor. And, under a name
 * that no link has, what a developer is trying for the length of an hour, what was answered to a consent form, and what was
 * typed while a session ended.
 */
import { randomBytes } from 'node:crypto'
import { digest } from '@hufu/engine'
import type { Digest } from '@hufu/engine'
import type { Store } from './store.ts'

export type TicketPurpose =
  | 'user_password'
  | 'user_invitation'
  | 'developer_password'
  | 'developer_invitation'
  | 'developer_second_factor'
  | 'operator_invitation'
  | 'operator_second_factor'
  | 'developer_trial'
  | 'consent_answer'
  | 'typed_form'

/** What a link stands for. Times are seconds since the epoch. */
export interface Ticket {
  readonly id: Digest<'ticket'>
  readonly purpose: TicketPurpose
  /** Whom it is for: the id of an account, or the address that is invited. */
  readonly subject: string
  /** What else the page needs to know; never a secret that is not sealed. */
  readonly payload: Readonly<Record<string, string>>
  readonly createdAt: number
  readonly expiresAt: number
}

export interface TicketStore {
  /** Takes the place of the one before of the same purpose and subject: the newest link alone is good. */
  putTicket(ticket: Ticket): Promise<void>
  /** To show the page that the link leads to: mail programs follow links too, so looking spends nothing. */
  ticket(id: Digest<'ticket'>, purpose: TicketPurpose, now: number): Promise<Ticket | undefined>
  /** Spends it: of any number at once, exactly one is given it. */
  takeTicket(id: Digest<'ticket'>, purpose: TicketPurpose, now: number): Promise<Ticket | undefined>
  /** Ends what was sent to this subject for this purpose. */
  dropTicket(purpose: TicketPurpose, subject: string): Promise<void>
}

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

/** What the link stands for, while it is good. What cannot be a ticket never reaches the store. */
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
