/* A new password: set by an operator, chosen by its owner, or after it was forgotten. */
import type { LoginFailure, Policy } from '@hufu/dialects'
import { SHORTEST_PASSWORD, checkNewPassword } from '../people/account-settings.ts'
import { type AccountContext, changed, dropLinks } from '../people/accounts.ts'
import { failureOf, userAccount } from './login.ts'
import { type GuessStore, guess, strangersKey, thaw } from './login-limits.ts'
import { hashPassword } from './passwords.ts'
import { type Refusal, changedMeanwhile, invalid, isRefusal, unknown } from '../refusal.ts'
import { spendTicket } from '../tickets.ts'
import type { TicketStore } from '../ticket-store.ts'
import type { User } from '@hufu/engine'

export interface PasswordContext extends AccountContext {
  /** Those that are enabled. */
  readonly dialects: readonly { readonly id: string }[]
  policyOf(platform: string): Pick<Policy, 'passwordChange'>
}

/** Platforms whose grants a new password leaves alone. */
export const platformsThatKeep = ({ dialects, policyOf }: Omit<PasswordContext, keyof AccountContext>) =>
  dialects.map(({ id }) => id).filter((id) => policyOf(id).passwordChange === 'keep-grants')

interface SetPassword {
  /** The hash of the password that the owner proved: if another one has replaced it, nothing is changed. */
  readonly instead?: string
}

/**
 * A new password. It ends all of the user's sessions and, where the platform's policy says so, what they have authorised.
 * What strangers did to the account is forgotten,
 * and no link that was sent before sets another.
 */
export async function setPassword(
  id: string,
  password: string,
  context: PasswordContext,
  { instead }: SetPassword = {},
): Promise<User | Refusal> {
  const { store } = context
  const held = await store.user(id)
  if (!held) return unknown('user', id)
  if (held.source !== undefined)
    return invalid('password', 'is kept by the system that the account comes from', {
      fault: 'password_elsewhere',
    })
  const refused = checkNewPassword(password, held.username, SHORTEST_PASSWORD.merchant)
  if (refused) return refused
  const kept = await hashPassword(password)
  const user = await changed(
    id,
    (before) =>
      before.password === (instead ?? before.password)
        ? { ...before, password: kept, passwordChangedAt: store.now() }
        : changedMeanwhile,
    context,
  )
  if (isRefusal(user)) return user
  await store.endSessions(id)
  await dropLinks(id, context)
  const exceptPlatforms = platformsThatKeep(context)
  const which = { userId: id, ...(exceptPlatforms.length > 0 && { exceptPlatforms }) }
  await store.revokeGrants(which, store.now(), 'password_changed')
  await store.clearLoginFailuresUnder(strangersKey(userAccount(id)))
  return user
}

export interface PasswordChange {
  readonly current: string
  readonly wanted: string
  /** The client address. */
  readonly address: string
}

/** Its owner changes it. A wrong present password counts as a wrong one at the login does. */
export async function changeOwnPassword(
  user: User,
  { current, wanted, address }: PasswordChange,
  context: PasswordContext & { readonly store: GuessStore },
): Promise<User | Refusal | LoginFailure> {
  const refused = checkNewPassword(wanted, user.username, SHORTEST_PASSWORD.merchant)
  if (refused) return refused
  if (wanted === current) return invalid('password', 'is the one before', { fault: 'password_before' })
  if (current === '') return { reason: 'password_missing' }
  const account = userAccount(user.id)
  const result = await guess({ account, kept: user.password, password: current, address }, context.store)
  if (result.verdict !== 'right') return failureOf(result)
  return setPassword(user.id, wanted, context, { instead: user.password })
}

export type PasswordTicket = 'user_password' | 'user_invitation'

/**
 * Its owner has forgotten it, or has none yet, and comes by the link that was sent to them. Whoever reads their mail may log in again at
 * once, from where they are. Undefined: the link is not good, or no longer.
 */
export async function resetPassword(
  ticket: string,
  purpose: PasswordTicket,
  { wanted, address }: Omit<PasswordChange, 'current'>,
  context: PasswordContext & { readonly store: GuessStore & TicketStore },
): Promise<User | Refusal | undefined> {
  const { store } = context
  // Before the link is spent: who chooses a password that will not do may choose another.
  const refused = checkNewPassword(wanted, '', SHORTEST_PASSWORD.merchant)
  if (refused) return refused
  const spent = await spendTicket(ticket, purpose, store)
  const user = spent && (await store.user(spent.subject))
  if (!spent || user?.status !== 'active') return undefined
  const set = await setPassword(user.id, wanted, context)
  if (isRefusal(set)) await store.putTicket(spent)
  else await thaw(userAccount(user.id), address, store)
  return set
}
