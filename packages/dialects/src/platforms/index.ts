import type { Dialect } from '../dialect.ts'
import { chainUp } from './chainup.ts'
import { jdCentral } from './jd-central.ts'
import { jdFinance } from './jd-finance.ts'
import { jos } from './jos.ts'
import { jos2 } from './jos2.ts'

export { chainUp, jdCentral, jdFinance, jos, jos2 }

/** A platform is known to the server, the client, the laws and the exchange tests by being listed here. */
export const dialects: readonly Dialect[] = [jdFinance, jos, jos2, jdCentral, chainUp]
