import { flushCompileCache } from 'node:module'
import { setFlagsFromString } from 'node:v8'

/**
 * For a server that has started and has answered nothing yet: V8 may guess, from the first burst and for good, that
 * requests live long (decisions/021). Not sooner: with a flag changed, what Node and V8 have compiled before counts as
 * another's, so what is kept for the next start is written first.
 */
export function requestsStayYoung(): void {
  flushCompileCache()
  setFlagsFromString('--no-allocation-site-pretenuring')
}
