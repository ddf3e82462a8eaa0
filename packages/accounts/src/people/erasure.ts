/* How what is kept about a person goes, when it is asked for. docs/personal-data.md says what goes by its age. */
import { type AccountContext, dropLinks } from './accounts.ts'
import { developerGuesses, factorGuesses } from '../login/developer-login.ts'
import { userAccount } from '../login/login.ts'
import { type LetterStore, readerOf } from '../letters.ts'
import type { LoginHistoryStore } from '../login/login-history.ts'
import { type Refusal, unknown } from '../refusal.ts'
import type { Store } from '../store.ts'

export interface ErasureContext {
  readonly store: AccountContext['store'] &
    Pick<Store, 'removeUser' | 'clearLoginFailuresUnder'> &
    Pick<LoginHistoryStore, 'forgetLogins'> &
    Pick<LetterStore, 'dropLetters'>
  readonly directory: AccountContext['directory']
}

/**
 * Deletes the account with its name, address, password and login history, and ends every grant of the user at once. Ended
 * grants (which have the user's number and no name) and the audit log stay until they are too old.
 */
export async function eraseUser(
  id: string,
  { store, directory }: ErasureContext,
): Promise<{ readonly erased: string } | Refusal> {
  const user = await store.user(id)
  if (!user) return unknown('user', id)
  // The account first: nobody begins anything new under it while the rest goes.
  await store.removeUser(id)
  directory.forget()
  await store.revokeGrants({ userId: id }, store.now(), 'operator')
  await store.endSessions(id)
  await store.forgetLogins(id)
  await forgetGuesses(userAccount(id), store)
  await dropLinks(id, { store })
  if (user.email !== undefined) await store.dropLetters(readerOf(user.email))
  return { erased: id }
}

/**
 * Deletes the account with its name, address, password and second factor. The organisation and its apps stay, even without
 * any developer: an operator can invite others into it. The audit log, and the developer's number in the history of the
 * apps, stay until they are too old.
 */
export async function eraseDeveloper(
  id: string,
  { store }: { readonly store: Store },
): Promise<{ readonly erased: string } | Refusal> {
  const developer = await store.developer(id)
  if (!developer) return unknown('developer', id)
  await store.eraseDeveloper(id)
  await store.endSessions(id)
  for (const account of [developerGuesses(developer.email), factorGuesses(id)])
    await forgetGuesses(account, store)
  await store.dropLetters(readerOf(developer.email))
  await store.dropTicket('developer_password', id)
  for (const subject of [developer.email, `operator ${developer.email}`])
    await store.dropTicket('developer_invitation', subject)
  return { erased: id }
}

async function forgetGuesses(account: string, store: Pick<Store, 'clearLoginFailuresUnder'>): Promise<void> {
  for (const kind of ['wrong', 'frozen', 'known', 'strangers'])
    await store.clearLoginFailuresUnder(`${kind} ${account}`)
}
