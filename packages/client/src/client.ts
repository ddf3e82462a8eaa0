import type { Dialect } from '@hufu/dialects'
import { authorizationUrl, readCallback } from './browser/authorization.ts'
import { begin, finish, isFrom } from './browser/browser-leg.ts'
import { calls } from './calls.ts'
import { failure, isFailure } from './failure.ts'
import { contextAt } from './http/request.ts'
import { checkedBaseUrl, located } from './options.ts'
import { memoryStates, sameText } from './browser/state.ts'
import type { ClientOptions } from './options.ts'
import type { Calls, Client } from './client-type.ts'

/**
 * A client of the platform that the dialect describes. Runs wherever there is `fetch`; one per application, for all its
 * shops. What network and platform do comes back as a value with `error`, `retry`, `hint` and `outcome`.
 *
 * @throws {TypeError} when an option is missing or makes no sense; the message names it.
 */
export function createClient<const D extends Dialect>(dialect: D, options: ClientOptions): Client<D> {
  const baseUrl = checkedBaseUrl(dialect, options)
  const { clientId, issuer, states = memoryStates(), now = () => Date.now() / 1000 } = options
  const context = () => contextAt(now(), options)
  const at = located(dialect, baseUrl, options.endpoints)
  const party = { dialect: at, baseUrl, clientId, issuer, states, now, context, where: options }
  return {
    ...calls(at, options, { ...options, baseUrl, now, hints: dialect.hints }),
    begin: (asked) => begin(party, asked),
    finish: (callback, browser) => finish(party, callback, browser),
    authorizationUrl: (asked) => authorizationUrl(at, { ...asked, clientId }, baseUrl, context(), options),
    readCallback(callback, expected) {
      const { state, ...answer } = readCallback(dialect, callback, context())
      const ours = state !== undefined && sameText(expected.state, state) && isFrom(issuer, answer)
      // Some platforms send no state with a denial; it grants nothing, whoever sends it.
      return ours || (state === undefined && isFailure(answer)) ? answer : failure({ error: 'state_unknown' })
    },
  } satisfies Calls<Dialect> as Calls<Dialect> as Client<D>
}
