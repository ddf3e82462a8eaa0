import type { LoginRecord } from '../login/login-history.ts'
import type { Session, Shop, User } from '@hufu/engine'
import type { Store } from '../store.ts'
import type { AuditEntry } from '../audit.ts'
import type { Developer } from './developers.ts'
import {
  type DeveloperView,
  type GrantView,
  type OrganisationView,
  type UserView,
  developerView,
  grantView,
  organisationView,
  userView,
} from '../views.ts'

/** All that is kept about a user, for the user to take along. No password or token is in it, nor the digest of one. */
export interface PersonalData {
  readonly user: UserView
  readonly shop?: Shop
  /** The newest first, ended ones too while they are kept. */
  readonly authorizations: readonly (GrantView & { readonly app: string })[]
  readonly logins: readonly LoginRecord[]
  readonly sessions: readonly OwnSession[]
}

/** A session of the user. Times are seconds since the epoch. */
export type OwnSession = Pick<Session, 'network' | 'browser' | 'createdAt' | 'expiresAt'>

const MOST_GRANTS = 10_000
const MOST_ENTRIES = 10_000

export async function personalDataOf(
  user: User,
  store: Pick<Store, 'now' | 'shop' | 'appById' | 'grants' | 'logins' | 'sessions'>,
): Promise<PersonalData> {
  const shop = await store.shop(user.shopId)
  const grants = await store.grants({ userId: user.id, limit: MOST_GRANTS })
  const names = new Map<string, string>()
  for (const { appId } of grants)
    if (!names.has(appId)) names.set(appId, (await store.appById(appId))?.name ?? appId)
  return {
    user: userView(user),
    ...(shop && { shop }),
    authorizations: grants.map((grant) => ({ ...grantView(grant), app: names.get(grant.appId) ?? '' })),
    logins: await store.logins(user.id),
    sessions: await sessionsOf(user.id, store),
  }
}

/** All that is kept about a developer: no password, no second factor, nor the digest of either. */
export interface DeveloperData {
  readonly developer: DeveloperView
  readonly organisation?: OrganisationView
  readonly sessions: readonly OwnSession[]
  /** Audit entries by the developer, and about their account. */
  readonly audit: readonly AuditEntry[]
}

export async function developerData(
  developer: Developer,
  store: Pick<Store, 'now' | 'organisation' | 'sessions' | 'auditEntries'>,
): Promise<DeveloperData> {
  const organisation = await store.organisation(developer.organisationId)
  const { id } = developer
  const byDeveloper = await store.auditEntries({ actor: id, limit: MOST_ENTRIES })
  const aboutDeveloper = await store.auditEntries({ subject: id, limit: MOST_ENTRIES })
  const audit = new Map([...byDeveloper, ...aboutDeveloper].map((entry) => [entry.id, entry]))
  return {
    developer: developerView(developer),
    ...(organisation && { organisation: organisationView(organisation) }),
    sessions: await sessionsOf(id, store),
    audit: [...audit.values()].toSorted((one, other) => other.id - one.id),
  }
}

const sessionsOf = async (
  accountId: string,
  store: Pick<Store, 'now' | 'sessions'>,
): Promise<readonly OwnSession[]> =>
  (await store.sessions(accountId, store.now())).map(({ network, browser, createdAt, expiresAt }) => ({
    ...(network !== undefined && { network }),
    ...(browser !== undefined && { browser }),
    createdAt,
    expiresAt,
  }))
