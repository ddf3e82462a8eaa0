import {
  LONGEST_USERNAME,
  USER_INVITATION_DAYS,
  type UserView,
  isEmail,
  issueTicket,
  userView,
} from '@hufu/accounts'
import type { User } from '@hufu/engine'
import type { Language } from '@hufu/web/design/language'
import type { Runtime } from '@hufu/server'
import { forgottenWords } from './forgotten-words.ts'

const LINK_SECONDS = 3600
/** The limit per account, so that repeated requests cannot fill a mailbox. */
const FOR_ACCOUNT = { count: 3, perSeconds: 3600 } as const
/** Accounts that share an address. */
const MOST_ACCOUNTS = 5

/** Sends a link to whom the name or address belongs; nobody is told whether it did. */
export async function sendResetLinks(name: string, language: Language, runtime: Runtime): Promise<void> {
  const { store, rates, mail } = runtime
  const words = forgottenWords[language]
  for (const { id, email, username, displayName } of await accountsOf(name.trim(), runtime)) {
    if (email === undefined || !rates.admit(`reset link ${id}`, FOR_ACCOUNT, store.now())) continue
    const ticket = await issueTicket({ purpose: 'user_password', subject: id, seconds: LINK_SECONDS }, store)
    const link = runtime.linkTo(`/account/reset?ticket=${ticket}`)
    await mail.send({ to: email, subject: words.subject, text: words.letter(displayName, username, link) })
  }
}

/** The operator's answer. It contains the link only if no letter could be sent. */
export async function sendInvitation(
  { user, secret }: { readonly user: User; readonly secret: string },
  language: Language,
  { mail, linkTo }: Pick<Runtime, 'mail' | 'linkTo'>,
): Promise<{ readonly user: UserView; readonly sent: boolean; readonly link?: string }> {
  const words = forgottenWords[language]
  const link = linkTo(`/account/welcome?ticket=${secret}`)
  const { email, displayName, username } = user
  const text = words.invitation(displayName, username, USER_INVITATION_DAYS, link)
  const sent = email !== undefined && (await mail.send({ to: email, subject: words.invitationSubject, text }))
  return { user: userView(user), sent, ...(!sent && { link }) }
}

async function accountsOf(name: string, { store }: Runtime): Promise<readonly User[]> {
  const named = name.length > LONGEST_USERNAME ? undefined : await store.userByName(name)
  const found = named ? [named] : isEmail(name) ? await store.usersByEmail(name) : []
  return found
    .filter(({ status, source }) => status === 'active' && source === undefined)
    .slice(0, MOST_ACCOUNTS)
}
