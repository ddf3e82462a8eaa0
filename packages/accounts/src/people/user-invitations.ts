import { type Refusal, invalid, unknown } from '../refusal.ts'
import type { Store } from '../store.ts'
import type { User } from '@hufu/engine'
import { issueTicket } from '../tickets.ts'
import type { TicketStore } from '../ticket-store.ts'

export const USER_INVITATION_DAYS = 3

/** A link to choose a password. It replaces the link that was sent before. */
export async function inviteUser(
  id: string,
  store: TicketStore & Pick<Store, 'now' | 'user'>,
): Promise<{ readonly user: User; readonly secret: string } | Refusal> {
  const user = await store.user(id)
  if (!user) return unknown('user', id)
  if (user.source !== undefined)
    return invalid('user', 'is kept by another system, and has no password to choose here', {
      fault: 'password_elsewhere',
    })
  if (user.status !== 'active') return invalid('user', 'is disabled', { fault: 'disabled' })
  const seconds = USER_INVITATION_DAYS * 86_400
  return { user, secret: await issueTicket({ purpose: 'user_invitation', subject: id, seconds }, store) }
}
