/* How what is kept about a person goes, when it is asked for. docs/personal-data.md says what goes by its age. */
import type { AccountContext } from './accounts.ts'
import { userAccount } from './login.ts'
import type { LoginHistoryStore } from './login-history.ts'
import { type Refusal, unknown } from './refusal.ts'
import type { Store } from './store.ts'
import type { TicketStore } from './tickets.ts'

export interface ErasureContext {
  readonly store: AccountContext['store'] &
    Pick<Store, 'removeUser' | 'clearLoginFailuresUnder'> &
    Pick<LoginHistoryStore, 'forgetLogins'> &
    Pick<TicketStore, 'dropTicket'>
  readonly directory: AccountContext['directory']
}

/**
 * The account is gone, with his name, address, password and login history; all that he authorised ends at once. What
 * remains goes by its age: ended grants, which have his number and no name, and the audit log.
 */
export async function eraseUser(
  id: string,
  { store, directory }: ErasureContext,
): Promise<{ readonly erased: string } | Refusal> {
  if (!(await store.user(id))) return unknown('user', id)
  // The account first: nobody begins anything new under it while the rest goes.
  await store.removeUser(id)
  directory.forget()
  await store.revokeGrants({ userId: id }, store.now(), 'operator')
  await store.endSessions(id)
  await store.forgetLogins(id)
  for (const kind of ['wrong', 'frozen', 'known', 'strangers'])
    await store.clearLoginFailuresUnder(`${kind} ${userAccount(id)}`)
  for (const purpose of ['user_password', 'user_invitation'] as const) await store.dropTicket(purpose, id)
  return { erased: id }
}
