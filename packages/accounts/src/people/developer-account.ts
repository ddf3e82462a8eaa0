/* Changes that developers make to their own account and organisation. */
import { checkShops } from '../apps/app-changes.ts'
import { MOST_TEST_SHOPS } from '../apps/app-settings.ts'
import { SHORTEST_PASSWORD, checkNewPassword } from './account-settings.ts'
import { developerGuesses, factorGuesses } from '../login/developer-login.ts'
import type { Developer, Organisation } from './developers.ts'
import type { SilentLoginFailure } from '../login/login.ts'
import { type GuessStore, guess, strangersKey, thaw, thawAccount } from '../login/login-limits.ts'
import { hashPassword } from '../login/passwords.ts'
import { checkName } from './names.ts'
import {
  type Refusal,
  changedMeanwhile,
  firstRefusal,
  invalid,
  isRefusal,
  overtaken,
  unknown,
} from '../refusal.ts'
import type { Store } from '../store.ts'
import { spendTicket } from '../tickets.ts'

export interface DeveloperContext {
  readonly store: Store
}

/** Looks, changes, and puts back. */
export async function changeDeveloper(
  id: string,
  decide: (developer: Developer) => Developer | Refusal,
  { store }: DeveloperContext,
): Promise<Developer | Refusal> {
  const held = await store.developer(id)
  if (!held) return unknown('developer', id)
  const decided = decide(held)
  if (isRefusal(decided)) return decided
  const next = { ...decided, version: held.version + 1 }
  return (await store.putDeveloper(next)) ? next : overtaken(`developer ${id}`)
}

/** For an operator. */
export async function changeOrganisation(
  id: string,
  change: Partial<Pick<Organisation, 'name' | 'verified' | 'testShops'>>,
  { store }: DeveloperContext,
): Promise<Organisation | Refusal> {
  const { name, testShops } = change
  const refused =
    (name === undefined ? undefined : checkName('name', name)) ??
    (testShops && firstRefusal(testShops, () => undefined, 'testShops', MOST_TEST_SHOPS)) ??
    (await checkShops(change, { store }))
  if (refused) return refused
  const held = await store.organisation(id)
  if (!held) return unknown('organisation', id)
  // The verification was for the former name.
  const verified = change.name === undefined || change.name === held.name ? held.verified : false
  const next = { ...held, verified, ...change, version: held.version + 1 }
  return (await store.putOrganisation(next)) ? next : overtaken(`organisation ${id}`)
}

/** Whether merchants read the organisation's name under an app that was reviewed. */
export const isNameShown = async (organisationId: string, { store }: DeveloperContext): Promise<boolean> =>
  (await store.apps({ organisationId })).some(({ status, statusBefore }) => {
    const standing = status === 'suspended' ? statusBefore : status
    return standing === 'submitted' || standing === 'online'
  })

/** For a developer of the organisation. Once merchants may see its name, only an operator can change it. */
export const renameOrganisation = async (
  id: string,
  name: string,
  context: DeveloperContext,
): Promise<Organisation | Refusal> =>
  (await isNameShown(id, context))
    ? invalid('name', 'is that of an app which is online or in review: ask the platform', {
        fault: 'shown_to_merchants',
      })
    : changeOrganisation(id, { name }, context)

export const renameDeveloper = async (
  id: string,
  name: string,
  context: DeveloperContext,
): Promise<Developer | Refusal> =>
  checkName('name', name) ?? changeDeveloper(id, (before) => ({ ...before, name }), context)

/** A developer proves once more who they are, where that is asked. Counted as the login's guesses are. */
export async function confirmPassword(
  { email, password: kept }: Developer,
  password: string,
  address: string,
  store: GuessStore,
): Promise<SilentLoginFailure | undefined> {
  const { verdict } = await guess({ account: developerGuesses(email), kept, password, address }, store)
  return verdict === 'right' ? undefined : { failed: verdict }
}

export const checkDeveloperPassword = (password: string, email: string): Refusal | undefined =>
  checkNewPassword(password, email, SHORTEST_PASSWORD.developer)

/** Instead of the one that `developer` has, who proved it or came by a link. Ends all of their sessions. */
export async function setDeveloperPassword(
  developer: Developer,
  password: string,
  context: DeveloperContext,
): Promise<Developer | Refusal> {
  const refused = checkDeveloperPassword(password, developer.email)
  if (refused) return refused
  const kept = await hashPassword(password)
  const changed = await changeDeveloper(
    developer.id,
    (before) => (before.password === developer.password ? { ...before, password: kept } : changedMeanwhile),
    context,
  )
  if (!isRefusal(changed)) await endAll(changed, context)
  return changed
}

/**
 * The developer has forgotten it, and comes by the link that was sent to them. Whoever reads their mail may log in again at once, from
 * where they are. Undefined: the link is not good, or no longer.
 */
export async function resetDeveloperPassword(
  ticket: string,
  password: string,
  context: DeveloperContext & { readonly address: string },
): Promise<Developer | Refusal | undefined> {
  const { store } = context
  // Before the link is spent: who chooses a password that will not do may choose another.
  const refused = checkDeveloperPassword(password, '')
  if (refused) return refused
  const spent = await spendTicket(ticket, 'developer_password', store)
  const developer = spent && (await store.developer(spent.subject))
  if (!spent || developer?.status !== 'active') return undefined
  const set = await setDeveloperPassword(developer, password, context)
  if (isRefusal(set)) await store.putTicket(spent)
  else await thaw(developerGuesses(developer.email), context.address, store)
  return set
}

/** For an operator. A disabled developer can neither log in nor continue a session. */
export async function setDeveloperStatus(
  id: string,
  status: Developer['status'],
  context: DeveloperContext,
): Promise<Developer | Refusal> {
  const changed = await changeDeveloper(id, (before) => ({ ...before, status }), context)
  if (!isRefusal(changed) && status === 'disabled') await endAll(changed, context)
  return changed
}

/** Removes a developer from the organisation of the one who asks; they may remove themselves. Its last developer stays. */
export async function removeColleague(
  by: Pick<Developer, 'organisationId'>,
  id: string,
  context: DeveloperContext,
): Promise<Developer | Refusal> {
  const { store } = context
  const gone = await store.developer(id)
  if (gone?.organisationId !== by.organisationId) return unknown('developer', id)
  if (!(await store.removeDeveloper(id)))
    return invalid('developer', 'is the last developer of the organisation: invite another one first')
  await endAll(gone, context)
  return gone
}

/** For an operator: every network may try the developer's password and codes again. */
export async function thawDeveloper({ id, email }: Developer, { store }: DeveloperContext): Promise<void> {
  for (const account of [developerGuesses(email), factorGuesses(id)]) await thawAccount(account, store)
}

/** Their sessions, the guesses of strangers at the account, and a link to a new password that is still under way. */
export async function endAll({ id, email }: Developer, { store }: DeveloperContext): Promise<void> {
  await store.endSessions(id)
  await store.dropTicket('developer_password', id)
  await store.clearLoginFailuresUnder(strangersKey(developerGuesses(email)))
}
