/*
 * How often a password may be guessed. An attempt is counted before it is answered, and uncounted when it was right: of any
 * number at once no more are answered than one after another.
 *
 * Six wrong ones freeze an account for two hours for the network they came from, and for no other: a stranger cannot
 * lock a merchant out of their own office. Who has many networks gets 60 tries a day at one account from all of them
 * together, ten networks' worth; networks and browsers that the account's owner has logged in from stay outside of that
 * count, so that even this limit shuts out strangers alone. A known browser has six tries of its own, wherever it is. At 60 a day a password of eight random letters takes millions of years.
 */
import { networkOf } from '@hufu/engine'
import { verifyPassword } from './passwords.ts'
import { type RateLimit, admitFrom } from '@hufu/engine'
import type { AccountStore, Store } from '../store.ts'

const HOUR = 3600
export const DAY = 24 * HOUR

/** Wrong passwords of one account from one network within two hours, after which it is frozen there for two hours. */
export const TRIES = 6
export const FREEZE_SECONDS = 2 * HOUR
/** Attempts at one account in a day, from all networks that it was never logged in from. */
export const STRANGERS_TRIES = 60
/** How long a network or a browser is remembered as one that the account was logged in from. */
export const KNOWN_SECONDS = 90 * DAY
/** Attempts from one network at all accounts together: an office, or a mobile carrier's shared address, needs fewer. */
export const NETWORK_RATE = { count: 300, perSeconds: 900 } as const
/** Before a browser's name, where an account is frozen for it and not for a network. */
export const BROWSER = 'browser-'
/** Guesses that are under way in this process; more than these would wait for seconds. */
const MOST_AT_ONCE = 200

export type GuessStore = Pick<
  AccountStore,
  'loginFailures' | 'countLoginFailure' | 'clearLoginFailures' | 'loginFailureAt'
> &
  Pick<Store, 'now'>

export interface Attempt {
  /** Names the account among all kinds of accounts. */
  readonly account: string
  readonly address: string
  /** Names a browser that has proven that this account logged in with it before. */
  readonly browser?: string | undefined
  /** Asked once at most, and not at all while the account is frozen. */
  isRight(): Promise<boolean>
  /**
   * `isRight` changes nothing, so it is asked while the try is counted: then a name that nobody has, whose tries are counted in
   * memory, is not answered sooner than an account. Its answer is worth nothing until the count is known.
   */
  readonly isPure?: true
}

export interface Guess extends Omit<Attempt, 'isRight' | 'isPure'> {
  /** PHC text. */
  readonly kept: string
  readonly password: string
}

export type Verdict =
  | { readonly verdict: 'right' }
  | { readonly verdict: 'wrong'; readonly triesLeft: number }
  /** `until`: when it can be tried again. */
  | { readonly verdict: 'frozen'; readonly until: number }
  | { readonly verdict: 'overloaded' }

/** Whether this network may try once more, whichever account. Counts in memory: a stranger writes no rows. */
export const admitNetwork = (address: string, rates: RateLimit, now: number): boolean =>
  admitFrom('login', address, NETWORK_RATE, rates, now)

export const strangersKey = (account: string): string => `strangers ${account}`

let underWay = 0

/** Tries the password, if it may be tried. A frozen account costs no hash and no row. */
export const guess = ({ kept, password, ...given }: Guess, store: GuessStore): Promise<Verdict> =>
  attempt({ ...given, isRight: () => verifyPassword(kept, password), isPure: true }, store)

/** The same for whatever else can be guessed, such as a second factor. */
export async function attempt(given: Attempt, store: GuessStore): Promise<Verdict> {
  if (underWay >= MOST_AT_ONCE) return { verdict: 'overloaded' }
  underWay++
  try {
    return await attemptInTurn(given, store)
  } finally {
    underWay--
  }
}

async function attemptInTurn(given: Attempt, store: GuessStore): Promise<Verdict> {
  const { account, address, browser } = given
  const now = store.now()
  const network = networkOf(address)
  const frozen = async (key: string, nth: number, seconds: number): Promise<Verdict> => ({
    verdict: 'frozen',
    until: ((await store.loginFailureAt(key, nth)) ?? now) + seconds,
  })
  const dayIsUsedUp = () => frozen(strangersKey(account), STRANGERS_TRIES, DAY)
  const place = browser === undefined ? network : BROWSER + browser
  if (place === undefined) {
    // No network to freeze: the account's day alone counts.
    if (await isUsedUp(account, store)) return dayIsUsedUp()
    const count = () => countStranger(account, store)
    const { counted, isRight } = await countAndTry(given, count, (tries) => tries <= STRANGERS_TRIES)
    if (isRight) return { verdict: 'right' }
    if (counted < STRANGERS_TRIES) return { verdict: 'wrong', triesLeft: STRANGERS_TRIES - counted }
    return dayIsUsedUp()
  }
  const here = `${account} ${place}`
  const window = now - FREEZE_SECONDS
  if ((await store.loginFailures(`frozen ${here}`, window)) > 0)
    return frozen(`frozen ${here}`, 1, FREEZE_SECONDS)
  if ((await store.loginFailures(`wrong ${here}`, window)) >= TRIES)
    return frozen(`wrong ${here}`, 1, FREEZE_SECONDS)
  const isStranger = browser === undefined && !(await isKnown(here, store))
  if (isStranger && (await isUsedUp(account, store))) return dayIsUsedUp()
  async function count(): Promise<number | 'day used up'> {
    if (isStranger && (await countStranger(account, store)) > STRANGERS_TRIES) return 'day used up'
    const tries = await store.countLoginFailure(`wrong ${here}`, now, window, now + FREEZE_SECONDS)
    // The tries go one by one as they grow old; the freeze they lead to lasts its whole time from now.
    if (tries === TRIES) await mark(`frozen ${here}`, FREEZE_SECONDS, store)
    return tries
  }
  const { counted, isRight } = await countAndTry(given, count, isWithinTries)
  if (counted === 'day used up') return dayIsUsedUp()
  if (isRight) {
    await store.clearLoginFailures(`wrong ${here}`)
    if (counted === TRIES) await store.clearLoginFailures(`frozen ${here}`)
    if (network !== undefined) await remember(`${account} ${network}`, store)
    return { verdict: 'right' }
  }
  return counted < TRIES
    ? { verdict: 'wrong', triesLeft: TRIES - counted }
    : { verdict: 'frozen', until: now + FREEZE_SECONDS }
}

