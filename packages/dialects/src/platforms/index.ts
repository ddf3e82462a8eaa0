import type { Dialect } from '../dialect.ts'
import type { ScopeWords } from '../policy.ts'
import { chainUp } from './chainup.ts'
import { jdCentral } from './jd-central.ts'
import { newFlowScopeWords } from './jd-family.ts'
import { jdFinance, jdFinanceScopeWords } from './jd-finance.ts'
import { jos, josScopeWords } from './jos.ts'
import { jos2 } from './jos2.ts'

export { chainUp, jdCentral, jdFinance, jos, jos2 }

/** A platform is known to the server, the client, the laws and the exchange tests by being listed here. */
export const dialects: readonly Dialect[] = [jdFinance, jos, jos2, jdCentral, chainUp]

const words = new Map<Dialect, ScopeWords>([
  [jdFinance, jdFinanceScopeWords],
  [jos, josScopeWords],
  [jos2, newFlowScopeWords],
  [jdCentral, newFlowScopeWords],
])

/** The words of a dialect's scopes, which merchants read. Not in the dialect: clients need not carry them. */
export const scopeWordsOf = (dialect: Dialect): ScopeWords => words.get(dialect) ?? {}
