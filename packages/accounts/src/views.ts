/* What administration may show of each thing, member by member: never a password, a secret, or the digest of either. */
import { possibleActions } from './apps/app-status.ts'
import type { AppAction } from './apps/app-action.ts'
import { type Role, roleOf, type Operator } from './people/roles.ts'
import type { Developer, Organisation } from './people/developers.ts'
import { type App, type Gateway, type Grant, type User, isEndless } from '@hufu/engine'

/** What shows these members, those that are there, and no other. */
const picked =
  <Whole extends object>() =>
  <const Key extends keyof Whole>(...keys: readonly Key[]) =>
  (whole: Whole): Pick<Whole, Key> =>
    Object.fromEntries(
      keys.filter((key) => Object.hasOwn(whole, key)).map((key) => [key, whole[key]]),
    ) as Pick<Whole, Key>

const ofApp = picked<App>()(
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
)

/** Times, here and below, are seconds since the epoch. */
export interface AppView extends ReturnType<typeof ofApp> {
  /** What may be done to it next. */
  readonly possible: readonly AppAction[]
  /** When the secret before the present one ends, while it is still good. */
  readonly formerSecretEndsAt?: number
}

export function appView(app: App, now: number): AppView {
  const former = app.secrets.find(({ until }) => until !== undefined && until > now)?.until
  return {
    ...ofApp(app),
    possible: possibleActions(app),
    ...(former !== undefined && { formerSecretEndsAt: former }),
  }
}

export const userView = picked<User>()(
  'id',
  'username',
  'shopId',
  'account',
  'displayName',
  'mayAuthorise',
  'status',
  'addresses',
  'avatarUrl',
  'email',
  'source',
  'createdAt',
)
export type UserView = ReturnType<typeof userView>

const ofOperator = picked<Operator>()('username', 'oneTime', 'status', 'createdAt')

export interface OperatorView extends ReturnType<typeof ofOperator> {
  readonly role: Role
}

export const operatorView = (operator: Operator): OperatorView => ({
  ...ofOperator(operator),
  role: roleOf(operator),
})

export const gatewayView = picked<Gateway>()('id', 'platforms', 'seesRefreshTokens', 'createdAt')
export type GatewayView = ReturnType<typeof gatewayView>

const ofGrant = picked<Grant>()(
  'id',
  'platform',
  'appId',
  'userId',
  'shopId',
  'openId',
  'scope',
  'createdAt',
  'lastUsedDay',
  'revoked',
)

export interface GrantView extends ReturnType<typeof ofGrant> {
  /** Absent where the access token has no end. */
  readonly accessExpiresAt?: number
  /** Absent where it has no refresh token, or one without an end. */
  readonly refreshExpiresAt?: number
  /** Either of them has no end. */
  readonly endless?: true
}

export function grantView(grant: Grant): GrantView {
  const { accessExpiresAt, refresh, refreshExpiresAt } = grant
  return {
    ...ofGrant(grant),
    ...(!isEndless(accessExpiresAt) && { accessExpiresAt }),
    ...(refresh !== undefined && !isEndless(refreshExpiresAt) && { refreshExpiresAt }),
    ...(isEndless(Math.max(accessExpiresAt, refreshExpiresAt)) && { endless: true as const }),
  }
}

export const organisationView = picked<Organisation>()('id', 'name', 'verified', 'testShops', 'createdAt')
export type OrganisationView = ReturnType<typeof organisationView>

const ofDeveloper = picked<Developer>()('id', 'organisationId', 'email', 'name', 'status', 'createdAt')

export interface DeveloperView extends ReturnType<typeof ofDeveloper> {
  readonly secondFactor: boolean
}

export const developerView = (developer: Developer): DeveloperView => ({
  ...ofDeveloper(developer),
  secondFactor: developer.totp !== undefined,
})