const isWithinTries = (counted: number | 'day used up'): boolean =>
  counted !== 'day used up' && counted <= TRIES

/** Counts the try, and says whether it is right, if it may be made after so many. */
async function countAndTry<Counted>(
  { isRight, isPure }: Attempt,
  count: () => Promise<Counted>,
  mayBeMade: (counted: Counted) => boolean,
): Promise<{ readonly counted: Counted; readonly isRight: boolean }> {
  const [counted, early] = await Promise.all([count(), isPure && isRight()])
  return { counted, isRight: mayBeMade(counted) && (early ?? (await isRight())) }
}

const isKnown = async (here: string, store: GuessStore): Promise<boolean> =>
  (await store.loginFailures(`known ${here}`, store.now() - KNOWN_SECONDS)) > 0

/** Whether strangers have used up the tries of this account's day: what is refused then costs no hash and no row. */
const isUsedUp = async (account: string, store: GuessStore): Promise<boolean> =>
  (await store.loginFailures(strangersKey(account), store.now() - DAY)) >= STRANGERS_TRIES

/** Clears the limits for a network whose user has proven by other means than the password that the account is theirs. */
export async function thaw(
  account: string,
  address: string,
  store: Pick<AccountStore, 'clearLoginFailuresUnder'>,
): Promise<void> {
  const here = `${account} ${networkOf(address)}`
  await store.clearLoginFailuresUnder(`frozen ${here}`)
  await store.clearLoginFailuresUnder(`wrong ${here}`)
}

/** How many there were today, with this one. */
function countStranger(account: string, store: GuessStore): Promise<number> {
  const now = store.now()
  return store.countLoginFailure(strangersKey(account), now, now - DAY, now + DAY)
}

/** For an operator: clears the limits of every network. */
export async function thawAccount(
  account: string,
  store: Pick<AccountStore, 'clearLoginFailuresUnder'>,
): Promise<void> {
  for (const key of [`frozen ${account}`, `wrong ${account}`, strangersKey(account)])
    await store.clearLoginFailuresUnder(key)
}

/** Once a day at most: a login need not write. */
async function remember(here: string, store: GuessStore): Promise<void> {
  if ((await store.loginFailures(`known ${here}`, store.now() - DAY)) === 0) {
    await mark(`known ${here}`, KNOWN_SECONDS, store)
  }
}

/** The same counters keep a mark: a count of one that lasts so long. */
async function mark(key: string, seconds: number, store: GuessStore): Promise<void> {
  const now = store.now()
  await store.clearLoginFailures(key)
  await store.countLoginFailure(key, now, now - seconds, now + seconds)
}

export interface FrozenAccount {
  /** The key that its guesses are counted under: the kind of account, and which one. */
  readonly account: string
  /** The network that it is frozen for, or the known browser (`browser-` and its name); absent where it is frozen for every network that it was never logged in from. */
  readonly network?: string
  /** Seconds since the epoch. */
  readonly until: number
}

type FreezeStore = Pick<Store, 'now'> &
  Pick<AccountStore, 'loginFailureKeys' | 'loginFailures' | 'loginFailureAt'>

/** Accounts that are frozen for one network or another, at most `limit` of them. */
export async function frozenAccounts(
  store: Pick<FreezeStore, 'now' | 'loginFailureKeys'>,
  limit: number,
  account = '',
): Promise<readonly (FrozenAccount & { readonly network: string })[]> {
  const prefix = `frozen ${account}${account && ' '}`
  const found = await store.loginFailureKeys(prefix, store.now(), limit)
  return found.map(({ key, expiresAt: until }) => {
    const cut = key.lastIndexOf(' ')
    return { account: key.slice('frozen '.length, cut), network: key.slice(cut + 1), until }
  })
}

/** Every freeze of one account, at most `limit` networks; the day of strangers' tries among them where it is used up. */
export async function freezesOf(
  account: string,
  store: FreezeStore,
  limit: number,
): Promise<readonly FrozenAccount[]> {
  const now = store.now()
  const key = strangersKey(account)
  const networks = await frozenAccounts(store, limit, account)
  if ((await store.loginFailures(key, now - DAY)) < STRANGERS_TRIES) return networks
  return [{ account, until: ((await store.loginFailureAt(key, STRANGERS_TRIES)) ?? now) + DAY }, ...networks]
}
