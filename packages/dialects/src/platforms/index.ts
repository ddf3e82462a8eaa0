import type { Dialect } from '../dialect.ts'
import { type ErrorTable, standardErrors } from '../error-table.ts'
import type { ScopeWords } from '../policy.ts'
import { chainUp, chainUpErrors } from './chainup.ts'
import { jdCentral } from './jd-central.ts'
import { newFlowPageErrors, newFlowScopeWords } from './jd-family.ts'
import { jdFinance, jdFinancePageErrors, jdFinanceScopeWords } from './jd-finance.ts'
import { jos, josPageErrors, josScopeWords } from './jos.ts'
import { jos2 } from './jos2.ts'
import { oauth2Post } from './oauth2-post.ts'
import { oauth2 } from './oauth2.ts'

export { chainUp, jdCentral, jdFinance, jos, jos2, oauth2, oauth2Post }

/** A platform is known to the server, the client, the laws and the exchange tests by being listed here. */
export const dialects: readonly Dialect[] = [jdFinance, jos, jos2, jdCentral, chainUp, oauth2, oauth2Post]

/** Those that a server of ours mounts. */
export const servedDialects: readonly Dialect[] = /* @__PURE__ */ dialects.filter(
  ({ clientOnly }) => !clientOnly,
)

const words = new Map<Dialect, ScopeWords>([
  [jdFinance, jdFinanceScopeWords],
  [jos, josScopeWords],
  [jos2, newFlowScopeWords],
  [jdCentral, newFlowScopeWords],
])

/** The words of a dialect's scopes, which merchants read. Not in the dialect: clients need not carry them. */
export const scopeWordsOf = (dialect: Dialect): ScopeWords => words.get(dialect) ?? {}

const pageErrors = new Map<Dialect, ErrorTable>([
  [jdFinance, jdFinancePageErrors],
  [jos, josPageErrors],
  [jos2, newFlowPageErrors],
  [jdCentral, newFlowPageErrors],
  [chainUp, chainUpErrors],
])

/** The codes that a dialect's error page shows; RFC 6749's own where it has none. Not in the dialect: clients see no page. */
export const pageErrorsOf = (dialect: Dialect): ErrorTable => pageErrors.get(dialect) ?? standardErrors
