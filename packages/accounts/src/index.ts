export { SHORTEST_PASSWORD, type UserSettings } from './account-settings.ts'
export {
  type AccountContext,
  type NewUser,
  changeUser,
  createShop,
  createUser,
  disableUser,
  enableUser,
} from './accounts.ts'
export { type AppContext, testShopsFor } from './app-changes.ts'
export * from './app-history.ts'
export * from './app-proposals.ts'
export { LONGEST_OVERLAP, appSecretPlace } from './app-credentials.ts'
export { type AppSettings, MOST_PUBLIC_KEYS, MOST_TEST_SHOPS } from './app-settings.ts'
export { appActions, possibleActions } from './app-status.ts'
export type { AppAction } from './app-action.ts'
export * from './app-verdicts.ts'
export * from './apps.ts'
export * from './audit.ts'
export * from './developer-account.ts'
export * from './developer-factor.ts'
export * from './developer-invitations.ts'
export * from './developer-login.ts'
export * from './developers.ts'
export * from './external-users.ts'
export * from './email.ts'
export * from './erasure.ts'
export {
  type FrozenAccount,
  freezesOf,
  frozenAccounts,
  FREEZE_SECONDS,
  NETWORK_RATE,
  STRANGERS_TRIES,
  TRIES,
  thawAccount,
} from './login-limits.ts'
export * from './login-attempt.ts'
export * from './login.ts'
export * from './letters.ts'
export * from './list-part.ts'
export * from './logo-store.ts'
export * from './logos.ts'
export * from './login-history.ts'
export * from './operators.ts'
export * from './password-change.ts'
export * from './passwords.ts'
export * from './personal-data.ts'
export { type Fault, type LogoFault, type PlainWrong, type Refusal, isRefusal, unknown } from './refusal.ts'
export * from './roles.ts'
export * from './second-factor.ts'
export * from './store.ts'
export * from './ticket-store.ts'
export * from './tickets.ts'
export * from './together.ts'
export * from './user-invitations.ts'
export * from './views.ts'
