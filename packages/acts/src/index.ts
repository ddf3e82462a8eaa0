/* The table: all that operators, developers and commands may change or list. To add an act: CONTRIBUTING.md. */
import { type Act, named } from './act.ts'
import { appKeyActs } from './table/app-keys.ts'
import { appLogActs } from './table/app-log.ts'
import { appReviewActs, reviewActs } from './table/app-review.ts'
import { appActs } from './table/apps.ts'
import { auditActs } from './table/audit.ts'
import { developerActs } from './table/developers.ts'
import { gatewayActs } from './table/gateways.ts'
import { grantActs } from './table/grants.ts'
import { operatorActs } from './table/operators.ts'
import { organisationActs } from './table/organisations.ts'
import { platformActs } from './table/platforms.ts'
import { shopActs } from './table/shops.ts'
import { userActs } from './table/users.ts'

export const acts = named({
  ...appActs,
  ...appReviewActs,
  ...appKeyActs,
  ...appLogActs,
  ...reviewActs,
  ...shopActs,
  ...userActs,
  ...grantActs,
  ...organisationActs,
  ...developerActs,
  ...operatorActs,
  ...gatewayActs,
  ...platformActs,
  ...auditActs,
})

export const allActs: readonly Act[] = Object.values(acts)

export { type Act, type Answer, type By, type Question, type Surroundings, others, placed } from './act.ts'
export { type Denied, isDenied } from './denied.ts'
export { identities } from './identities.ts'
export { type Member, membersOf, readForm, toldOnce, valueOf } from '@hufu/web/api/members'
export { perform } from './perform.ts'
export { topics } from './topics.ts'
