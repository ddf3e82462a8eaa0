export { SHORTEST_PASSWORD, type UserSettings } from './account-settings.ts'
export {
  type AccountContext,
  type NewUser,
  changeUser,
  createShop,
  createUser,
  disableUser,
  enableUser,
  setPassword,
} from './accounts.ts'
export * from './addresses.ts'
export type { AppContext } from './app-changes.ts'
export { LONGEST_OVERLAP, appSecretPlace } from './app-credentials.ts'
export type { AppSettings } from './app-settings.ts'
export { type AppAction, appActions, possibleActions } from './app-status.ts'
export * from './apps.ts'
export * from './audit.ts'
export * from './clients.ts'
export * from './context.ts'
export * from './developer-login.ts'
export * from './developers.ts'
export * from './digest.ts'
export * from './external-users.ts'
export * from './directory.ts'
export * from './email.ts'
export * from './grants.ts'
export * from './introspect.ts'
export { FREEZE_SECONDS, NETWORK_RATE, STRANGERS_TRIES, TRIES } from './login-limits.ts'
export * from './login.ts'
export * from './operators.ts'
export * from './passwords.ts'
export * from './policy.ts'
export * from './quota.ts'
export * from './rate-limit.ts'
export * from './redirect-uri.ts'
export * from './refresh.ts'
export { type Refusal, isRefusal } from './refusal.ts'
export * from './revoke.ts'
export * from './roles.ts'
export * from './rules.ts'
export * from './store.ts'
export * from './token-formats.ts'
export * from './tickets.ts'
export * from './tokens.ts'
export * from './views.ts'
