/*
 * Somebody becomes a developer by a link that was sent to their address. They ask for it themselves where registration is
 * open; otherwise an operator or a colleague invites them. No account exists before its address is proven, so nobody can take
 * another's address. The answer is the same for an address that has an account already.
 */
import { randomBytes } from 'node:crypto'
import { type DeveloperContext, checkDeveloperPassword } from './developer-account.ts'
import { emailKey, checkEmail } from './email.ts'
import type { Developer, Organisation } from './developers.ts'
import { hashPassword } from '../login/passwords.ts'
import { checkName } from './names.ts'
import { type Refusal, invalid, unknown } from '../refusal.ts'
import { findTicket, issueTicket, spendTicket } from '../tickets.ts'
import type { Ticket } from '../ticket-store.ts'

const DAY = 86_400
export const INVITATION_DAYS = 7
/** Lifetime of the link that somebody has asked for themselves. */
const REGISTRATION_SECONDS = DAY
const MOST_DEVELOPERS = 100

export type Registration = 'open' | 'invitation' | 'closed'

export interface Invitation {
  readonly email: string
  /** Its name: a new one. */
  readonly organisation: string
}

/** Only the reader of the letter may see the secret. */
export interface Invited {
  /** The address belongs to a developer of another organisation, and cannot be invited. */
  readonly hasAccount?: boolean
  readonly email: string
  readonly organisation: string
  /** The contents of the link. */
  readonly secret: string
}

const checkInvitation = ({ email, organisation }: Invitation): Refusal | undefined =>
  checkEmail('email', email) ?? checkName('organisation', organisation)

/** Checks a registration. The answer does not tell whether the address has an account. */
export const checkRegistering = (asked: Invitation): Refusal | undefined =>
  checkInvitation({ ...asked, email: emailKey(asked.email) })

/** The letter has the link, or says that the address already has an account. */
export async function register(
  asked: Invitation,
  { store }: DeveloperContext,
): Promise<Invited | { readonly known: Developer }> {
  const email = emailKey(asked.email)
  const known = await store.developerByEmail(email)
  if (known) return { known }
  const { organisation } = asked
  const seconds = REGISTRATION_SECONDS
  const payload = { email, organisation }
  const secret = await issueTicket(
    { purpose: 'developer_invitation', subject: email, payload, seconds },
    store,
  )
  return { email, organisation, secret }
}

/** For an operator: invites into a new organisation of that name, or into the one with that id. */
export async function inviteOrganisation(
  asked: Pick<Invitation, 'email'> & { readonly organisation?: string; readonly organisationId?: string },
  { store, registration }: DeveloperContext & { readonly registration: Registration },
): Promise<Invited | Refusal> {
  const email = emailKey(asked.email)
  const { organisationId } = asked
  const present = organisationId === undefined ? undefined : await store.organisation(organisationId)
  if (organisationId !== undefined && !present) return unknown('organisation', organisationId)
  const organisation = present?.name ?? asked.organisation ?? ''
  const refused = registration === 'closed' ? closed : checkInvitation({ email, organisation })
  if (refused) return refused
  if (await store.developerByEmail(email)) return taken
  const into = organisationId === undefined ? {} : { organisationId, by: OPERATOR }
  return invited(`operator ${email}`, { email, organisation, ...into }, store)
}

/** The inviter's id when an operator invites. No developer's id looks like it. */
const OPERATOR = 'operator'

/** For a developer: invites into their own organisation. An address that has an account gets the same answer as any other. */
export async function inviteColleague(
  by: Pick<Developer, 'id' | 'organisationId'>,
  address: string,
  { store, registration }: DeveloperContext & { readonly registration: Registration },
): Promise<Invited | Refusal> {
  const email = emailKey(address)
  const refused = registration === 'closed' ? closed : checkEmail('email', email)
  if (refused) return refused
  const colleagues = await store.developers({ organisationId: by.organisationId })
  if (colleagues.some((each) => each.email === email)) return taken
  if (colleagues.length >= MOST_DEVELOPERS)
    return invalid('email', `an organisation has ${MOST_DEVELOPERS} developers at most`)
  const organisation = (await store.organisation(by.organisationId))?.name ?? ''
  const hasAccount = (await store.developerByEmail(email)) !== undefined
  const payload = { email, organisation, organisationId: by.organisationId, by: by.id }
  return { ...(await invited(`${by.organisationId} ${email}`, payload, store)), hasAccount }
}

