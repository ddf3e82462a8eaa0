/* A ticket, and where it is kept. */
import type { Digest } from '@hufu/engine'

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

/** The target of a link. Times are seconds since the epoch. */
export interface Ticket {
  readonly id: Digest<'ticket'>
  readonly purpose: TicketPurpose
  /** Whom it is for: the id of an account, or the address that is invited. */
  readonly subject: string
  /** Further data for the page; never a secret that is not sealed. */
  readonly payload: Readonly<Record<string, string>>
  readonly createdAt: number
  readonly expiresAt: number
}

export interface TicketStore {
  /** Takes the place of the one before of the same purpose and subject: the newest link alone is good. */
  putTicket(ticket: Ticket): Promise<void>
  /** For the page behind the link. It consumes nothing, because mail programs open links too. */
  ticket(id: Digest<'ticket'>, purpose: TicketPurpose, now: number): Promise<Ticket | undefined>
  /** Spends it: of any number at once, exactly one is given it. */
  takeTicket(id: Digest<'ticket'>, purpose: TicketPurpose, now: number): Promise<Ticket | undefined>
  /** Ends what was sent to this subject for this purpose. */
  dropTicket(purpose: TicketPurpose, subject: string): Promise<void>
}
