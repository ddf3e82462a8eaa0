/* A developer's login. Nothing in it tells an address that has an account from one that has none. */
import type { Developer, DeveloperStore } from '../people/developers.ts'
import type { KnownBrowser } from './login-attempt.ts'
import { type SilentLoginFailure, refuseNobody } from './login.ts'
import { type GuessStore, admitNetwork, guess } from './login-limits.ts'
import type { RateLimit } from '@hufu/engine'
import { emailKey } from '../people/email.ts'

export interface DeveloperLoginContext {
  readonly store: GuessStore & Pick<DeveloperStore, 'developerByEmail'>
  readonly rates: RateLimit
}

/** Characters (RFC 5321, section 4.5.3.1.3); no account has a longer address. */
const LONGEST_EMAIL = 254

/** Under which a developer's guesses are counted, whether or not there is one. */
export const developerGuesses = (email: string): string => `developer ${email}`

/** Under which guesses at a developer's second factor are counted. */
export const factorGuesses = (id: string): string => `second factor of developer ${id}`

/** The first step: the password. Limited as an operator's is. */
export async function checkDeveloperLogin(
  given: { readonly email: string; readonly password: string; readonly address: string },
  { store, rates }: DeveloperLoginContext,
  browserOf: KnownBrowser<Developer> = () => undefined,
): Promise<{ readonly developer: Developer } | SilentLoginFailure> {
  const { password, address } = given
  if (!admitNetwork(address, rates, store.now())) return { failed: 'network_limited' }
  const email = emailKey(given.email)
  const developer = email.length > LONGEST_EMAIL ? undefined : await store.developerByEmail(email)
  const account = developerGuesses(email)
  if (developer?.status !== 'active') return refuseNobody({ account, password, address }, { store, rates })
  const { verdict } = await guess(
    { account, kept: developer.password, password, address, browser: browserOf(developer) },
    store,
  )
  return verdict === 'right' ? { developer } : { failed: verdict }
}