const closed = invalid(
  'email',
  'no developer is taken: developers.registration is closed in the configuration',
)

const taken: Refusal = {
  refused: 'taken',
  field: 'email',
  message: 'email: there is a developer with this address already',
}

async function invited(
  subject: string,
  payload: { readonly email: string; readonly organisation: string; readonly [more: string]: string },
  store: DeveloperContext['store'],
): Promise<Invited> {
  const seconds = INVITATION_DAYS * DAY
  const secret = await issueTicket({ purpose: 'developer_invitation', subject, payload, seconds }, store)
  return { email: payload.email, organisation: payload.organisation, secret }
}

/** The invitation behind a link, for its page. Undefined: the link is invalid, or no longer valid. */
export async function invitation(
  secret: string,
  { store }: DeveloperContext,
): Promise<(Invitation & { readonly isNew: boolean }) | undefined> {
  const ticket = await findTicket(secret, 'developer_invitation', store)
  if (!ticket) return undefined
  const { email = '', organisation = '', organisationId } = ticket.payload
  return { email, organisation, isNew: organisationId === undefined }
}

/** Undefined: the link is not good, or no longer. */
export async function acceptInvitation(
  secret: string,
  { name, password }: { readonly name: string; readonly password: string },
  context: DeveloperContext,
): Promise<Developer | Refusal | undefined> {
  const { store } = context
  // Before the link is spent: who chooses what will not do may choose again.
  const asked = await invitation(secret, context)
  if (!asked) return undefined
  const refused = checkName('name', name) ?? checkDeveloperPassword(password, asked.email)
  if (refused) return refused
  const kept = await hashPassword(password)
  const spent = await spendTicket(secret, 'developer_invitation', store)
  if (!spent) return undefined
  const organisationId = await organisationOf(spent, context)
  if (organisationId === undefined) return undefined
  const developer: Developer = {
    id: `dev_${randomBytes(8).toString('hex')}`,
    version: 0,
    organisationId,
    email: asked.email,
    name,
    password: kept,
    status: 'active',
    createdAt: store.now(),
  }
  return (await store.putDeveloper(developer)) ? developer : taken
}

/** The organisation of the invitation, while it exists; otherwise a new one. */
async function organisationOf({ payload }: Ticket, { store }: DeveloperContext): Promise<string | undefined> {
  const { email = '', organisation = '', organisationId, by = '' } = payload
  if (organisationId !== undefined) {
    if (by === OPERATOR) return (await store.organisation(organisationId))?.id
    // A developer who was removed cannot return by a link that they made before.
    const inviter = await store.developer(by)
    return inviter?.status === 'active' && inviter.organisationId === organisationId
      ? organisationId
      : undefined
  }
  // An earlier link may have made them a developer meanwhile: then no organisation is left behind.
  if (await store.developerByEmail(email)) return undefined
  return (await newOrganisation({ name: organisation, verified: false }, store)).id
}

/** For an operator, who may then invite developers into it. */
export const createOrganisation = async (
  asked: Pick<Organisation, 'name' | 'verified'>,
  { store }: DeveloperContext,
): Promise<Organisation | Refusal> => checkName('name', asked.name) ?? newOrganisation(asked, store)

async function newOrganisation(
  { name, verified }: Pick<Organisation, 'name' | 'verified'>,
  store: DeveloperContext['store'],
): Promise<Organisation> {
  const id = `org_${randomBytes(8).toString('hex')}`
  const made: Organisation = { id, version: 0, name, verified, testShops: [], createdAt: store.now() }
  await store.putOrganisation(made)
  return made
}
