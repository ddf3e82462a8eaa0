export { SHORTEST_PASSWORD, type UserSettings } from './people/account-settings.ts'
export {
  type AccountContext,
  type NewUser,
  changeUser,
  createShop,
  createUser,
  disableUser,
  enableUser,
} from './people/accounts.ts'
export { type AppContext, testShopsFor } from './apps/app-changes.ts'
export * from './apps/app-history.ts'
export * from './apps/app-proposals.ts'
export { LONGEST_OVERLAP, appSecretPlace } from './apps/app-credentials.ts'
export { type AppSettings, MOST_PUBLIC_KEYS, MOST_TEST_SHOPS } from './apps/app-settings.ts'
export { appActions, possibleActions } from './apps/app-status.ts'
export type { AppAction } from './apps/app-action.ts'
export * from './apps/app-verdicts.ts'
export * from './apps/apps.ts'
export * from './audit.ts'
export * from './people/developer-account.ts'
export * from './login/developer-factor.ts'
export * from './people/developer-invitations.ts'
export * from './login/developer-login.ts'
export * from './people/developers.ts'
export * from './login/external-users.ts'
export * from './people/email.ts'
export * from './people/erasure.ts'
export {
  type FrozenAccount,
  freezesOf,
  frozenAccounts,
  BROWSER,
  FREEZE_SECONDS,
  KNOWN_SECONDS,
  NETWORK_RATE,
  STRANGERS_TRIES,
  TRIES,
  thawAccount,
} from './login/login-limits.ts'
export * from './login/login-attempt.ts'
export * from './login/login.ts'
export * from './letters.ts'
export * from './list-part.ts'
export * from './apps/logo-store.ts'
export * from './apps/logos.ts'
export * from './login/login-history.ts'
export * from './people/operators.ts'
export * from './login/password-change.ts'
export * from './login/passwords.ts'
export * from './people/personal-data.ts'
export { type Fault, type LogoFault, type PlainWrong, type Refusal, isRefusal, unknown } from './refusal.ts'
export * from './people/roles.ts'
export * from './login/second-factor.ts'
export * from './people/shops.ts'
export * from './store.ts'
export * from './ticket-store.ts'
export * from './tickets.ts'
export * from './together.ts'
export * from './people/user-invitations.ts'
export * from './views.ts'
