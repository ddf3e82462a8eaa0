/* What administration may show of each thing, member by member: never a password, a secret, or the digest of either. */
import { possibleActions } from './apps/app-status.ts'
import type { AppAction } from './apps/app-action.ts'
import { type Role, roleOf, type Operator } from './people/roles.ts'
import type { Developer, Organisation } from './people/developers.ts'
import type { App, Grant, User } from '@hufu/engine'
import type { Gateway } from '@hufu/engine'

const pick = <Whole extends object, Key extends keyof Whole>(
  whole: Whole,
  keys: readonly Key[],
): Pick<Whole, Key> =>
  Object.fromEntries(keys.filter((key) => Object.hasOwn(whole, key)).map((key) => [key, whole[key]])) as Pick<
    Whole,
    Key
  >

const ofApp = [
  'id',
  'version',
  'platform',
  'clientId',
  'name',
  'developer',
  'organisationId',
  'status',
  'statusReason',
  'logo',
  'proposed',
  'publicKeys',
  'redirectUris',
  'scopes',
  'addresses',
  'testShops',
  'mayRefresh',
  'createdAt',
] as const satisfies readonly (keyof App)[]

/** Times, here and below, are seconds since the epoch. */
export interface AppView extends Pick<App, (typeof ofApp)[number]> {
  /** What may be done to it next. */
  readonly possible: readonly AppAction[]
  /** When the secret before the present one ends, while it is still good. */
  readonly formerSecretEndsAt?: number
}

export function appView(app: App, now: number): AppView {
  const former = app.secrets.find(({ until }) => until !== undefined && until > now)?.until
  return {
    ...pick(app, ofApp),
    possible: possibleActions(app),
    ...(former !== undefined && { formerSecretEndsAt: former }),
  }
}

const ofUser = [
  'id',
  'username',
  'shopId',
  'displayName',
  'mayAuthorise',
  'status',
  'addresses',
  'avatarUrl',
  'email',
  'createdAt',
] as const satisfies readonly (keyof User)[]

export type UserView = Pick<User, (typeof ofUser)[number]>

export const userView = (user: User): UserView => pick(user, ofUser)

const ofOperator = [
  'username',
  'oneTime',
  'status',
  'createdAt',
] as const satisfies readonly (keyof Operator)[]

export interface OperatorView extends Pick<Operator, (typeof ofOperator)[number]> {
  readonly role: Role
}

export const operatorView = (operator: Operator): OperatorView => ({
  ...pick(operator, ofOperator),
  role: roleOf(operator),
})

const ofGateway = [
  'id',
  'platforms',
  'seesRefreshTokens',
  'createdAt',
] as const satisfies readonly (keyof Gateway)[]

export type GatewayView = Pick<Gateway, (typeof ofGateway)[number]>

export const gatewayView = (gateway: Gateway): GatewayView => pick(gateway, ofGateway)

const ofGrant = [
  'id',
  'platform',
  'appId',
  'userId',
  'shopId',
  'openId',
  'scope',
  'createdAt',
  'accessExpiresAt',
  'lastUsedDay',
  'revoked',
] as const satisfies readonly (keyof Grant)[]

export interface GrantView extends Pick<Grant, (typeof ofGrant)[number]> {
  /** Absent where it has no refresh token. */
  readonly refreshExpiresAt?: number
}

export const grantView = (grant: Grant): GrantView => ({
  ...pick(grant, ofGrant),
  ...(grant.refresh !== undefined && { refreshExpiresAt: grant.refreshExpiresAt }),
})

const ofOrganisation = [
  'id',
  'name',
  'verified',
  'testShops',
  'createdAt',
] as const satisfies readonly (keyof Organisation)[]

export type OrganisationView = Pick<Organisation, (typeof ofOrganisation)[number]>

export const organisationView = (organisation: Organisation): OrganisationView =>
  pick(organisation, ofOrganisation)

const ofDeveloper = [
  'id',
  'organisationId',
  'email',
  'name',
  'status',
  'createdAt',
] as const satisfies readonly (keyof Developer)[]

export interface DeveloperView extends Pick<Developer, (typeof ofDeveloper)[number]> {
  readonly secondFactor: boolean
}

export const developerView = (developer: Developer): DeveloperView => ({
  ...pick(developer, ofDeveloper),
  secondFactor: developer.totp !== undefined,
})
