import type { LoginFailure } from '@hufu/dialects'
import { isAllowedAddress } from '@hufu/engine'
import { type ExternalContext, type UserSystem, refuseGuess, rememberUser } from './external-users.ts'
import { type Guess, type GuessStore, type Verdict, admitNetwork, attempt, guess } from './login-limits.ts'
import { nobodysGuesses } from './nobodys-guesses.ts'
import { nobodysPassword, verifyPassword } from './passwords.ts'
import type { RateLimit } from '@hufu/engine'
import type { AccountStore } from '../store.ts'
import type { Operator } from '../people/roles.ts'
import type { User } from '@hufu/engine'
import type { KnownBrowser, LoginAttempt } from './login-attempt.ts'

export interface LoginContext<Reads extends keyof AccountStore> {
  readonly store: GuessStore & Pick<AccountStore, Reads>
  readonly rates: RateLimit
}

/** Characters: an unknown name is cut to this length. */
const LONGEST_ACCOUNT = 300

export interface MerchantLoginContext extends LoginContext<'userByName'> {
  /** The operator's own user system, where there is one: asked for names that are not kept here. */
  readonly outside?: ExternalContext & { readonly userSystem: UserSystem }
}

/** Characters; no user has a longer name. */
export const LONGEST_USERNAME = 64

/** A telephone's keyboard puts a blank after a name, and a copied one has more: no name begins or ends with any. */
export const typedName = (text: string): string => text.trim()

/**
 * A merchant's login. That a name is unknown is said, because the platforms' documents say it; only guesses at an account
 * that exists, is active and may be used from there are counted and can freeze it.
 */
export async function checkLogin(
  typed: LoginAttempt,
  context: MerchantLoginContext,
): Promise<{ readonly user: User } | LoginFailure> {
  const attempt = { ...typed, username: typedName(typed.username) }
  const { username, password, address } = attempt
  const { store, rates } = context
  if (username === '') return { reason: 'username_missing' }
  if (password === '') return { reason: 'password_missing' }
  if (!admitNetwork(address, rates, store.now())) return { reason: 'address_denied' }
  const user = username.length > LONGEST_USERNAME ? undefined : await store.userByName(username)
  const { outside } = context
  if (outside && (!user || user.source === 'hook')) return askOutside(attempt, outside, rates)
  // Whom an OpenID provider knows has no password here.
  if (!user || user.source !== undefined) return { reason: 'username_unknown' }
  if (user.status !== 'active') return { reason: 'account_disabled' }
  if (!isAllowedAddress(user.addresses, address)) return { reason: 'address_denied' }
  const result = await guess({ account: userAccount(user.id), kept: user.password, password, address }, store)
  return result.verdict === 'right' ? { user } : failureOf(result)
}

async function askOutside(
  attempt: LoginAttempt,
  outside: NonNullable<MerchantLoginContext['outside']>,
  rates: RateLimit,
): Promise<{ readonly user: User } | LoginFailure> {
  if (attempt.username.length > LONGEST_USERNAME) return { reason: 'username_unknown' }
  const refused = refuseGuess(attempt, rates, outside.store.now())
  if (refused) return refused
  const told = await outside.userSystem(attempt)
  if ('reason' in told) return told
  const user = await rememberUser('hook', told, outside)
  if (!user) return { reason: 'account_disabled' }
  return isAllowedAddress(user.addresses, attempt.address) ? { user } : { reason: 'address_denied' }
}

/** The failure that the platforms' documents define for a verdict. */
export function failureOf(result: Exclude<Verdict, { readonly verdict: 'right' }>): LoginFailure {
  switch (result.verdict) {
    case 'wrong':
      return { reason: 'password_wrong', triesLeft: result.triesLeft }
    case 'frozen':
      return { reason: 'account_frozen', until: result.until }
    case 'overloaded':
      return { reason: 'unknown' }
  }
}

/** Why somebody was not let in. Nothing here tells a name that exists from one that does not. */
export type SilentLoginFailure = { readonly failed: 'wrong' | 'frozen' | 'network_limited' | 'overloaded' }

/** An operator's login, limited as a merchant's is. An unknown name costs, answers and freezes as a known one does. */
export async function checkOperatorLogin(
  { username: typed, password, address }: LoginAttempt,
  { store, rates }: LoginContext<'operator'>,
  browserOf: KnownBrowser<Operator> = () => undefined,
): Promise<{ readonly operator: Operator } | SilentLoginFailure> {
  const username = typedName(typed)
  if (!admitNetwork(address, rates, store.now())) return { failed: 'network_limited' }
  const operator = username.length > LONGEST_USERNAME ? undefined : await store.operator(username)
  const account = operatorAccount(username)
  if (operator?.status !== 'active') return refuseNobody({ account, password, address }, { store, rates })
  const { verdict } = await guess(
    { account, kept: operator.password, password, address, browser: browserOf(operator) },
    store,
  )
  return verdict === 'right' ? { operator } : { failed: verdict }
}

/** The answer for an account that does not exist or may not log in: same steps and same number of hashes as for one that may. */
export async function refuseNobody(
  { account, password, address }: Omit<Guess, 'kept'>,
  { store, rates }: LoginContext<never>,
): Promise<SilentLoginFailure> {
  const isRight = async () => {
    await verifyPassword(nobodysPassword, password)
    return false
  }
  const given = { account: account.slice(0, LONGEST_ACCOUNT), address, isRight, isPure: true } as const
  const { verdict } = await attempt(given, nobodysGuesses(rates, store))
  return { failed: verdict === 'right' ? 'wrong' : verdict }
}

/** Under which a merchant's guesses are counted. Their sessions bear the bare id. */
export const userAccount = (id: string): string => `user ${id}`

/** Under which an operator's guesses are counted, and their sessions kept; no user's id has a space in it. */
export const operatorAccount = (username: string): string => `operator ${username}`
